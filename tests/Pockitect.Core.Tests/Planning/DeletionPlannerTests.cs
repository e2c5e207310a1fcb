using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Planning;

public sealed class DeletionPlannerTests
{
    private readonly FakeCloud _cloud = new();

    [Fact]
    public void Resources_of_two_types_or_Regions_that_share_an_id_all_go()
    {
        Observed[] namesakes = [Of(new Store { Name = "x" }, "x"), Of(new Box(), "x"), Of(new Box(), "x", "teu-west-1")];

        var plan = new DeletionPlanner(_cloud.Catalog).Plan(namesakes, namesakes, includeDependents: false, new TerminateOptions());

        Assert.Empty(plan.Blockers);
        Assert.Equal(3, plan.Steps.Select(step => (step.Type, step.Place)).Distinct().Count());
    }

    [Fact]
    public void A_reference_means_the_type_that_it_names_and_its_own_Region()
    {
        var box = Of(new Box { Part = Ref.Existing<Part>("x") }, "x");
        Observed[] all = [box, Of(new Part { Net = Ref.Existing<Net>("n") }, "x", "teu-west-1"), Of(new Store { Name = "x" }, "x")];

        var plan = new DeletionPlanner(_cloud.Catalog).Plan([all[1], all[2]], all, includeDependents: true, new TerminateOptions());

        Assert.DoesNotContain(plan.Changes, change => change.Now == box);
    }

    [Fact]
    public void Deletion_names_a_service_that_holds_a_part_and_how_to_free_it()
    {
        var net = Of(new Net { Range = "a" }, "net");
        var held = Of(new Part { Net = Ref.Existing<Net>("net") }, "part") with
        {
            Locked = "It belongs to a load balancer.",
            About = "an interface of the load balancer front",
            FreedBy = "Delete that load balancer first.",
        };

        var plan = Plan([net], [net, held], includeDependents: false);
        var selection = Plan([net], [net, held], includeDependents: true);

        Assert.Equal("net cannot be deleted: part, an interface of the load balancer front, uses it. Delete that load balancer first.", Assert.Single(plan.Blockers));
        Assert.Equal(plan.Blockers, selection.Blockers);
    }

    [Fact]
    public void Deletion_names_each_user_once_with_all_that_it_uses()
    {
        Observed[] going = [Of(new Part { Net = Ref.Existing<Net>("net") }, "part"), Of(new Wall { Net = Ref.Existing<Net>("net") }, "wall")];
        var box = Of(new Box { Part = Ref.Existing<Part>("part"), Walls = [Ref.Existing<Wall>("wall")] }, "box");

        var plan = Plan(going, [.. going, box], includeDependents: false);

        Assert.Equal("part and wall cannot be deleted: box uses it and is not part of this project. Delete that first, or select it as well.", Assert.Single(plan.Blockers));
    }

    [Fact]
    public void Deletion_takes_a_part_for_its_owner()
    {
        var net = Of(new Net { Range = "a" }, "net");
        var part = Of(new Part { Net = Ref.Existing<Net>("net") }, "part") with { Locked = "It goes with box.", PartOf = "box" };
        var box = Of(new Box(), "box");

        Assert.Contains("box uses it", Assert.Single(Plan([net], [net, part, box], includeDependents: false).Blockers));
        Assert.Equal(["box", "net"], Ids(Plan([net], [net, part, box], includeDependents: true)));
        Assert.Empty(Plan([net, box], [net, part, box], includeDependents: false).Blockers);
        Assert.Empty(Plan([net], [net, part, box with { Phase = Phase.Gone }], includeDependents: false).Blockers);
    }

    [Fact]
    public void Deletion_takes_along_what_AWS_made_for_a_resource_and_only_with_that_one()
    {
        var net = Of(new Net { Range = "a" }, "net");
        var part = Of(new Part { Net = Ref.Existing<Net>("net") }, "part");
        var helper = Of(new Box { Part = Ref.Existing<Part>("part") }, "helper") with { GoesWith = "net" };

        var whole = Plan([part, net], [net, part, helper], includeDependents: false);

        Assert.Empty(whole.Blockers);
        Assert.Equal(["helper", "net", "part"], Ids(whole));
        Assert.NotEmpty(Plan([part], [net, part, helper], includeDependents: false).Blockers);
    }

    [Fact]
    public void Deletion_takes_out_the_rule_of_a_locked_group_that_goes_with_its_net()
    {
        var net = Of(new Net { Range = "a" }, "net");
        var wall = Of(new Wall { Net = Ref.Existing<Net>("net") }, "wall");
        var locked = Of(new Wall { Net = Ref.Existing<Net>("net"), Rules = [new WallRule { Port = 1, From = Ref.Existing<Wall>("wall") }, new WallRule { Port = 2 }] }, "default") with
        {
            Locked = "It is the default one.",
        };

        var plan = Plan([net, wall], [net, wall, locked], includeDependents: false);

        Assert.Empty(plan.Blockers);
        var release = Assert.Single(plan.Steps, step => step.Kind is StepKind.Release);
        Assert.Equal(2, Assert.Single(((Wall)release.Spec!).Rules!).Port);
        Assert.Contains(release.Id, Assert.Single(plan.Steps, step => step.ResourceId == "wall").After);
    }

    [Fact]
    public void Deletion_is_blocked_by_the_rule_of_a_locked_group_that_stays()
    {
        var wall = Of(new Wall { Net = Ref.Existing<Net>("net") }, "wall");
        var locked = Of(new Wall { Net = Ref.Existing<Net>("net"), Rules = [new WallRule { Port = 1, From = Ref.Existing<Wall>("wall") }] }, "default") with { Locked = "It is the default one." };

        var plan = Plan([wall], [Of(new Net { Range = "a" }, "net"), wall, locked], includeDependents: false);

        Assert.Equal("wall cannot be deleted: default still refers to it. Remove that reference first.", Assert.Single(plan.Blockers));
    }

    [Fact]
    public void Deletion_waits_for_a_user_that_is_being_deleted()
    {
        var net = Of(new Net { Range = "a" }, "net");
        var leaving = Of(new Part { Net = Ref.Existing<Net>("net") }, "part") with { Phase = Phase.Deleting };

        Assert.Empty(Plan([net], [net, leaving], includeDependents: false).Blockers);
    }

    [Fact]
    public void Deletion_names_the_option_that_lifts_protection()
    {
        var box = Of(new Box { Protected = true }, "box");

        Assert.Contains("--lift-protection", Assert.Single(Plan([box], [box], includeDependents: false).Blockers));
    }

    private Plan Plan(IReadOnlyList<Observed> selected, IReadOnlyList<Observed> all, bool includeDependents) =>
        new DeletionPlanner(_cloud.Catalog).Plan(selected, all, includeDependents, new TerminateOptions());

    private static IEnumerable<string?> Ids(Plan plan) => plan.Steps.Where(step => step.Kind is StepKind.Delete).Select(step => step.ResourceId).Order();

    private Observed Of(Spec spec, string id, string region = "eu-west-1") => new()
    {
        Type = _cloud.Catalog.Of(spec).Name,
        Id = id,
        Place = new Place(_cloud.AccountId, region),
        Spec = spec,
        Tags = new Dictionary<string, string>(),
        Phase = Phase.Ready,
    };
}
