using Pockitect.Core.Inventory;
using Pockitect.Core.Resources;

namespace Pockitect.Web.Monitor;

/// <summary>What is known of one Region, and how the look at it ended.</summary>
/// <param name="Worst">The verdict that says most against trusting the count.</param>
/// <param name="Count">Resources of the person's own that are known.</param>
/// <param name="IsStale">Some of them are from a look before the last, which could not look.</param>
/// <param name="SeenAt">The oldest look that the count rests on; null when nothing was ever seen.</param>
/// <param name="IsLooking">A scan runs, and this Region has not wholly answered it.</param>
/// <param name="Reasons">Why it was not seen whole: types and reasons, for people.</param>
public sealed record RegionScanState(string Region, Verdict Worst, int Count, bool IsStale, DateTimeOffset? SeenAt, bool IsLooking, IReadOnlyList<string> Reasons)
{
    /// <summary>Each Region that is known or looked at, those of which everything is known first, and what is in no Region last.</summary>
    /// <param name="scanBegan">When the scan that runs was begun; null when none does.</param>
    /// <param name="scan">What it looks at; null for everything.</param>
    /// <param name="types">The types that a scan of everything looks at; null where that is not known.</param>
    public static IReadOnlyList<RegionScanState> Of(
        IReadOnlyList<InventoryEntry> entries, DateTimeOffset? scanBegan, ScanRequest? scan = null, IReadOnlyCollection<ResourceType>? types = null)
    {
        var global = (types ?? []).Where(type => type.IsGlobal).Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. entries.GroupBy(entry => global.Contains(entry.Type) ? MonitorRow.Global : entry.Place.Region)
                .Select(region => Of(region.Key, [.. region], scanBegan, scan ?? new ScanRequest(), [.. (types ?? []).Where(type => type.IsGlobal == (region.Key == MonitorRow.Global)).Select(type => type.Name)]))
                .OrderBy(look => look.Worst is Verdict.NotOptedIn)
                .ThenBy(look => look.Region == MonitorRow.Global)
                .ThenBy(look => look.Region, StringComparer.Ordinal),
        ];
    }

    /// <summary>How far a scan has come, for people.</summary>
    /// <param name="regions">The Regions that it looks at; null where that is not known yet.</param>
    public static string Progress(IReadOnlyList<RegionScanState> looks, IReadOnlyCollection<string>? regions) => regions is null
        ? "Checking AWS…"
        : $"{looks.Count(look => !look.IsLooking && regions.Contains(look.Region))} of {regions.Count} {(regions.Count == 1 ? "Region" : "Regions")} scanned";

    /// <summary>How many resources, never an empty-looking number where nobody could look.</summary>
    public string CountWords => (Worst, Count) switch
    {
        (Verdict.Complete, _) when !IsStale => $"{Count}",
        (Verdict.NotOptedIn, 0) => "none possible",
        (_, 0) => "unknown",
        _ => $"at least {Count}",
    };

    /// <summary>The verdict, and what else keeps the count from being trusted.</summary>
    public string Words => IsLooking ? "scanning…" : IsStale ? $"{Worst.Word}, stale" : Worst.Word;

    private static RegionScanState Of(string region, List<InventoryEntry> entries, DateTimeOffset? scanBegan, ScanRequest scan, IReadOnlyCollection<string> types) => new(
        region,
        // The Region of the types that know none may be closed to all others, and the other way round.
        entries.Where(entry => entry.Verdict is not (Verdict.Complete or Verdict.NotOptedIn)).Select(entry => entry.Verdict)
            .Concat(entries.Select(entry => entry.Verdict).Distinct().Order()).First(),
        entries.Sum(entry => entry.Resources.Count(row => row.IsTheirs)),
        entries.Exists(entry => entry is { IsStale: true, Resources.Count: > 0 }),
        entries.Min(entry => entry.SeenAt),
        scanBegan is { } began && (entries.Exists(entry => entry.LookedAt < began && scan.Names(entry.Place, entry.Type))
            // Of the first scan nothing is there before it answers.
            || types.Any(type => scan.Names(entries[0].Place, type) && !entries.Exists(entry => entry.Type == type))),
        [
            .. entries.Where(entry => entry.Verdict is not (Verdict.Complete or Verdict.NotOptedIn))
                .GroupBy(entry => (entry.Verdict, entry.Reason))
                .Select(same => $"{same.Key.Verdict.Word} ({string.Join(", ", same.Select(entry => entry.Type[(entry.Type.LastIndexOf(':') + 1)..]))}): {same.Key.Reason ?? "no reason given"}"),
        ]);
}
