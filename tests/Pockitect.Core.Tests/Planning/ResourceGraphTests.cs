using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Planning;

public sealed class ResourceGraphTests
{
    private readonly Catalog _catalog = new FakeCloud().Catalog;

    [Fact]
    public void Inside_has_the_edges_that_end_in_the_graph_and_no_others()
    {
        var graph = Desired(
            new("net", new Net { Range = "10.0" }),
            new("wall", new Wall { Net = Ref.To<Net>("net"), Rules = [new WallRule { Port = 80, From = Ref.To<Wall>("wall") }, new WallRule { Port = 81, From = Ref.To<Wall>("other") }] }),
            new("other", new Wall { Net = Ref.Existing<Net>("net-outside") }));

        // Its rule that names itself is no edge to another resource.
        Assert.Equal([("net", false), ("other", true)], graph.Inside("wall"));
        Assert.Empty(graph.Inside("net"));
        Assert.Empty(graph.Inside("other"));
    }

    [Fact]
    public void Users_are_those_that_need_the_resource_each_once()
    {
        var graph = Desired(
            new("net", new Net { Range = "10.0" }),
            new("part", new Part { Net = Ref.To<Net>("net") }),
            new("wall", new Wall { Net = Ref.To<Net>("net") }),
            new("box", new Box { Part = Ref.To<Part>("part"), Walls = [Ref.To<Wall>("wall"), Ref.To<Wall>("wall")] }));

        Assert.Equal(["part", "wall"], graph.Users("net"));
        Assert.Equal(["box"], graph.Users("wall"));
        Assert.Empty(graph.Users("box"));
    }

    [Fact]
    public void Users_leave_out_what_only_copied_the_resource_when_it_was_created()
    {
        var graph = Desired(new("key", new Key()), new("host", new Host { Key = Ref.To<Key>("key") }));

        Assert.Empty(graph.Users("key"));
        Assert.Equal([("key", false)], graph.Inside("host"));
    }

    [Fact]
    public void Edges_tell_resources_of_one_ID_apart_by_type()
    {
        var graph = Observed(
            Seen("same", "eu-west-1", new Key { Name = "same" }),
            Seen("same", "eu-west-1", new Net { Range = "10.0" }),
            Seen("part-1", "eu-west-1", new Part { Net = Ref.Existing<Net>("same") }));

        Assert.Equal([("Net same (eu-west-1)", false)], graph.Inside("Part part-1 (eu-west-1)"));
        Assert.Empty(graph.Users("Key same (eu-west-1)"));
    }

    [Fact]
    public void Edges_stay_in_their_Region_or_go_to_the_global_one()
    {
        var graph = Observed(
            Seen("net-1", "eu-central-1", new Net { Range = "10.0" }),
            Seen("part-1", "eu-west-1", new Part { Net = Ref.Existing<Net>("net-1") }),
            Seen("admin", Place.GlobalRegion, new Key { Name = "admin" }),
            Seen("host-1", "eu-west-1", new Host { Key = Ref.Existing<Key>("admin") }));

        Assert.Empty(graph.Inside("Part part-1 (eu-west-1)"));
        Assert.Equal([($"Key admin ({Place.GlobalRegion})", false)], graph.Inside("Host host-1 (eu-west-1)"));
    }

    [Fact]
    public void Precedences_reach_through_other_resources_but_not_to_another_network()
    {
        var graph = Desired(
            new("net", new Net { Range = "10.0" }),
            new("door", new Door { Net = Ref.To<Net>("net") }),
            new("part", new Part { Net = Ref.To<Net>("net") }),
            new("box", new Box { Part = Ref.To<Part>("part") }),
            new("elsewhere", new Box()));

        Assert.Equal([("door", "box")], graph.Precedences());
        Assert.Empty(graph.Precedences(new HashSet<string> { "door", "elsewhere" }));
        Assert.Equal([("door", "box")], graph.Precedences(new HashSet<string> { "door", "box" }));
    }

    [Fact]
    public void Precedences_do_not_follow_a_reference_that_can_wait()
    {
        var graph = Desired(
            new("near", new Net { Range = "10.0" }),
            new("far", new Net { Range = "10.1" }),
            new("door", new Door { Net = Ref.To<Net>("far") }),
            new("far-wall", new Wall { Net = Ref.To<Net>("far") }),
            new("wall", new Wall { Net = Ref.To<Net>("near"), Rules = [new WallRule { Port = 80, From = Ref.To<Wall>("far-wall") }] }),
            new("box", new Box { Walls = [Ref.To<Wall>("wall")] }));

        Assert.Empty(graph.Precedences());
    }

    [Fact]
    public void Precedences_hold_inside_one_Region_only()
    {
        var graph = Observed(
            Seen("net-1", Place.GlobalRegion, new Net { Range = "10.0" }),
            Seen("door-1", Place.GlobalRegion, new Door { Net = Ref.Existing<Net>("net-1") }),
            Seen("part-1", "eu-west-1", new Part { Net = Ref.Existing<Net>("net-1") }),
            Seen("box-1", "eu-west-1", new Box { Part = Ref.Existing<Part>("part-1") }));

        Assert.Empty(graph.Precedences());
    }

    private ResourceGraph Desired(params Desired[] desired) => ResourceGraph.Of(_catalog, desired);

    private ResourceGraph Observed(params Observed[] observed) => ResourceGraph.Of(_catalog, observed);

    private Observed Seen(string id, string region, Spec spec) => new()
    {
        Type = _catalog.Of(spec).Name,
        Id = id,
        Place = new Place("111122223333", region),
        Spec = spec,
        Tags = new Dictionary<string, string>(),
        Phase = Phase.Ready,
    };
}
