using Pockitect.Core.Resources;

namespace Pockitect.Core.Inventory;

/// <summary>The state of one type in one Region, and how it was determined.</summary>
/// <param name="Verdict">The verdict of the last scan.</param>
/// <param name="Reason">Why it was incomplete, as text.</param>
/// <param name="LookedAt">When the last scan ended.</param>
/// <param name="SeenAt">When the rows were read; earlier than the last scan if that one read nothing. Null if never.</param>
/// <param name="Resources">The rows.</param>
public sealed record InventoryEntry(
    Place Place,
    string Type,
    Verdict Verdict,
    string? Reason,
    DateTimeOffset LookedAt,
    DateTimeOffset? SeenAt,
    IReadOnlyList<Observed> Resources)
{
    /// <summary>Whether the rows are from before the last scan, which failed.</summary>
    public bool IsStale => SeenAt is not null && SeenAt < LookedAt;

    /// <summary>Combines the newest scan with earlier rows.</summary>
    internal static InventoryEntry After(InventoryEntry? known, Place place, ScanChunk last, IReadOnlyList<Observed> rows)
    {
        var verdict = last.Verdict ?? Verdict.Partial;
        return verdict switch
        {
            Verdict.Complete => new InventoryEntry(place, last.Type, verdict, last.Reason, last.At, last.At, rows),
            // Rows that this scan did not reach are kept next to the new ones.
            Verdict.Partial => new InventoryEntry(
                place, last.Type, verdict, last.Reason, last.At, last.At, [.. rows, .. Others(known, rows)]),
            // A failed scan is never shown as empty.
            _ => new InventoryEntry(place, last.Type, verdict, last.Reason, last.At, known?.SeenAt, known?.Resources ?? []),
        };
    }

    private static IEnumerable<Observed> Others(InventoryEntry? known, IReadOnlyList<Observed> rows)
    {
        var seen = rows.Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        return known?.Resources.Where(row => !seen.Contains(row.Id)) ?? [];
    }
}
