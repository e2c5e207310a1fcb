using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Execution;

public sealed class DeployTests : IDisposable
{
    private readonly House _house = new();

    private static readonly Desired Net = new("net", new Net { Range = "10.0", Names = true });
    private static readonly Desired Part = new("part", new Part { Net = Ref.To<Net>("net"), Zone = "a" });
    private static readonly Desired Wall = new("wall", new Wall { Net = Ref.To<Net>("net"), Rules = [new WallRule { Port = 22 }] });
    private static readonly Desired Box = new(
        "box", new Box { Part = Ref.To<Part>("part"), Walls = [Ref.To<Wall>("wall")], Image = "one", Size = 1 });

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_deploy_makes_everything_and_the_next_plan_is_empty()
    {
        var result = await _house.DeployAsync(Box, Wall, Part, Net);

        Assert.True(result.Succeeded);
        Assert.Equal(4, _house.Account.Living.Count);
        Assert.True((await _house.PlanAsync(Box, Wall, Part, Net)).IsEmpty);
    }

    [Fact]
    public async Task What_is_referred_to_is_made_first()
    {
        await _house.DeployAsync(Box, Wall, Part, Net);

        Assert.Equal("create Net", _house.Account.Calls[0]);
        Assert.Equal("create Box", _house.Account.Calls[^1]);
    }

    [Fact]
    public async Task An_order_beyond_references_holds_both_ways()
    {
        var door = new Desired("door", new Door { Net = Ref.To<Net>("net") });
        await _house.DeployAsync(Box, Wall, Part, Net, door);
        var made = _house.Account.Calls.ToList();
        await _house.RunAsync(await _house.PlanDeleteAsync(), OperationKind.Terminate);
        var gone = _house.Account.Calls.Skip(made.Count).ToList();

        Assert.True(made.IndexOf("create Door") < made.IndexOf("create Box"));
        Assert.True(gone.IndexOf("delete Box") < gone.IndexOf("delete Door"));
        Assert.Empty(_house.Account.Living);
    }

    [Fact]
    public async Task An_update_whose_answer_was_lost_and_whose_repetition_is_refused_is_compared_again()
    {
        await _house.DeployAsync(Net, Part);
        var updates = 0;
        _house.Account.OnCall = call => call.Verb != "update" ? null
            : call.HasHappened ? (++updates == 1 ? new Fault(FaultKind.Ambiguous, "Lost", "The answer was lost.") : null)
            : updates > 0 ? new Fault(FaultKind.AlreadyExists, "Duplicate", "It is so already.") : null;

        var result = await _house.DeployAsync(Net, Part with { Spec = (Part)Part.Spec with { Open = true } });

        Assert.True(result.Succeeded);
        Assert.Equal(1, updates);
    }

    [Fact]
    public async Task Firewalls_that_name_each_other_are_made_and_deleted()
    {
        Desired Ring(string id, string other) => new(
            id, new Wall { Net = Ref.To<Net>("net"), Rules = [new WallRule { Port = 1, From = Ref.To<Wall>(other) }, new WallRule { Port = 2 }] });

        var result = await _house.DeployAsync(Net, Ring("one", "two"), Ring("two", "one"), Ring("self", "self"));
        var next = await _house.PlanAsync(Net, Ring("one", "two"), Ring("two", "one"), Ring("self", "self"));
        var made = _house.Account.Calls.Count;
        var deleted = await _house.RunAsync(await _house.PlanDeleteAsync(), OperationKind.Terminate);

        Assert.True(result.Succeeded);
        Assert.True(next.IsEmpty);
        Assert.True(deleted.Succeeded);
        Assert.Empty(_house.Account.Living);
        // Of two that form a circle, one loses one rule.
        Assert.Single(_house.Account.Calls.Skip(made), "update Wall");
    }

    [Fact]
    public async Task A_change_that_AWS_can_make_in_place_is_an_update()
    {
        await _house.DeployAsync(Net, Part, Wall, Box);
        var changed = Wall with { Spec = (Wall)Wall.Spec with { Rules = [new WallRule { Port = 443 }] } };

        var plan = await _house.PlanAsync(Net, Part, changed, Box);
        await _house.RunAsync(plan);

        var change = Assert.Single(plan.Changes, change => change.Action is not ChangeAction.Keep);
        Assert.Equal((ChangeAction.Update, "wall", "Rules"), (change.Action, change.LogicalId, Assert.Single(change.Differences).Path));
        Assert.True((await _house.PlanAsync(Net, Part, changed, Box)).IsEmpty);
    }

    [Fact]
    public async Task A_change_that_AWS_cannot_make_replaces_the_resource_and_what_stands_on_it()
    {
        await _house.DeployAsync(Net, Part, Wall, Box);
        var moved = Part with { Spec = (Part)Part.Spec with { Zone = "b" } };

        var plan = await _house.PlanAsync(Net, moved, Wall, Box);
        var result = await _house.RunAsync(plan);

        Assert.True(result.Succeeded);
        Assert.Equal(["box", "part"], plan.Changes.Where(change => change.Action is ChangeAction.Replace).Select(change => change.LogicalId).Order());
        Assert.Equal(4, _house.Account.Living.Count);
        Assert.True((await _house.PlanAsync(Net, moved, Wall, Box)).IsEmpty);
    }

    [Fact]
    public async Task What_others_go_on_using_is_replaced_by_making_the_new_one_first()
    {
        var other = new Desired("other", new Net { Range = "10.1" });
        await _house.DeployAsync(Net, other, Part, Wall, Box);
        var moved = Wall with { Spec = (Wall)Wall.Spec with { Net = Ref.To<Net>("other") } };

        var result = await _house.RunAsync(await _house.PlanAsync(Net, other, Part, moved, Box));

        Assert.True(result.Succeeded);
        var calls = _house.Account.Calls.Skip(5).ToList();
        Assert.Equal(["create Wall", "update Box", "delete Wall"], calls);
    }

    [Fact]
    public async Task A_range_or_name_is_free_again_before_it_is_taken_by_another()
    {
        await _house.DeployAsync(Net);

        var result = await _house.RunAsync(await _house.PlanAsync(Net with { LogicalId = "renamed" }));

        Assert.True(result.Succeeded);
        Assert.Equal(["create Net", "delete Net", "create Net"], _house.Account.Calls);
    }

    [Fact]
    public async Task A_change_that_needs_a_stop_stops_and_starts_again()
    {
        await _house.DeployAsync(Net, Part, Wall, Box);

        var result = await _house.RunAsync(await _house.PlanAsync(Net, Part, Wall, Box with { Spec = (Box)Box.Spec with { Size = 2 } }));

        Assert.True(result.Succeeded);
        Assert.Equal(["stop Box", "update Box", "start Box"], _house.Account.Calls.Skip(4));
        Assert.All(_house.Account.Living, resource => Assert.Equal(Phase.Ready, resource.Phase));
    }

    [Fact]
    public async Task A_change_that_needs_it_running_starts_and_stops_again()
    {
        await _house.DeployAsync(Vault(1));
        await StopAsync();

        var result = await _house.DeployAsync(Vault(2));

        Assert.True(result.Succeeded);
        Assert.Equal(["start Vault", "update Vault", "stop Vault"], _house.Account.Calls.Skip(2));
        Assert.Equal(Phase.Stopped, Assert.Single(_house.Account.Living).Phase);
    }

    [Fact]
    public async Task A_start_whose_answer_was_lost_is_not_asked_for_again()
    {
        await _house.DeployAsync(Vault(1));
        await StopAsync();
        _house.Account.OnCall = call => call is { Verb: "start" or "stop", HasHappened: true } ? new Fault(FaultKind.Ambiguous, "Lost", "The answer was lost.") : null;

        var result = await _house.DeployAsync(Vault(2));

        Assert.True(result.Succeeded);
        Assert.Equal(["start Vault", "update Vault", "stop Vault"], _house.Account.Calls.Skip(2));
    }

    private static Desired Vault(int size) => new("vault", new Vault { Size = size });

    private async Task StopAsync() => await _house.RunAsync(
        await _house.PlanPowerAsync(on: false), OperationKind.PowerOff);

    [Fact]
    public async Task Tags_of_the_blueprint_are_managed_and_all_others_are_left_alone()
    {
        await _house.DeployAsync(Net with { Spec = Net.Spec with { Tags = new Dictionary<string, string> { ["Owner"] = "ada", ["Old"] = "x" } } });

        var desired = Net with { Spec = Net.Spec with { Tags = new Dictionary<string, string> { ["Owner"] = "bob" } } };
        var plan = await _house.PlanAsync(desired);
        await _house.RunAsync(plan);

        // No completed deploy is known here: "Old" may be anybody's.
        Assert.Equal(["Tags.Owner"], plan.Changes[0].Differences.Select(difference => difference.Path).Order());
        var tags = Assert.Single(_house.Account.Living).Tags;
        Assert.Equal("bob", tags["Owner"]);
        Assert.Equal("x", tags["Old"]);
        Assert.Equal("net", tags[OwnershipTags.Resource]);
    }

    [Fact]
    public async Task A_failure_skips_exactly_what_waits_for_it_and_names_the_root()
    {
        _house.Account.OnCall = call => call is { Verb: "create", Type: "Part" } ? new Fault(FaultKind.Quota, "PartLimitExceeded", "No more parts.") : null;

        var result = await _house.DeployAsync(Net, Part, Wall, Box);

        Assert.IsType<StepOutcome.Succeeded>(result.Outcomes["create wall"]);
        Assert.IsType<StepOutcome.FailedBecause>(result.Outcomes["create part"]);
        Assert.Equal("create part", Assert.IsType<StepOutcome.SkippedBecauseOf>(result.Outcomes["create box"]).RootCause);
    }

    [Theory]
    [InlineData(FaultKind.Ambiguous)]
    [InlineData(FaultKind.Throttled)]
    [InlineData(FaultKind.Unreachable)]
    [InlineData(FaultKind.NotYetConsistent)]
    public async Task A_passing_fault_of_any_create_makes_nothing_twice(FaultKind kind)
    {
        var seen = new HashSet<string>();
        _house.Account.OnCall = call =>
            call.Verb == "create" && call.HasHappened == (kind is FaultKind.Ambiguous) && seen.Add(call.Type) ? new Fault(kind, "Passing", "For once.") : null;

        var result = await _house.DeployAsync(Net, Part, Wall, Box, new Desired("store", new Store { Name = "unique" }));

        Assert.True(result.Succeeded);
        Assert.Equal(5, seen.Count);
        Assert.Equal(5, _house.Account.Living.Count);
    }

    [Fact]
    public async Task A_name_that_belongs_to_someone_else_is_not_adopted()
    {
        var store = _house.Cloud.Catalog[typeof(Store)];
        await store.CreateAsync(
            _house.Cloud.PlaceOf(store, "eu-west-1"),
            new Store { Name = "unique" },
            new Creation("t", new Dictionary<string, string> { [OwnershipTags.Resource] = "store" }, "u"),
            TestContext.Current.CancellationToken);

        var result = await _house.DeployAsync(new Desired("store", new Store { Name = "unique" }));

        var fault = Assert.IsType<StepOutcome.FailedBecause>(result.Outcomes["create store"]).Fault;
        Assert.Contains("'unique' is used by a resource outside", fault.Message, StringComparison.Ordinal);
        Assert.Single(_house.Account.Living);
    }

    [Fact]
    public async Task The_intent_is_on_disk_before_the_call()
    {
        var intents = new List<int>();
        _house.Account.OnCall = call =>
        {
            if (!call.HasHappened && call.Verb == "create")
                intents.Add(Journal.Read(Assert.Single(Journal.Of(_house.Folder, "shop"))).OfType<Intended>().Count());
            return null;
        };

        await _house.DeployAsync(Net, Part);

        Assert.Equal([1, 2], intents);
    }

    [Fact]
    public async Task A_stop_starts_nothing_new_and_says_what_did_not_run()
    {
        using var stop = new CancellationTokenSource();
        _house.Account.OnCall = call =>
        {
            stop.Cancel();
            return null;
        };

        var result = await _house.RunAsync(await _house.PlanAsync(Net, Part, Wall, Box), stop: stop.Token);

        Assert.True(result.WasCancelled);
        Assert.IsType<StepOutcome.Succeeded>(result.Outcomes["create net"]);
        Assert.IsType<StepOutcome.NotStarted>(result.Outcomes["create box"]);
        Assert.Single(_house.Account.Living);
        Assert.Equal(OperationOutcome.Cancelled, Assert.IsType<Ended>(Journal.Read(Journal.Of(_house.Folder, "shop")[0])[^1]).Outcome);
    }

    [Fact]
    public async Task Progress_counts_up_to_all_steps_and_never_back()
    {
        await _house.DeployAsync(Net, Part, Wall, Box);

        Assert.Equal(_house.Reports.Select(report => report.Ended).Order(), _house.Reports.Select(report => report.Ended));
        Assert.Equal((4, 4, "done"), (_house.Reports[^1].Ended, _house.Reports[^1].Total, _house.Reports[^1].Phase));
    }
}
