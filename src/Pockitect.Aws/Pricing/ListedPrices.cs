using System.Collections.Concurrent;
using System.Globalization;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Pricing;

/// <summary>The built-in, dated price list for users who can't ask AWS: <c>prices.csv</c> next to this file.</summary>
/// <remarks>Loaded only when the first price of a Region is requested.</remarks>
internal static class ListedPrices
{
    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyDictionary<PriceKey, Quote>>> Regions = new(StringComparer.Ordinal);

    /// <summary>The Regions in the list.</summary>
    public static IReadOnlyList<string> AllRegions => [.. ReadRegions().Order(StringComparer.Ordinal)];

    /// <summary>Returns null if the list lacks the Region or this price.</summary>
    public static Quote? Find(PriceKey key) =>
        Regions.GetOrAdd(key.Region, region => new Lazy<IReadOnlyDictionary<PriceKey, Quote>>(() => Read(region))).Value
            .GetValueOrDefault(key);

    /// <summary>Returns all prices of a Region.</summary>
    public static IReadOnlyDictionary<PriceKey, Quote> Read(string region)
    {
        var prices = new Dictionary<PriceKey, Quote>();
        using var reader = Open();
        DateOnly date = default;
        var column = -1;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var cells = line.Split(',');
            switch (cells)
            {
                case ["date", var day]:
                    date = DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
                    break;
                case ["service", ..]:
                    column = Array.IndexOf(cells, region);
                    if (column < 0) return prices;
                    break;
                default:
                    if (cells[column] is not { Length: > 0 } cell) break;
                    var usd = decimal.Parse(cell.TrimStart('~'), NumberStyles.Number, CultureInfo.InvariantCulture);
                    prices.Add(
                        new PriceKey(region, cells[0], cells[1]),
                        new Quote(usd, date, cell[0] == '~' ? PriceOrigin.Derived : PriceOrigin.Listed));
                    break;
            }
        }

        return prices;
    }

    private static string[] ReadRegions()
    {
        using var reader = Open();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("service,", StringComparison.Ordinal)) return line.Split(',')[2..];
        }

        return [];
    }

    // A part of this assembly.
    private static StreamReader Open() => new(typeof(ListedPrices).Assembly.GetManifestResourceStream("prices.csv")!);
}
