using Pockitect.Core.Resources;

namespace Pockitect.Core.Inventory;

/// <summary>
/// One scan on its way into the inventory. It collects its own rows and hands each Region and type over when that has its verdict,
/// so that scans that overlap can't mix, and one that is cut short leaves nothing behind.
/// </summary>
/// <param name="order">When it began among all scans of this inventory: what a later scan has seen is never replaced by an earlier one.</param>
public sealed class InventoryScan(AccountInventory inventory, long order)
{
    private readonly Dictionary<(string Region, string Type), List<Observed>> _rows = [];

    /// <summary>Takes in a chunk. Its rows count when their Region and type have a verdict.</summary>
    public void Receive(ScanChunk chunk)
    {
        var key = (chunk.Place.Region, chunk.Type);
        if (!_rows.TryGetValue(key, out var rows)) _rows[key] = rows = [];
        rows.AddRange(chunk.Resources);
        if (chunk.Verdict is null) return;
        _rows.Remove(key);
        inventory.Take(order, chunk, Distinct(rows));
    }

    /// <summary>AWS may repeat a resource on its next page while the list changes: the later one counts.</summary>
    private static List<Observed> Distinct(List<Observed> rows) => [.. rows.AsEnumerable().Reverse().DistinctBy(row => row.Id).Reverse()];
}
