using Pockitect.Core.Commands.Bus;
using Pockitect.Web.Changes;
using Pockitect.Web.Work;

namespace Pockitect.Web.Tests.Changes;

public sealed class OperationPaceTests
{
    private static readonly DateTimeOffset began = DateTimeOffset.UnixEpoch;
    private static readonly RunningOperation deploy = new("request", "shop", new Deploy("print"), began);

    [Fact]
    public void Time_goes_on_and_the_estimate_shrinks_where_nothing_is_said()
    {
        var operation = deploy with { Step = 1, Total = 4, Elapsed = TimeSpan.FromSeconds(10), Remaining = TimeSpan.FromSeconds(60) };

        Assert.Equal(TimeSpan.FromSeconds(30), OperationPace.Elapsed(operation, began.AddSeconds(30)));
        Assert.Equal(TimeSpan.FromSeconds(40), OperationPace.Left(operation, began.AddSeconds(30)));
        Assert.Null(OperationPace.Left(operation, began.AddSeconds(90)));
    }

    [Fact]
    public void What_is_read_aloud_changes_by_quarters_and_with_failures_and_not_with_each_step()
    {
        var words = Enumerable.Range(0, 41).Select(step => OperationPace.Announcement(deploy with { Step = step, Total = 40 })).Distinct().ToList();
        var failed = deploy with { Step = 1, Total = 40, Resources = [new ResourceProgress("web", "AWS::EC2::Instance", "failed", "No more.", began)] };

        Assert.Equal(["Running.", "25 percent done.", "50 percent done.", "75 percent done.", "Finishing."], words);
        Assert.Equal("Running, failed: web.", OperationPace.Announcement(failed));
        Assert.Equal("Stopped.", OperationPace.Announcement(deploy with { End = new Failed("Canceled.", [], [], WasCancelled: true) }));
        Assert.Equal("Timed out.", OperationPace.Announcement(deploy with { End = new Failed("AWS is still creating it.", [], []) { IsStillWaiting = true } }));
    }

    [Fact]
    public void Steps_are_counted_as_steps_and_the_end_is_no_step()
    {
        var running = deploy with { Step = 3, Total = 16 };

        Assert.Equal("Preparing", OperationPace.Steps(deploy));
        Assert.Equal("3 of 16 steps done", OperationPace.Steps(running));
        Assert.Equal("16 steps", OperationPace.Steps(running with { Step = 16, End = new Completed("15 created.") }));
        Assert.Equal("7 of 16 steps ended", OperationPace.Steps(running with { Step = 7, End = new Failed("No.", [], []) }));
        Assert.Equal("1 step", OperationPace.Steps(deploy with { Step = 1, Total = 1, End = new Completed("1 created.") }));
        Assert.Equal("Done.", OperationPace.Announcement(running with { Step = 12, End = new Completed("15 created.") }));
    }

    [Theory]
    [InlineData(0.4, "under 1 s")]
    [InlineData(44.9, "44 s")]
    [InlineData(185, "3 min 5 s")]
    [InlineData(7_830, "2 h 10 min")]
    public void A_duration_reads_as_people_say_it(double seconds, string words) => Assert.Equal(words, OperationPace.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_scan_is_called_a_scan()
    {
        var scan = new RunningOperation("request", null, new ScanAllRegions(new Pockitect.Core.Inventory.ScanRequest()), began);

        Assert.Equal("Scanning all Regions", OperationPace.Doing(scan));
        Assert.Equal("Scan of eu-west-1", OperationPace.Doing(scan with { Command = new ScanAllRegions(new Pockitect.Core.Inventory.ScanRequest(["eu-west-1"])), End = new Completed("3 resources seen.") }));
    }

    [Fact]
    public void What_is_said_again_while_AWS_is_waited_for_stands_in_the_log_once()
    {
        var waiting = new Progress(0, 2, "web", "AWS::EC2::Instance", "waiting", "pending, 0 s of at most 600 s", TimeSpan.Zero, null);

        var operation = deploy.With(waiting, began).With(waiting with { Detail = "pending, 5 s of at most 600 s" }, began.AddSeconds(5)).With(waiting with { Phase = "done", Detail = null }, began.AddSeconds(9));

        Assert.Equal(["00:00:00 web waiting: pending, 0 s of at most 600 s", "00:00:09 web done"], operation.Log);
    }
}
