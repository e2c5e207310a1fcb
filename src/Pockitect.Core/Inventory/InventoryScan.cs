using Pockitect.Core.Resources;

namespace Pockitect.Core.Inventory;

/// <summary>
/// A scan that is being added to the inventory. It collects its own rows, and hands over each Region and type with its verdict, so that
/// overlapping scans can't mix and an interrupted one leaves nothing behind.
/// </summary>
/// <param name="order">Its sequence number in this inventory: a later scan's results are never replaced by an earlier one's.</param>
public sealed class InventoryScan(AccountInventory inventory, long order)
{
    private readonly Dictionary<(string Region, string Type), List<Observed>> _rows = [];

    /// <summary>Adds a chunk. Its rows count once their Region and type have a verdict.</summary>
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
