using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Planning;

public sealed class DeployPlannerTests
{
    private static readonly Place Ireland = new("111122223333", "eu-west-1");

    private readonly Catalog _catalog = new FakeCloud().Catalog;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 50)];

    [Fact]
    public void Plan_is_empty_when_nothing_is_desired_and_nothing_is_owned()
    {
        Assert.True(PlanOf([], []).IsEmpty);
    }

    [Fact]
    public void Plan_creates_a_resource_after_those_it_refers_to()
    {
        var plan = PlanOf([new("part", new Part { Net = Ref.To<Net>("net") }), new("net", new Net { Range = "10.0" })], []);

        Assert.Equal(["create net", "create part"], plan.Steps.Select(step => step.Id));
        Assert.Equal(["create net"], plan.Steps[1].After);
        Assert.Empty(plan.Blockers);
    }

    [Fact]
    public void Plan_keeps_a_resource_whose_settings_are_as_desired_or_not_managed()
    {
        var plan = PlanOf([new("net", new Net { Range = "10.0" })], [Owned("net-1", "net", new Net { Range = "10.0", Names = true })]);

        Assert.True(plan.IsEmpty);
        Assert.Equal(ChangeAction.Keep, Assert.Single(plan.Changes).Action);
    }

    [Fact]
    public void Plan_updates_in_place_what_AWS_can_change()
    {
        var plan = PlanOf([new("net", new Net { Range = "10.0", Names = true })], [Owned("net-1", "net", new Net { Range = "10.0", Names = false })]);

        var step = Assert.Single(plan.Steps);
        Assert.Equal((StepKind.Update, "net-1"), (step.Kind, step.ResourceId));
        Assert.Equal("Names", Assert.Single(Assert.Single(plan.Changes).Differences).Path);
    }

    [Fact]
    public void Plan_replaces_what_AWS_cannot_change_and_what_is_fixed_to_it()
    {
        var plan = PlanOf(
            [new("net", new Net { Range = "10.1" }), new("part", new Part { Net = Ref.To<Net>("net") })],
            [Owned("net-1", "net", new Net { Range = "10.0" }), Owned("part-1", "part", new Part { Net = Ref.Existing<Net>("net-1") })]);

        Assert.All(plan.Changes, change => Assert.Equal(ChangeAction.Replace, change.Action));
        Assert.Equal(
            ["create net", "create part", "delete Net net-1 (eu-west-1)", "delete Part part-1 (eu-west-1)"], plan.Steps.Select(step => step.Id).Order(StringComparer.Ordinal));
        AssertOrder(plan, "create net", "create part");
        AssertOrder(plan, "delete Part part-1 (eu-west-1)", "delete Net net-1 (eu-west-1)");
    }

    [Fact]
    public void Plan_deletes_what_the_blueprint_no_longer_has_users_first()
    {
        var plan = PlanOf([], [Owned("net-1", "net", new Net { Range = "10.0" }), Owned("part-1", "part", new Part { Net = Ref.Existing<Net>("net-1") })]);

        Assert.Equal(["delete Part part-1 (eu-west-1)", "delete Net net-1 (eu-west-1)"], plan.Steps.Select(step => step.Id));
        Assert.All(plan.Changes, change => Assert.Equal("no longer in the blueprint", change.Reason));
    }

    [Fact]
    public void Plan_updates_a_user_before_it_deletes_what_the_user_lets_go()
    {
        var net = Ref.Existing<Net>("net-1");
        var plan = PlanOf(
            [new("net", new Net { Range = "10.0" }), new("box", new Box { Walls = [] })],
            [
                Owned("net-1", "net", new Net { Range = "10.0" }),
                Owned("wall-1", "wall", new Wall { Net = net }),
                Owned("box-1", "box", new Box { Walls = [Ref.Existing<Wall>("wall-1")] }),
            ]);

        Assert.Equal(["update box", "delete Wall wall-1 (eu-west-1)"], plan.Steps.Select(step => step.Id));
        Assert.Equal(["update box"], plan.Steps[1].After);
    }

    [Fact]
    public void Plan_takes_away_a_reference_to_what_leaves_even_where_the_blueprint_does_not_manage_it()
    {
        var plan = PlanOf(
            [new("box", new Box())],
            [Owned("wall-1", "wall", new Wall { Net = Ref.Existing<Net>("net-9") }), Owned("box-1", "box", new Box { Walls = [Ref.Existing<Wall>("wall-1")] })]);

        Assert.Empty(plan.Blockers);
        Assert.Equal(["update box", "delete Wall wall-1 (eu-west-1)"], plan.Steps.Select(step => step.Id));
        Assert.Equal(["update box"], plan.Steps[1].After);
    }

    [Fact]
    public void Plan_settles_references_that_form_a_cycle_after_both_ends_exist()
    {
        Wall Naming(string other) => new() { Net = Ref.Existing<Net>("net-9"), Rules = [new WallRule { Port = 80, From = Ref.To<Wall>(other) }] };

        var plan = PlanOf([new("a", Naming("b")), new("b", Naming("a"))], []);

        Assert.Empty(plan.Blockers);
        foreach (var end in (string[])["a", "b"])
        {
            AssertOrder(plan, "create a", $"settle {end}");
            AssertOrder(plan, "create b", $"settle {end}");
            Assert.DoesNotContain(SpecTree.Edges(Step(plan, $"create {end}").Spec!), edge => edge.IsDeferred);
            Assert.Contains(SpecTree.Edges(Step(plan, $"settle {end}").Spec!), edge => edge.IsDeferred);
        }
    }

    [Fact]
    public void Plan_is_blocked_and_has_no_steps_when_references_that_cannot_wait_form_a_cycle()
    {
        var catalog = new Catalog([new FakeType<Ring>(new FakeAccount())]);

        var plan = new DeployPlanner(catalog).Plan(
            [new("a", new Ring { Next = Ref.To<Ring>("b") }), new("b", new Ring { Next = Ref.To<Ring>("a") })], [], _ => Ireland);

        Assert.Empty(plan.Steps);
        Assert.Contains("each require the other to exist first", Assert.Single(plan.Blockers), StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_keeps_the_better_of_two_resources_of_one_logical_ID_and_deletes_the_other()
    {
        var plan = PlanOf(
            [new("net", new Net { Range = "10.1" })],
            [Owned("net-1", "net", new Net { Range = "10.0" }), Owned("net-2", "net", new Net { Range = "10.1" })]);

        Assert.Equal("net-1", Assert.Single(plan.Steps, step => step.Kind is StepKind.Delete).ResourceId);
        Assert.Equal((ChangeAction.Keep, "net-2"), plan.Changes.Where(change => change.Desired is not null).Select(change => (change.Action, change.Now?.Id)).Single());
    }

    [Theory]
    [InlineData(Phase.Gone)]
    [InlineData(Phase.Deleting)]
    public void Plan_ignores_resources_that_are_gone_or_leaving(Phase phase)
    {
        var plan = PlanOf([new("net", new Net { Range = "10.0" })], [Owned("net-1", "net", new Net { Range = "10.0" }) with { Phase = phase }]);

        Assert.Equal("create net", Assert.Single(plan.Steps).Id);
    }

    [Fact]
    public void Plan_replaces_a_resource_in_another_Region_and_says_so()
    {
        var plan = PlanOf(
            [new("net", new Net { Range = "10.0" })], [Owned("net-1", "net", new Net { Range = "10.0" }) with { Place = new Place("111122223333", "us-east-1") }]);

        var change = Assert.Single(plan.Changes);
        Assert.Equal((ChangeAction.Replace, "moves from us-east-1 to eu-west-1"), (change.Action, change.Reason));
        Assert.Equal("us-east-1", Assert.Single(plan.Steps, step => step.Kind is StepKind.Delete).Place.Region);
    }

    [Fact]
    public void Plan_is_blocked_by_protection_unless_it_may_lift_it()
    {
        Observed[] owned = [Owned("box-1", "box", new Box { Protected = true })];

        var blocked = PlanOf([], owned);
        var lifted = new DeployPlanner(_catalog, liftProtection: true).Plan([], owned, _ => Ireland);

        Assert.Contains("box is protected", Assert.Single(blocked.Blockers), StringComparison.Ordinal);
        Assert.Empty(lifted.Blockers);
        Assert.Equal([StepKind.Release, StepKind.Delete], lifted.Steps.Select(step => step.Kind));
    }

    [Fact]
    public void Plan_is_blocked_when_what_leaves_is_locked()
    {
        var plan = PlanOf([], [Owned("net-1", "net", new Net { Range = "10.0" }) with { Locked = "It is the default network." }]);

        Assert.Equal("net cannot be deleted: It is the default network.", Assert.Single(plan.Blockers));
    }

    [Fact]
    public void Plan_moves_what_one_call_moves_before_its_owner_gives_it_up()
    {
        var plan = HandoverOf<Tray>(new TrayType(), holder => new Tray { Holds = holder });

        Assert.Equal(["update new"], Step(plan, "update old").After);
        Assert.Empty(Step(plan, "update new").After);
    }

    [Fact]
    public void Plan_frees_what_only_one_can_have_before_another_takes_it()
    {
        var plan = HandoverOf<Slot>(new SlotType(), holder => new Slot { Holds = holder });

        Assert.Equal(["update old"], Step(plan, "update new").After);
        Assert.Empty(Step(plan, "update old").After);
    }

    [Fact]
    public void Plan_of_an_exchange_has_an_order()
    {
        var catalog = new Catalog([new TrayType()]);
        Observed[] owned = [Owned(catalog, "a-1", "a", new Tray { Holds = "x" }), Owned(catalog, "b-1", "b", new Tray { Holds = "y" })];

        var plan = new DeployPlanner(catalog).Plan([new("a", new Tray { Holds = "y" }), new("b", new Tray { Holds = "x" })], owned, _ => Ireland);

        Assert.Single(plan.Steps, step => step.After is []);
        AssertCanBeWalked(plan);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Plan_of_any_blueprint_creates_each_resource_once_in_an_order_that_can_be_walked(int seed)
    {
        var desired = new RandomWorld(new Random(seed)).Next();

        var plan = PlanOf(desired, []);

        Assert.Empty(plan.Blockers);
        Assert.Equal(desired.Select(resource => $"create {resource.LogicalId}").Order(), plan.Steps.Where(step => step.Kind is StepKind.Create).Select(step => step.Id).Order());
        AssertCanBeWalked(plan);
        Assert.Equal(plan.Fingerprint, PlanOf(desired, []).Fingerprint);
    }

    /// <summary>Every step that is waited for is in the plan, and before the step that waits.</summary>
    private static void AssertCanBeWalked(Plan plan)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in plan.Steps)
        {
            Assert.All(step.After, earlier => Assert.Contains(earlier, seen));
            Assert.True(seen.Add(step.Id), $"{step.Id} is there twice.");
        }
    }

    private static void AssertOrder(Plan plan, string first, string then) => Assert.Contains(first, AllBefore(plan, then));

    private static IEnumerable<string> AllBefore(Plan plan, string id) => Step(plan, id).After.SelectMany(earlier => (string[])[earlier, .. AllBefore(plan, earlier)]);

    private static Step Step(Plan plan, string id) => plan.Steps.Single(step => step.Id == id);

    private Plan PlanOf(IReadOnlyList<Desired> desired, IReadOnlyList<Observed> owned) => new DeployPlanner(_catalog).Plan(desired, owned, _ => Ireland);

    /// <summary>Returns the plan in which one resource gives something up and another of its type takes it.</summary>
    private static Plan HandoverOf<T>(ResourceType type, Func<string, T> holding)
        where T : Spec
    {
        var catalog = new Catalog([type]);
        Observed[] owned = [Owned(catalog, "old-1", "old", holding("it")), Owned(catalog, "new-1", "new", holding("nothing"))];
        return new DeployPlanner(catalog).Plan([new("old", holding("something")), new("new", holding("it"))], owned, _ => Ireland);
    }

    private Observed Owned(string id, string logicalId, Spec spec) => Owned(_catalog, id, logicalId, spec);

    private static Observed Owned(Catalog catalog, string id, string logicalId, Spec spec) => new()
    {
        Type = catalog.Of(spec).Name,
        Id = id,
        Place = Ireland,
        Spec = spec,
        Tags = new Dictionary<string, string> { [OwnershipTags.Resource] = logicalId },
        Phase = Phase.Ready,
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    /// <summary>A resource that needs another of its own type to exist first.</summary>
    public sealed record Ring : Spec
    {
        public required Ref<Ring> Next { get; init; }
    }

    /// <summary>A resource whose content another can take in one call.</summary>
    public sealed record Tray : Spec
    {
        public required string Holds { get; init; }
    }

    /// <summary>A resource whose content no other can have at the same time.</summary>
    public sealed record Slot : Spec
    {
        public required string Holds { get; init; }
    }

    private sealed class TrayType() : FakeType<Tray>(new FakeAccount())
    {
        protected override bool TakesOverFrom(Tray now, Tray desired) => now.Holds == desired.Holds;
    }

    private sealed class SlotType() : FakeType<Slot>(new FakeAccount())
    {
        protected override bool CanCoexistWith(Slot now, Slot desired) => now.Holds != desired.Holds;
    }
}
