namespace Pockitect.Web.Monitor.Queries;

/// <summary>What Monitor shows, and how.</summary>
public sealed record MonitorOptions
{
    public MonitorQuery Query { get; init; } = MonitorQuery.All;

    /// <summary>Also shows resources that AWS created itself, and deleted ones.</summary>
    public bool ShowsAwsOwn { get; init; }

    public MonitorColumn Column { get; init; } = MonitorColumn.Name;

    public bool IsDescending { get; init; }

    public MonitorGrouping Grouping { get; init; }

    /// <summary>Shows a map instead of a table.</summary>
    public bool IsPicture { get; init; }

    /// <summary>Sorts by a column; in the other direction if it is sorted by this column already.</summary>
    public MonitorOptions SortedBy(MonitorColumn column) => this with { Column = column, IsDescending = Column == column && !IsDescending };
}

public enum MonitorColumn
{
    Name,
    Type,
    Id,
    Region,
    State,
    Project,
    Price,
    Seen,
}

public enum MonitorGrouping
{
    None,
    Project,
    Region,
    Type,
}
