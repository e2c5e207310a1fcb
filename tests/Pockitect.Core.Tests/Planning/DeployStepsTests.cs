using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Planning;

public sealed class DeployStepsTests
{
    private readonly Catalog _catalog = new FakeCloud().Catalog;
    private readonly StepGraph _graph = new();

    [Fact]
    public void Reference_to_a_new_resource_that_may_be_part_of_a_cycle_is_set_in_a_step_of_its_own()
    {
        var steps = StepsOf(liftProtection: false, Create("a", Wall("b")), Create("b", Wall(null)));

        foreach (var change in (PlannedChange[])[Create("a", Wall("b")), Create("b", Wall(null))]) steps.AddMaking(change);

        Assert.Equal(["create a", "create b", "settle a"], _graph.Sorted().Select(step => step.Id).Order(StringComparer.Ordinal));
        Assert.Null(((Wall)_graph.Sorted().Single(step => step.Id == "create a").Spec!).Rules?.Single().From);
    }

    [Fact]
    public void Protected_resource_is_deleted_only_if_its_protection_may_be_lifted()
    {
        var change = Delete(new Box { Protected = true });

        var reason = StepsOf(liftProtection: false).AddRemoval(change);
        Assert.StartsWith("box is protected;", reason, StringComparison.Ordinal);
        Assert.Empty(_graph.Sorted());

        Assert.Null(StepsOf(liftProtection: true).AddRemoval(change));
        Assert.Equal([StepKind.Release, StepKind.Delete], _graph.Sorted().Select(step => step.Kind));
    }

    [Fact]
    public void Locked_resource_is_not_deleted()
    {
        var change = Delete(new Box());

        var reason = StepsOf(liftProtection: true).AddRemoval(change with { Now = change.Now! with { Locked = "AWS owns it." } });

        Assert.Equal("box cannot be deleted: AWS owns it.", reason);
        Assert.Empty(_graph.Sorted());
    }

    [Theory]
    [InlineData("10.0", "10.0", false)]
    [InlineData("10.0", "10.1", true)]
    public void Existing_and_desired_resource_coexist_unless_both_need_the_same_range(string now, string desired, bool fit)
    {
        var made = Create("net", new Net { Range = desired });
        var living = Delete(new Net { Range = now });

        Assert.Equal(fit, new Coexistence(new Dictionary<string, PlannedChange> { ["net"] = made }).Fit(living, made));
    }

    private DeploySteps StepsOf(bool liftProtection, params PlannedChange[] wanted) =>
        new(_catalog, _graph, wanted.ToDictionary(change => change.LogicalId), liftProtection);

    private static Wall Wall(string? from) => new()
    {
        Net = Ref.Existing<Net>("net-1"),
        Rules = [new WallRule { Port = 80, From = from is null ? null : Ref.To<Wall>(from) }],
    };

    private PlannedChange Create(string logicalId, Spec spec) => new()
    {
        LogicalId = logicalId,
        Type = _catalog.Of(spec),
        Place = new Place("111122223333", "eu-west-1"),
        Action = ChangeAction.Create,
        Desired = spec,
    };

    private PlannedChange Delete(Spec spec)
    {
        var type = _catalog.Of(spec);
        var place = new Place("111122223333", "eu-west-1");
        return new PlannedChange
        {
            LogicalId = type.ShortName.ToLowerInvariant(),
            Type = type,
            Place = place,
            Action = ChangeAction.Delete,
            Now = new Observed
            {
                Type = type.Name,
                Id = "id-1",
                Place = place,
                Spec = spec,
                Phase = Phase.Ready,
                Tags = new Dictionary<string, string>(),
            },
        };
    }
}
