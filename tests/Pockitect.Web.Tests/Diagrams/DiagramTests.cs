using Pockitect.Aws.Ec2;
using Pockitect.Aws.Rds;
using Pockitect.Aws.S3;
using Pockitect.Aws.Topology;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Resources;
using Pockitect.Testing;
using Pockitect.Web.Diagrams;
using Pockitect.Web.Tests.Monitor;

namespace Pockitect.Web.Tests.Diagrams;

public sealed class DiagramTests
{
    private const string Region = "eu-west-1";

    private static readonly Desired vpc = new("vpc", new Vpc { CidrBlock = "10.0.0.0/16" });
    private static readonly Desired left = Subnet("left", "eu-west-1a");
    private static readonly Desired right = Subnet("right", "eu-west-1b");
    private static readonly Desired below = Subnet("below", "eu-west-1a");

    public static TheoryData<string> Samples => [.. Directory.EnumerateFiles(Repository.At("samples"), "*.yaml").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Boxes_and_tiles_never_overlap_and_stay_in_their_box()
    {
        foreach (var diagram in Random())
        {
            AssertApart([.. diagram.Boxes.Select(box => box.Area)]);
            foreach (var box in diagram.AllBoxes)
            {
                List<Area> inner = [.. box.Boxes.Select(one => one.Area), .. box.Tiles.Select(tile => tile.Area)];
                AssertApart(inner);
                Assert.All(inner, area => Assert.True(
                    area.X > box.Area.X && area.Right < box.Area.Right && area.Y >= box.Area.Y + Layout.Header && area.Bottom < box.Area.Bottom, $"{area} in {box.Area}"));
            }

            Assert.All(diagram.Boxes, box => Assert.True(box.Area.Right <= diagram.Width && box.Area.Bottom <= diagram.Height));
        }
    }

    [Fact]
    public void Every_resource_is_there_once_and_lines_join_what_is_there()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var desired = RandomNetwork.Of(seed);
            var diagram = Diagram.Of(desired, Rows.Catalog, Region);

            Assert.Equal(desired.Select(one => one.LogicalId).Order(StringComparer.Ordinal), Keys(diagram).Order(StringComparer.Ordinal));
            var tiles = diagram.AllTiles.ToHashSet(ReferenceEqualityComparer.Instance);
            Assert.All(diagram.Edges, edge => Assert.True(tiles.Contains(edge.From) && tiles.Contains(edge.To)));
        }
    }

    [Fact]
    public void The_order_in_which_resources_come_makes_no_difference()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var desired = RandomNetwork.Of(seed).ToArray();
            var once = Words(Diagram.Of(desired, Rows.Catalog, Region));
            new Random(seed).Shuffle(desired);

            Assert.Equal(once, Words(Diagram.Of(desired, Rows.Catalog, Region)));
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_sample_is_drawn_whole(string file)
    {
        var reading = BlueprintReader.Read(File.ReadAllBytes(Repository.At($"samples/{file}")), Rows.Catalog);
        var desired = BlueprintDesigner.Design(reading.Blueprint!, [.. "abc".Select(letter => reading.Blueprint!.Project.Region + letter)]).Resources; // A sample can be read.

        var diagram = Diagram.Of(desired, Rows.Catalog, reading.Blueprint!.Project.Region);

        Assert.Equal(desired.Count, diagram.Count);
        // A blueprint has one network, its own or another's.
        Assert.All(diagram.Boxes.SelectMany(box => box.Boxes), box => Assert.Equal(BoxKind.Vpc, box.Kind));
        Assert.InRange(diagram.AllBoxes.Count(box => box.Kind is BoxKind.Vpc), 0, 1);
    }

    [Fact]
    public void A_resource_stands_in_its_subnet_what_spans_several_in_what_holds_them_all()
    {
        var diagram = Diagram.Of(
        [
            vpc, left, right, below,
            new("web", Instance("left")),
            new("ip", new Eip { Instance = Ref.To<Instance>("web") }),
            new("one-zone", new DBSubnetGroup { DBSubnetGroupDescription = "x", SubnetIds = [Ref.To<Subnet>("left"), Ref.To<Subnet>("below")] }),
            new("two-zones", new DBSubnetGroup { DBSubnetGroupDescription = "x", SubnetIds = [Ref.To<Subnet>("left"), Ref.To<Subnet>("right")] }),
            new("firewall", new SecurityGroup { Vpc = Ref.To<Vpc>("vpc"), GroupDescription = "x" }),
            new("files", new Bucket()),
            new("role", new Aws.Iam.Role { AssumeRolePolicyDocument = "{}" }),
        ], Rows.Catalog, Region);

        Assert.Equal(
            [
                "eu-west-1: files", "vpc: firewall two-zones", "eu-west-1a: one-zone", "below: ", "left: web ip", "eu-west-1b: ", "right: ", ": role",
            ],
            diagram.AllBoxes.Select(box => $"{box.Name}: {string.Join(' ', box.Tiles.Select(tile => tile.Name))}"));
        Assert.Equal([("ip", "web")], diagram.Edges.Select(edge => (edge.From.Name, edge.To.Name)));
    }

    [Fact]
    public void What_is_referred_to_and_not_drawn_is_a_box_of_its_own_where_it_is_known_to_be()
    {
        var seen = RandomNetwork.Seen([vpc, left, new("web", Instance("left"))], Region);

        var alone = Diagram.Of([seen[2]], Rows.Catalog);
        var known = Diagram.Of([seen[2]], Rows.Catalog, seen);

        Assert.Equal([("eu-west-1", false), ("left", true)], alone.AllBoxes.Select(box => (box.Name, box.IsElsewhere)));
        Assert.Equal([("eu-west-1", false), ("vpc", true), ("eu-west-1a", false), ("left", true)], known.AllBoxes.Select(box => (box.Name, box.IsElsewhere)));
        Assert.Equal((1, 1), (alone.Count, known.Count));
    }

    [Fact]
    public void States_are_those_of_what_there_is_and_what_left_the_blueprint_is_shown_too()
    {
        Desired[] before = [vpc, left, new("old", Instance("left"))];
        var live = RandomNetwork.Seen(before, Region, one => one.LogicalId == "old" ? Phase.Stopped : Phase.Ready);

        var diagram = Diagram.Of([vpc, left, new("new", Instance("left"))], Rows.Catalog, Region, live);

        var tiles = Assert.Single(diagram.AllBoxes, box => box.Name == "left").Tiles;
        Assert.Equal([("new", "not created", null), ("old", "stopped, not in the blueprint", Phase.Stopped)], tiles.Select(tile => (tile.Name, tile.State, tile.Phase)));
        Assert.Equal(Phase.Ready, Assert.Single(diagram.AllBoxes, box => box.Key == "vpc").Phase);
    }

    [Theory]
    [InlineData(700, 1)]
    [InlineData(10_000, 1)]
    [InlineData(4_000, 1_000)]
    public void Too_many_are_counted_and_one_that_failed_is_not_lost(int instances, int subnets)
    {
        Desired[] desired =
        [
            vpc,
            .. Enumerable.Range(0, subnets).Select(number => Subnet($"s{number}", "eu-west-1a")),
            .. Enumerable.Range(0, instances).Select(number => new Desired($"i{number}", Instance($"s{number % subnets}"))),
        ];
        var seen = RandomNetwork.Seen(desired, Region, one => one.LogicalId == "i7" ? Phase.Failed : Phase.Ready);

        var diagram = Diagram.Of(seen, Rows.Catalog);

        Assert.Equal(desired.Length, diagram.Count);
        Assert.InRange(diagram.AllBoxes.Count() + diagram.AllTiles.Count(), 3, Folding.Most);
        var many = Assert.Single(diagram.AllTiles, tile => tile.Type == "Instance");
        Assert.Equal((null, Phase.Failed, "1 failed"), (many.Key, many.Phase, many.State));
    }

    [Fact]
    public void Several_regions_have_a_box_each_in_one_order()
    {
        var diagram = Diagram.Of([.. RandomNetwork.Seen([vpc, left], "us-west-2"), .. RandomNetwork.Seen([vpc, left], "ap-south-1")], Rows.Catalog);

        Assert.Equal(["ap-south-1", "us-west-2"], diagram.Boxes.Select(box => box.Name));
        Assert.Equal(4, Keys(diagram).Distinct(StringComparer.Ordinal).Count());
    }

    private static Desired Subnet(string name, string zone) => new(name, new Subnet { Vpc = Ref.To<Vpc>("vpc"), CidrBlock = "10.0.0.0/24", AvailabilityZone = zone });

    private static Instance Instance(string subnet) => new() { ImageId = "ami-1", InstanceType = "t3.micro", Subnet = Ref.To<Subnet>(subnet) };

    private static IEnumerable<Diagram> Random()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var desired = RandomNetwork.Of(seed);
            yield return Diagram.Of(desired, Rows.Catalog, Region);
            yield return Diagram.Of([.. RandomNetwork.Seen(desired, Region), .. RandomNetwork.Seen(desired.Where(one => !Rows.Catalog.Of(one.Spec).IsGlobal), "us-west-2")], Rows.Catalog);
        }
    }

    private static IEnumerable<string> Keys(Diagram diagram) => diagram.AllBoxes.SelectMany(box => box.Tiles.SelectMany(tile => tile.Keys).Concat(box.Key is { } key ? [key] : []));

    private static IEnumerable<string> Words(Diagram diagram) =>
    [
        .. diagram.AllBoxes.Select(box => $"{box.Words} {box.Area}"),
        .. diagram.AllTiles.Select(tile => $"{tile.Words} {tile.Area}"),
        .. diagram.Edges.Select(edge => $"{edge.From.Name} {edge.To.Name}"),
    ];

    private static void AssertApart(List<Area> areas)
    {
        for (var i = 0; i < areas.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (one, other) = (areas[i], areas[j]);
                Assert.True(one.Right <= other.X || other.Right <= one.X || one.Bottom <= other.Y || other.Bottom <= one.Y, $"{one} and {other}");
            }
        }
    }
}
