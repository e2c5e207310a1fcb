using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Execution;

/// <summary>Whatever is wished for after whatever was there, and whatever answer gets lost on the way: one deploy gets there.</summary>
public sealed class ConvergenceTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Any_wish_after_any_other_is_reached_in_one_deploy_and_deleted_without_trace(int seed)
    {
        using var house = new House();
        var random = new Random(seed);
        var world = new RandomWorld(random);
        var refused = new List<string>();
        house.Account.OnRefused = refused.Add;
        house.Account.OnCall = call => random.Next(12) == 0 ? Passing(call, random) : null;

        for (var turn = 0; turn < 5; turn++)
        {
            var desired = world.Next();
            var result = await house.DeployAsync(desired);

            Assert.True(result.Succeeded, string.Join("\n", result.Outcomes.Where(outcome => outcome.Value is StepOutcome.FailedBecause)));
            Assert.Equal(
                desired.Select(resource => resource.LogicalId).Order(),
                house.Account.Living.Select(resource => resource.Tags[OwnershipTags.Resource]).Order());
            var again = await house.PlanAsync(desired);
            Assert.True(again.IsEmpty, string.Join("\n", again.Steps.Select(step => step.Id)));
        }

        await house.RunAsync(await house.PlanDeleteAsync(), OperationKind.Terminate);
        Assert.Empty(house.Account.Living);
        // The order is right by itself: AWS never had to refuse a delete because something was still in use.
        Assert.Empty(refused);
    }

    private static Fault? Passing(Call call, Random random) => call.HasHappened
        ? new Fault(FaultKind.Ambiguous, "Lost", "The answer was lost.")
        : new Fault(random.Next(2) == 0 ? FaultKind.Throttled : FaultKind.Unreachable, "Passing", "For once.");
}
