using Pockitect.Web.Monitor;
using Pockitect.Web.Monitor.Queries;

namespace Pockitect.Web.Tests.Monitor;

public sealed class MonitorSelectionTests
{
    private readonly MonitorSelection _selection = new();

    [Fact]
    public void Selection_toggles_rows_and_names_their_projects_once()
    {
        var (first, second, other) = (Rows.Instance("i-1", project: "shop"), Rows.Subnet("subnet-1", project: "shop"), Rows.Bucket("logs"));

        foreach (var row in (MonitorRow[])[first, second, other, second]) _selection.Toggle(row);

        Assert.True(_selection.Contains(first));
        Assert.False(_selection.Contains(second));
        Assert.Equal(2, _selection.Count);
        Assert.Equal(["shop"], _selection.Projects);
    }

    [Fact]
    public void Selection_of_all_rows_leaves_out_locked_ones()
    {
        _selection.Add([Rows.Subnet("subnet-1"), Rows.Subnet("subnet-2", locked: "It is part of the account's default VPC.")]);

        Assert.Equal(["subnet-1"], _selection.Rows.Select(row => row.Id));
    }

    [Fact]
    public void Selection_follows_its_rows_and_drops_missing_ones()
    {
        _selection.Add([Rows.Instance("i-1"), Rows.Instance("i-2")]);
        var stopped = Rows.Instance("i-1", state: "stopped");

        _selection.Follow([stopped, Rows.Instance("i-3")]);

        Assert.Same(stopped, Assert.Single(_selection.Rows));
    }
}
