using Pockitect.Web.Monitor.Queries;

namespace Pockitect.Web.Monitor;

/// <summary>The selected rows of Monitor's table. Locked rows can't be selected together with others.</summary>
public sealed class MonitorSelection
{
    private readonly Dictionary<string, MonitorRow> _rows = new(StringComparer.Ordinal);

    public int Count => _rows.Count;

    public IReadOnlyCollection<MonitorRow> Rows => _rows.Values;

    /// <summary>The projects of the rows, sorted.</summary>
    public IReadOnlyList<string> Projects =>
        [.. Rows.Select(row => row.Project).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    public bool Contains(MonitorRow row) => _rows.ContainsKey(row.Key);

    public void Toggle(MonitorRow row)
    {
        if (!_rows.Remove(row.Key)) _rows[row.Key] = row;
    }

    /// <summary>Adds all rows that are not locked.</summary>
    public void Add(IEnumerable<MonitorRow> rows)
    {
        foreach (var row in rows.Where(IsSelectable)) _rows[row.Key] = row;
    }

    public void Clear() => _rows.Clear();

    /// <summary>Takes the present state of the selected rows, and drops missing ones.</summary>
    /// <param name="all">All rows of the account.</param>
    public void Follow(IEnumerable<MonitorRow> all)
    {
        if (_rows.Count == 0) return;
        var present = all.Where(Contains).ToList();
        _rows.Clear();
        foreach (var row in present) _rows[row.Key] = row;
    }

    public static bool IsSelectable(MonitorRow row) => row.Resource.Locked is null;
}
