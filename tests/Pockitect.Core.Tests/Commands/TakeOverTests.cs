using Pockitect.Core.Commands;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Commands;

/// <summary>A worker takes over a command whose first worker has died: it continues its operation, under the same approval.</summary>
public sealed class TakeOverTests : IDisposable
{
    private static readonly Desired Net = new("net", new Net { Range = "10.0" });

    private readonly House _house = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task Completed_operation_is_reported_again_and_nothing_runs_twice()
    {
        var command = await PlanAsync(Net);
        Assert.IsType<Completed>(await DeployAsync(command, "r1", isTakenOver: false));

        var again = await DeployAsync(command, "r1", isTakenOver: true);

        Assert.IsType<Completed>(again);
        Assert.Single(_house.History.Of("shop"));
        Assert.Single(_house.Account.Living);
    }

    [Fact]
    public async Task Failed_operation_is_reported_as_failed()
    {
        var command = await PlanAsync(Net);
        _house.Account.OnCall = call => call.Verb == "create" ? new Fault(FaultKind.Invalid, "NoRoom", "no room") : null;
        Assert.IsType<Failed>(await DeployAsync(command, "r1", isTakenOver: false));
        _house.Account.OnCall = _ => null;

        var again = Assert.IsType<Failed>(await DeployAsync(command, "r1", isTakenOver: true));

        Assert.Equal(Assert.Single(_house.History.Of("shop")).Operation.Id, again.OperationId);
        Assert.Empty(_house.Account.Living);
    }

    [Fact]
    public async Task Operation_is_not_continued_after_another_one_of_the_project()
    {
        var first = await PlanAsync(Net);
        Assert.IsType<Completed>(await DeployAsync(first, "r1", isTakenOver: false));
        Assert.IsType<Completed>(await DeployAsync(await PlanAsync(Net, new Desired("key", new Key())), "r2", isTakenOver: false));

        var again = Assert.IsType<Failed>(await DeployAsync(first, "r1", isTakenOver: true));

        Assert.StartsWith("The plan has changed", again.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_that_no_worker_had_begun_still_needs_its_approval()
    {
        await PlanAsync(Net);

        var failed = Assert.IsType<Failed>(await DeployAsync(new Deploy("another plan"), "r1", isTakenOver: true));

        Assert.StartsWith("The plan has changed", failed.Reason, StringComparison.Ordinal);
        Assert.Empty(_house.Account.Living);
    }

    private async Task<Deploy> PlanAsync(params Desired[] desired) => new((await _house.PlanAsync(desired)).Fingerprint);

    private Task<Status> DeployAsync(Deploy command, string request, bool isTakenOver) =>
        _house.Handlers.HandleAsync(command, new CommandContext("shop", _ => Task.CompletedTask, new Request(request, isTakenOver)), Ct);
}
