using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Execution;

/// <summary>A change that needs a resource stopped or running, and fails in between, leaves the power as it was.</summary>
public sealed class SwitchBackTests
{
    private static readonly Fault Refusal = new(FaultKind.Invalid, "NotAllowed", "Modifying the size is not allowed.");

    [Fact]
    public async Task A_refused_change_leaves_the_machine_running()
    {
        using var house = await HouseWithAsync(new Box { Size = 1 });
        house.Account.OnCall = call => call is { Verb: "update", HasHappened: false } ? Refusal : null;

        var message = await FailAsync(house, new Box { Size = 2 });

        Assert.Equal(Phase.Ready, Assert.Single(house.Account.Living).Phase);
        Assert.Equal(["create Box", "stop Box", "update Box", "start Box"], house.Account.Calls);
        Assert.Equal("Modifying the size is not allowed. It is running as before.", message);
        Assert.Contains("It is running as before.", File.ReadAllText(Directory.EnumerateFiles(house.Folder.Journal, "op-2.jsonl", SearchOption.AllDirectories).Single()));
    }

    [Fact]
    public async Task A_plan_after_a_refused_change_and_the_deploy_agree_that_nothing_is_to_do()
    {
        using var house = await HouseWithAsync(new Box { Size = 1 });
        house.Account.OnCall = call => call is { Verb: "update", HasHappened: false } ? Refusal : null;
        await FailAsync(house, new Box { Size = 2 });

        house.Cloud.Desired = [new Desired("web", new Box { Size = 1 })];
        var plan = await house.Planners.Deploy.PlanAsync(House.Blueprint, CancellationToken.None, house.History.Of("shop").First());

        Assert.True(plan.IsEmpty);
    }

    [Fact]
    public async Task A_stop_whose_answer_says_no_is_taken_back_if_the_machine_stopped_all_the_same()
    {
        using var house = await HouseWithAsync(new Box { Size = 1 });
        house.Account.OnCall = call => call is { Verb: "stop", HasHappened: true } ? Refusal : null;

        await FailAsync(house, new Box { Size = 2 });

        Assert.Equal(Phase.Ready, Assert.Single(house.Account.Living).Phase);
    }

    [Fact]
    public async Task A_machine_that_cannot_be_started_again_is_said_to_be_stopped_with_the_command_that_starts_it()
    {
        using var house = await HouseWithAsync(new Box { Size = 1 });
        house.Account.OnCall = call => call switch
        {
            { Verb: "update", HasHappened: false } => Refusal,
            { Verb: "start", HasHappened: false } => new Fault(FaultKind.Quota, "InsufficientInstanceCapacity", "There is no capacity."),
            _ => null,
        };

        var message = await FailAsync(house, new Box { Size = 2 });

        Assert.Equal("Modifying the size is not allowed. It is stopped, and could not be started again: There is no capacity. Run `pockitect start shop`.", message);
    }

    [Fact]
    public async Task A_change_that_was_made_and_whose_start_fails_says_that_the_machine_is_stopped()
    {
        using var house = await HouseWithAsync(new Box { Size = 1 });
        house.Account.OnCall = call => call is { Verb: "start", HasHappened: false } ? new Fault(FaultKind.Quota, "InsufficientInstanceCapacity", "There is no capacity.") : null;

        var message = await FailAsync(house, new Box { Size = 2 });

        Assert.Contains("It is stopped", message);
        Assert.Contains("`pockitect start shop`", message);
    }

    [Fact]
    public async Task A_machine_is_started_again_when_the_operation_is_canceled_while_it_is_stopped()
    {
        using var house = await HouseWithAsync(new Box { Size = 1 });
        using var stop = new CancellationTokenSource();
        house.Account.OnCall = call =>
        {
            if (call is { Verb: "stop", HasHappened: true }) stop.Cancel();
            return call is { Verb: "update", HasHappened: false } ? new Fault(FaultKind.Throttled, "Throttling", "Too fast.") : null;
        };

        var result = await house.RunAsync(await house.PlanAsync(new Desired("web", new Box { Size = 2 })), stop: stop.Token);

        Assert.IsType<StepOutcome.NotStarted>(result.Outcomes["update web"]);
        Assert.Equal(Phase.Ready, Assert.Single(house.Account.Living).Phase);
    }

    [Fact]
    public async Task A_database_that_was_stopped_is_stopped_again_after_a_refused_change()
    {
        using var house = await HouseWithAsync(new Vault { Size = 1 });
        house.Account.Change("stop", house.Cloud.Catalog[typeof(Vault)], house.Account.Living[0].Id, now => now with { Phase = Phase.Stopped });
        house.Account.OnCall = call => call is { Verb: "update", HasHappened: false } ? Refusal : null;

        var message = await FailAsync(house, new Vault { Size = 2 });

        Assert.Equal(Phase.Stopped, Assert.Single(house.Account.Living).Phase);
        Assert.Equal("Modifying the size is not allowed. It is stopped as before.", message);
    }

    [Fact]
    public async Task A_database_is_stopped_again_when_AWS_never_takes_the_change()
    {
        using var house = await HouseWithAsync(new Vault { Size = 1 });
        var type = house.Cloud.Catalog[typeof(Vault)];
        house.Account.Change("stop", type, house.Account.Living[0].Id, now => now with { Phase = Phase.Stopped });
        house.Account.OnCall = call =>
        {
            if (call is { Verb: "update", HasHappened: true }) house.Account.Change("forget", type, house.Account.Living[0].Id, now => now with { Spec = new Vault { Size = 1 } });
            return null;
        };

        var message = await FailAsync(house, new Vault { Size = 2 });

        Assert.Contains("Size: expected 2, has 1", message);
        Assert.Equal(Phase.Stopped, Assert.Single(house.Account.Living).Phase);
    }

    private static async Task<House> HouseWithAsync(Spec spec)
    {
        var house = new House();
        Assert.True((await house.DeployAsync(new Desired("web", spec))).Succeeded);
        return house;
    }

    private static async Task<string> FailAsync(House house, Spec spec)
    {
        var result = await house.DeployAsync(new Desired("web", spec));
        return Assert.IsType<StepOutcome.FailedBecause>(result.Outcomes["update web"]).Fault.Message;
    }
}
