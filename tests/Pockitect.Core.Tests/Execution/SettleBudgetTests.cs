using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Journals;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Execution;

/// <summary>AWS needs longer than Pockitect waits.</summary>
public sealed class SettleBudgetTests : IDisposable
{
    private static readonly Desired Net = new("net", new Net { Range = "10.0" });
    private static readonly Desired Part = new("part", new Part { Net = Ref.To<Net>("net") });

    private readonly House _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_wait_that_takes_too_long_is_reported_as_still_creating_and_not_as_failed()
    {
        _house.Account.Shown = living => living with { Phase = Phase.Pending, State = "pending" };
        var plan = await _house.PlanAsync(Net, Part);

        var result = await _house.RunAsync(plan);

        var fault = Assert.IsType<StepOutcome.FailedBecause>(result.Outcomes["create net"]).Fault;
        Assert.Equal("AWS is still creating it after 10 minutes (pending).", fault.Message);
        Assert.Equal(OperationOutcome.Cancelled, result.Outcome);
        Assert.DoesNotContain(_house.Reports, report => report.Phase == "failed" || report.Detail?.Contains("failed", StringComparison.Ordinal) is true);
        Assert.Contains(_house.Reports, report => report is { Phase: "skipped", Detail: "because 'create net' timed out" });
    }

    [Fact]
    public async Task The_status_says_that_it_is_not_finished_and_the_same_command_finishes_it()
    {
        _house.Cloud.Desired = [Net, Part];
        _house.Account.Shown = living => living with { Phase = Phase.Pending, State = "pending" };

        var waiting = Assert.IsType<Failed>(await DeployAsync());
        Assert.True(waiting.IsStillWaiting);
        Assert.Equal(0, _house.History.Of("shop").Single().StepsFailed);
        _house.Account.Shown = living => living;
        var done = await DeployAsync();

        Assert.StartsWith("'create net' timed out: AWS is still creating it after 10 minutes (pending). Run the same command again", waiting.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("failed", string.Join(" ", [waiting.Reason, .. waiting.Failures, .. waiting.Skipped]), StringComparison.Ordinal);
        Assert.IsType<Completed>(done);
        Assert.Equal(2, _house.Account.Living.Count);
    }

    private async Task<Status> DeployAsync()
    {
        var plan = await _house.PlanAsync(Net, Part);
        return await _house.HandleAsync("shop", new Deploy(plan.Fingerprint), CancellationToken.None);
    }
}
