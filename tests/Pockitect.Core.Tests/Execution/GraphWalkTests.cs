using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Execution;

public sealed class GraphWalkTests
{
    private readonly FakeCloud _cloud = new();

    [Fact]
    public async Task Walk_awaits_every_started_step_when_one_throws_and_starts_nothing_new()
    {
        var gates = Enumerable.Range(0, 3).Select(_ => new TaskCompletionSource<Fault?>()).ToArray();
        var started = new List<string>();
        var walk = GraphWalk.RunAsync(
            [Step("0"), Step("1"), Step("2"), Step("3"), Step("4", after: "1")],
            3,
            step =>
            {
                started.Add(step.Id);
                return gates[int.Parse(step.Id, System.Globalization.CultureInfo.InvariantCulture)].Task;
            },
            _cloud.FaultOf,
            CancellationToken.None);

        gates[0].SetException(new IOException("No space left on device", 28));
        Assert.False(walk.IsCompleted);
        gates[1].SetResult(null);
        Assert.False(walk.IsCompleted);
        gates[2].SetResult(null);
        var outcomes = await walk;

        Assert.Equal(["0", "1", "2"], started);
        Assert.Equal(FaultKind.LocalFile, Assert.IsType<StepOutcome.FailedBecause>(outcomes["0"]).Fault.Kind);
        Assert.Equal(2, outcomes.Values.OfType<StepOutcome.Succeeded>().Count());
        Assert.Equal(2, outcomes.Values.OfType<StepOutcome.NotStarted>().Count());
    }

    [Fact]
    public async Task Walk_awaits_the_others_when_a_step_throws_before_its_first_await()
    {
        var gate = new TaskCompletionSource<Fault?>();
        var walk = GraphWalk.RunAsync([Step("0"), Step("1")], 2, step => step.Id == "0" ? gate.Task : throw new InvalidOperationException("oops"), _cloud.FaultOf, CancellationToken.None);

        Assert.False(walk.IsCompleted);
        gate.SetResult(null);
        var outcomes = await walk;

        Assert.IsType<StepOutcome.Succeeded>(outcomes["0"]);
        Assert.Equal(FaultKind.Bug, Assert.IsType<StepOutcome.FailedBecause>(outcomes["1"]).Fault.Kind);
    }

    private Step Step(string id, params string[] after) =>
        new(id, StepKind.Create, id, _cloud.Catalog.Types[0], new Place(_cloud.AccountId, "eu-west-1")) { After = after };
}
