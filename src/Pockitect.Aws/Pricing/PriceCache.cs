using System.Globalization;
using System.Text.Json.Nodes;
using Pockitect.Core.Files;

namespace Pockitect.Aws.Pricing;

/// <summary>AWS's prices of a Region with the date of each answer, in a file of the data folder.</summary>
/// <param name="folder">The folder of the files; null for no cache.</param>
internal sealed class PriceCache(string? folder)
{
    private const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>The requested prices of a Region, by service and item. An answer without a price is stored as null.</summary>
    public Dictionary<string, PriceAnswer> Read(string region)
    {
        if (folder is null) return [];
        try
        {
            return DataFile.ReadText(PathOf(region), MaxBytes) is not { } text ? [] : JsonNode.Parse(text)!.AsObject().ToDictionary(
                entry => entry.Key,
                entry => new PriceAnswer(
                    (decimal?)entry.Value!["usd"],
                    DateOnly.ParseExact((string)entry.Value["date"]!, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
                StringComparer.Ordinal);
        }
        catch (Exception e) when (DataFile.IsDamage(e) || e is NullReferenceException)
        {
            // The file is only a cache: unreadable entries are requested again.
            return [];
        }
    }

    public async Task WriteAsync(string region, IReadOnlyDictionary<string, PriceAnswer> answers, CancellationToken ct)
    {
        if (folder is null) return;
        Directory.CreateDirectory(folder);
        var json = new JsonObject(answers.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)new JsonObject
            {
                ["usd"] = entry.Value.Usd,
                ["date"] = entry.Value.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            })));
        await AtomicFile.WriteAsync(PathOf(region), json.ToJsonString(), ct);
    }

    private string PathOf(string region) => Path.Combine(folder!, $"{region}.json"); // Only with a folder.
}

/// <summary>AWS's price and its date; null if AWS has no such product.</summary>
internal sealed record PriceAnswer(decimal? Usd, DateOnly Date);
