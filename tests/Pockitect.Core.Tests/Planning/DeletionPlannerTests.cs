using Pockitect.Core.Bus;
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
        Observed[] namesakes = [Of(new Store { Name = "x" }, "eu-west-1"), Of(new Box(), "eu-west-1"), Of(new Box(), "teu-west-1")];

        var plan = new DeletionPlanner(_cloud.Catalog).Plan(namesakes, namesakes, takeUsersAlong: false, new TerminateOptions());

        Assert.Empty(plan.Blockers);
        Assert.Equal(3, plan.Steps.Select(step => (step.Type, step.Place)).Distinct().Count());
    }

    [Fact]
    public void A_reference_means_the_type_that_it_names_and_its_own_Region()
    {
        var box = Of(new Box { Part = Ref.Existing<Part>("x") }, "eu-west-1");
        Observed[] all = [box, Of(new Part { Net = Ref.Existing<Net>("n") }, "teu-west-1"), Of(new Store { Name = "x" }, "eu-west-1")];

        var plan = new DeletionPlanner(_cloud.Catalog).Plan([all[1], all[2]], all, takeUsersAlong: true, new TerminateOptions());

        Assert.DoesNotContain(plan.Changes, change => change.Now == box);
    }

    private Observed Of(Spec spec, string region) => new()
    {
        Type = _cloud.Catalog.Of(spec).Name,
        Id = "x",
        Place = new Place(_cloud.AccountId, region),
        Spec = spec,
        Tags = new Dictionary<string, string>(),
        Phase = Phase.Ready,
    };
}
