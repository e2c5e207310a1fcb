using Pockitect.Core.Resources;

namespace Pockitect.Core.Inventory;

/// <summary>What is known of one type in one Region, and how it came to be known.</summary>
/// <param name="Verdict">How the last look ended.</param>
/// <param name="Reason">Why it did not end complete, for people.</param>
/// <param name="LookedAt">When the last look ended.</param>
/// <param name="SeenAt">When the rows were seen; older than the last look where that one saw nothing. Null when never.</param>
/// <param name="Resources">The rows.</param>
public sealed record InventoryEntry(
    Place Place, string Type, Verdict Verdict, string? Reason, DateTimeOffset LookedAt, DateTimeOffset? SeenAt, IReadOnlyList<Observed> Resources)
{
    /// <summary>The rows are from before the last look, which could not look.</summary>
    public bool IsStale => SeenAt is not null && SeenAt < LookedAt;

    /// <summary>What the newest look makes of what was known before.</summary>
    internal static InventoryEntry After(InventoryEntry? known, Place place, ScanChunk last, IReadOnlyList<Observed> rows)
    {
        var verdict = last.Verdict ?? Verdict.Partial;
        return verdict switch
        {
            Verdict.Complete => new InventoryEntry(place, last.Type, verdict, last.Reason, last.At, last.At, rows),
            // What this look did not reach is not gone: the older rows stay beside the new ones.
            Verdict.Partial => new InventoryEntry(
                place, last.Type, verdict, last.Reason, last.At, last.At, [.. rows, .. Others(known, rows)]),
            // We could not look: that is never shown as empty.
            _ => new InventoryEntry(place, last.Type, verdict, last.Reason, last.At, known?.SeenAt, known?.Resources ?? []),
        };
    }

    private static IEnumerable<Observed> Others(InventoryEntry? known, IReadOnlyList<Observed> rows)
    {
        var seen = rows.Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        return known?.Resources.Where(row => !seen.Contains(row.Id)) ?? [];
    }
}
