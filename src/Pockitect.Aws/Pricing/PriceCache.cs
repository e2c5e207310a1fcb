using System.Globalization;
using System.Text.Json.Nodes;
using Pockitect.Core.Files;

namespace Pockitect.Aws.Pricing;

/// <summary>What AWS answered of one Region's prices, with the date of each answer, in a file of the data folder.</summary>
/// <param name="folder">Where the files are; null to keep nothing.</param>
internal sealed class PriceCache(string? folder)
{
    private const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>What was asked of a Region, by service and item; an answer that named no price is kept as null.</summary>
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
            // A memory of what AWS said: what cannot be read is asked for again.
            return [];
        }
    }

    public async Task WriteAsync(string region, IReadOnlyDictionary<string, PriceAnswer> answers, CancellationToken ct)
    {
        if (folder is null) return;
        Directory.CreateDirectory(folder);
        var json = new JsonObject(answers.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)new JsonObject
        {
            ["usd"] = entry.Value.Usd,
            ["date"] = entry.Value.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        })));
        await AtomicFile.WriteAsync(PathOf(region), json.ToJsonString(), ct);
    }

    private string PathOf(string region) => Path.Combine(folder!, $"{region}.json"); // Only where there is a folder.
}

/// <summary>What AWS said of one price, and when; null where it has no such product.</summary>
internal sealed record PriceAnswer(decimal? Usd, DateOnly Date);
