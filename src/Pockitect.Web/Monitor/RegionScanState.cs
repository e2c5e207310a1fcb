using Pockitect.Core.Inventory;
using Pockitect.Core.Resources;
using Pockitect.Web.Monitor.Queries;

namespace Pockitect.Web.Monitor;

/// <summary>The scan state of one Region.</summary>
/// <param name="Worst">The verdict that limits the count most.</param>
/// <param name="Count">The number of known resources, without AWS's own.</param>
/// <param name="IsStale">Whether some rows are from an earlier scan because the last one could not read them.</param>
/// <param name="SeenAt">The oldest scan that the count relies on; null if never scanned.</param>
/// <param name="IsLooking">Whether a running scan has not finished this Region.</param>
/// <param name="Reasons">Why the Region is incomplete: types and reasons, as text.</param>
public sealed record RegionScanState(
    string Region, Verdict Worst, int Count, bool IsStale, DateTimeOffset? SeenAt, bool IsLooking, IReadOnlyList<string> Reasons)
{
    /// <summary>Returns every known or scanned Region: complete ones first, global resources last.</summary>
    /// <param name="scanBegan">When the running scan started; null without one.</param>
    /// <param name="scan">The limits of the scan; null for none.</param>
    /// <param name="types">The types of a full scan; null if unknown.</param>
    public static IReadOnlyList<RegionScanState> Of(
        IReadOnlyList<InventoryEntry> entries,
        DateTimeOffset? scanBegan,
        ScanRequest? scan = null,
        IReadOnlyCollection<ResourceType>? types = null)
    {
        var global = (types ?? []).Where(type => type.IsGlobal).Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. entries.GroupBy(entry => global.Contains(entry.Type) ? MonitorRow.Global : entry.Place.Region)
                .Select(
                    region => Of(
                        region.Key,
                        [.. region],
                        scanBegan,
                        scan ?? new ScanRequest(),
                        [.. (types ?? []).Where(type => type.IsGlobal == (region.Key == MonitorRow.Global)).Select(type => type.Name)]))
                .OrderBy(look => look.Worst is Verdict.NotOptedIn)
                .ThenBy(look => look.Region == MonitorRow.Global)
                .ThenBy(look => look.Region, StringComparer.Ordinal),
        ];
    }

    /// <summary>The progress of a scan, as text.</summary>
    /// <param name="regions">The Regions that the scan covers; null until known.</param>
    public static string Progress(IReadOnlyList<RegionScanState> looks, IReadOnlyCollection<string>? regions) => regions is null
        ? "Checking AWS…"
        : $"{looks.Count(look => !look.IsLooking && regions.Contains(look.Region))} of {regions.Count} "
            + $"{(regions.Count == 1 ? "Region" : "Regions")} scanned";

    /// <summary>The number of resources as text. Never shows a number for a Region that could not be read.</summary>
    public string CountWords => (Worst, Count) switch
    {
        (Verdict.Complete, _) when !IsStale => $"{Count}",
        (Verdict.NotOptedIn, 0) => "none possible",
        (_, 0) => "unknown",
        _ => $"at least {Count}",
    };

    /// <summary>The verdict, and other reasons that make the count incomplete.</summary>
    public string Words => IsLooking ? "scanning…" : IsStale ? $"{Worst.Word}, stale" : Worst.Word;

    private static RegionScanState Of(
        string region, List<InventoryEntry> entries, DateTimeOffset? scanBegan, ScanRequest scan, IReadOnlyCollection<string> types) =>
        new(
            region,
            // Global types may be denied while regional types are allowed, and the other way around.
            entries.Where(entry => entry.Verdict is not (Verdict.Complete or Verdict.NotOptedIn)).Select(entry => entry.Verdict)
                .Concat(entries.Select(entry => entry.Verdict).Distinct().Order()).First(),
            entries.Sum(entry => entry.Resources.Count(row => row.IsTheirs)),
            entries.Exists(entry => entry is { IsStale: true, Resources.Count: > 0 }),
            entries.Min(entry => entry.SeenAt),
            scanBegan is { } began && (entries.Exists(entry => entry.LookedAt < began && scan.Names(entry.Place, entry.Type))
                // The first scan has no earlier rows.
                || types.Any(type => scan.Names(entries[0].Place, type) && !entries.Exists(entry => entry.Type == type))),
            [
                .. entries.Where(entry => entry.Verdict is not (Verdict.Complete or Verdict.NotOptedIn))
                    .GroupBy(entry => (entry.Verdict, entry.Reason))
                    .Select(
                        same => $"{same.Key.Verdict.Word} "
                            + $"({string.Join(", ", same.Select(entry => entry.Type[(entry.Type.LastIndexOf(':') + 1)..]))}): "
                            + $"{same.Key.Reason ?? "no reason given"}"),
            ]);
}
