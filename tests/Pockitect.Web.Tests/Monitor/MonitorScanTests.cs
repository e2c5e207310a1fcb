using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Inventory;
using Pockitect.Web.Monitor;
using Pockitect.Web.Work;

namespace Pockitect.Web.Tests.Monitor;

public sealed class MonitorScanTests
{
    private readonly MonitorScan _scan = new();

    [Fact]
    public void Scan_is_the_newest_one_and_other_operations_are_ignored()
    {
        var (running, other) = (Scan("2"), new RunningOperation("3", "shop", new Deploy("fingerprint"), Rows.Noon));

        _scan.Follow([other, running, Scan("1").With(new Failed("Access denied.", [], []), Rows.Noon)]);

        Assert.Same(running, _scan.Running);
        Assert.Null(_scan.Problem);
    }

    [Fact]
    public void Scan_that_failed_shows_why()
    {
        _scan.Follow([Scan("1").With(new Failed("Access denied.", [], []), Rows.Noon)]);

        Assert.Null(_scan.Running);
        Assert.Equal("Access denied.", _scan.Problem);
    }

    [Fact]
    public async Task Scan_without_limits_counts_the_Regions_of_the_account()
    {
        _scan.Follow([Scan("1")]);
        Assert.True(_scan.NeedsRegions);
        Assert.Equal("Checking AWS…", _scan.ProgressText([]));

        await _scan.LearnRegionsAsync(() => Task.FromResult<IReadOnlyCollection<string>>(["eu-west-1", "us-east-1"]));

        Assert.False(_scan.NeedsRegions);
        Assert.Equal("0 of 2 Regions scanned", _scan.ProgressText([]));
    }

    [Fact]
    public async Task Scan_with_limits_counts_its_own_Regions()
    {
        _scan.Follow([Scan("1", "eu-west-1")]);

        await _scan.LearnRegionsAsync(() => throw new InvalidOperationException("The scan names its Regions."));

        Assert.Equal("0 of 1 Region scanned", _scan.ProgressText([]));
    }

    [Fact]
    public async Task Regions_that_arrive_after_their_scan_are_not_used_for_the_next_one()
    {
        var regions = new TaskCompletionSource<IReadOnlyCollection<string>>();
        _scan.Follow([Scan("1")]);
        var learning = _scan.LearnRegionsAsync(() => regions.Task);

        _scan.Follow([Scan("2", "eu-west-1")]);
        regions.SetResult(["us-east-1", "us-east-2"]);
        await learning;

        Assert.True(_scan.NeedsRegions);
    }

    private static RunningOperation Scan(string id, params string[] regions) =>
        new(id, null, new ScanAllRegions(new ScanRequest(regions.Length == 0 ? null : regions)), Rows.Noon);
}
