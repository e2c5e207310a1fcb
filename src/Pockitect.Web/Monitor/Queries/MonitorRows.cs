using Pockitect.Core.Inventory;

namespace Pockitect.Web.Monitor.Queries;

/// <summary>The inventory's rows. Unchanged rows are reused from the previous update.</summary>
public sealed class MonitorRows
{
    private Dictionary<(string Region, string Type), (InventoryEntry Entry, MonitorRow[] Rows)> _known = [];

    public IReadOnlyList<InventoryEntry> Entries { get; private set; } = [];

    public IReadOnlyList<MonitorRow> All { get; private set; } = [];

    /// <summary>Updates the rows from the inventory.</summary>
    /// <param name="isGlobal">Whether a type is global; null treats all types as regional.</param>
    /// <returns>Whether anything changed.</returns>
    public bool Take(IReadOnlyList<InventoryEntry> entries, Func<string, bool>? isGlobal = null)
    {
        var known = new Dictionary<(string Region, string Type), (InventoryEntry Entry, MonitorRow[] Rows)>(entries.Count);
        var isNew = entries.Count != _known.Count;
        foreach (var entry in entries)
        {
            var key = (entry.Place.Region, entry.Type);
            var isSame = _known.TryGetValue(key, out var before) && ReferenceEquals(before.Entry, entry);
            known[key] = isSame ? before : (entry, MonitorRow.Of(entry, isGlobal?.Invoke(entry.Type) is true));
            isNew |= !isSame;
        }

        if (!isNew) return false;
        (_known, Entries, All) = (known, entries, [.. known.Values.SelectMany(look => look.Rows)]);
        return true;
    }
}
