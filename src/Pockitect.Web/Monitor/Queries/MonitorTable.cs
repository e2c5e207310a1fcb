using Pockitect.Core.Pricing;
using Pockitect.Core.Resources;

namespace Pockitect.Web.Monitor.Queries;

/// <summary>A line of the table: a resource, or the heading of a group.</summary>
/// <param name="Row">Null for a heading.</param>
/// <param name="Heading">Null for a resource.</param>
/// <param name="Count">The number of resources in the group.</param>
public readonly record struct MonitorLine(MonitorRow? Row, string? Heading, int Count);

/// <summary>A filter value and the number of rows that it would show.</summary>
/// <param name="Value">Null for resources without a value, such as those without a project.</param>
public readonly record struct FacetValue(string? Value, int Count);

/// <summary>The content of the table.</summary>
/// <param name="Rows">The matching rows, sorted.</param>
/// <param name="Lines">The rows with group headings.</param>
/// <param name="Facets">For each filter, the values of all rows that match the other filters, most frequent first.</param>
public sealed record MonitorView(
    IReadOnlyList<MonitorRow> Rows, List<MonitorLine> Lines, IReadOnlyDictionary<QueryKey, IReadOnlyList<FacetValue>> Facets)
{
    public static readonly MonitorView Empty = new(
        [], [], MonitorQuery.Facets.ToDictionary(key => key, _ => (IReadOnlyList<FacetValue>)[]));
}

/// <summary>Filters, sorts, groups and counts. Rows stay sorted between key presses, so each of these only filters.</summary>
public sealed class MonitorTable
{
    private IReadOnlyList<MonitorRow> _rows = [];
    private MonitorRow[]? _sorted;
    private (MonitorColumn Column, bool IsDescending) _order;

    /// <summary>By <see cref="MonitorRow.Key"/>; null until they are known.</summary>
    public ObservedPrices? Prices { get; private set; }

    public void Take(IReadOnlyList<MonitorRow> rows)
    {
        // A deploy changes a few rows repeatedly; the others keep their order.
        if (_sorted is { } sorted) _sorted = Merged(sorted, rows);
        _rows = rows;
    }

    public void Take(ObservedPrices prices)
    {
        Prices = prices;
        if (_order.Column is MonitorColumn.Price) _sorted = null;
    }

    /// <summary>Null until the price is computed.</summary>
    public MonthlyPrice? PriceOf(MonitorRow row) => Prices?.Of.GetValueOrDefault(row.Key);

    public MonitorView Show(MonitorOptions options)
    {
        var shown = new List<MonitorRow>();
        var counts = MonitorQuery.Facets.ToDictionary(key => key, _ => new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var row in Sorted(options))
        {
            if (!options.ShowsAwsOwn && !row.Resource.IsTheirs) continue;
            var misses = options.Query.Misses(row, out var missed);
            if (misses > 1) continue;
            if (misses == 0) shown.Add(row);
            // A filter counts the rows that it would show, not only those shown now.
            foreach (var (key, values) in counts)
            {
                if (misses == 1 && key != missed) continue;
                var value = ValueOf(row, key) ?? "";
                values[value] = values.GetValueOrDefault(value) + 1;
            }
        }

        return new MonitorView(shown, Lines(shown, options.Grouping), counts.ToDictionary(pair => pair.Key, pair => Ordered(pair.Value)));
    }

    private static IReadOnlyList<FacetValue> Ordered(Dictionary<string, int> counts) =>
    [
        .. counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new FacetValue(pair.Key.Length == 0 ? null : pair.Key, pair.Value)),
    ];

    private static string? ValueOf(MonitorRow row, QueryKey facet) => facet switch
    {
        QueryKey.Type => row.Type,
        QueryKey.Region => row.Region,
        QueryKey.State => row.State,
        _ => row.Project,
    };

    private static List<MonitorLine> Lines(List<MonitorRow> rows, MonitorGrouping grouping)
    {
        if (grouping is MonitorGrouping.None) return rows.ConvertAll(row => new MonitorLine(row, null, 0));
        var lines = new List<MonitorLine>(rows.Count);
        foreach (var group in rows.GroupBy(row => GroupOf(row, grouping) ?? "", StringComparer.Ordinal)
            // Resources without a project come last.
            .OrderBy(group => group.Key.Length == 0).ThenBy(group => group.Key, StringComparer.OrdinalIgnoreCase))
        {
            lines.Add(new MonitorLine(null, group.Key.Length == 0 ? "no project" : group.Key, group.Count()));
            lines.AddRange(group.Select(row => new MonitorLine(row, null, 0)));
        }

        return lines;
    }

    private static string? GroupOf(MonitorRow row, MonitorGrouping grouping) => grouping switch
    {
        MonitorGrouping.Region => row.Region,
        MonitorGrouping.Type => row.Type,
        _ => row.Project,
    };

    private MonitorRow[] Sorted(MonitorOptions options)
    {
        if (_sorted is { } sorted && _order == (options.Column, options.IsDescending)) return sorted;
        _order = (options.Column, options.IsDescending);
        _sorted = [.. _rows];
        Array.Sort(_sorted, Order());
        return _sorted;
    }

    private MonitorRow[] Merged(MonitorRow[] sorted, IReadOnlyList<MonitorRow> rows)
    {
        var (before, now) = (sorted.ToHashSet(), rows.ToHashSet());
        MonitorRow[] kept = [.. sorted.Where(now.Contains)];
        MonitorRow[] added = [.. rows.Where(row => !before.Contains(row))];
        var order = Order();
        Array.Sort(added, order);
        var merged = new MonitorRow[kept.Length + added.Length];
        for (var (i, j) = (0, 0); i + j < merged.Length;)
            merged[i + j] = j == added.Length || (i < kept.Length && order(kept[i], added[j]) <= 0) ? kept[i++] : added[j++];
        return merged;
    }

    private Comparison<MonitorRow> Order()
    {
        var compare = Comparison(_order.Column);
        var isDescending = _order.IsDescending;
        // Equal rows keep their order in both sort directions.
        return (one, other) =>
            (isDescending ? compare(other, one) : compare(one, other)) is var order and not 0
                ? order
                : string.CompareOrdinal(one.Key, other.Key);
    }

    private Comparison<MonitorRow> Comparison(MonitorColumn column) => column switch
    {
        MonitorColumn.Price => (one, other) => Nullable.Compare(PriceOf(one)?.Usd, PriceOf(other)?.Usd),
        MonitorColumn.Seen => (one, other) => Nullable.Compare(one.SeenAt, other.SeenAt),
        _ => (one, other) => string.Compare(TextOf(one, column), TextOf(other, column), StringComparison.OrdinalIgnoreCase),
    };

    private static string? TextOf(MonitorRow row, MonitorColumn column) => column switch
    {
        MonitorColumn.Name => row.Name,
        MonitorColumn.Type => row.Type,
        MonitorColumn.Id => row.Id,
        MonitorColumn.Region => row.Region,
        MonitorColumn.State => row.State,
        _ => row.Project,
    };
}
