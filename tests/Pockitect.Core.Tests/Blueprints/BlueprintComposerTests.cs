using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Blueprints;

public sealed class BlueprintComposerTests
{
    private const string Region = "eu-west-1";

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 100)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_blueprint_put_together_from_any_project_plans_nothing(int seed)
    {
        using var house = new House();
        await house.DeployAsync(new RandomWorld(new Random(seed)).Next());
        var catalog = house.Cloud.Catalog;
        List<Observed> living = [.. house.Account.Living.Select(resource => resource with { Place = resource.Place with { Region = Region } })];

        var (blueprint, notes) = Read(catalog, Compose(catalog, living));

        var plan = new DeployPlanner(catalog).Plan(Desired(blueprint), living, _ => living[0].Place);
        Assert.Empty(plan.Changes.SelectMany(change => change.Differences).Select(difference => $"{difference}"));
        Assert.All(plan.Changes, change => Assert.Equal(ChangeAction.Keep, change.Action));
        Assert.Equal(living.Count, plan.Changes.Count);
        // RandomWorld gives no Name, and the planner's design here gives one as a real design does.
        Assert.All(notes, note => Assert.Contains("tag Name", note, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_the_projects_is_named_and_what_is_not_is_referred_to_by_its_id()
    {
        var (blueprint, notes) = Read(Samples.Catalog, Compose(
            Samples.Catalog,
            [
                Vpc("vpc-1", "net"),
                Resource("subnet-1", "part", new SampleSubnet { Vpc = Ref.Existing<SampleVpc>("vpc-1"), Peers = [Ref.Existing<SampleSubnet>("subnet-1"), Ref.Existing<SampleSubnet>("subnet-9")] }),
                Resource("subnet-2", "guest", new SampleSubnet { Vpc = Ref.Existing<SampleVpc>("vpc-9") }),
            ]));

        var part = Assert.IsType<SampleSubnet>(blueprint.Resources["part"]);
        Assert.Equal(Ref.To<SampleVpc>("net"), part.Vpc);
        Assert.Equal([Ref.To<SampleSubnet>("part"), Ref.Existing<SampleSubnet>("subnet-9")], part.Peers);
        Assert.Equal(Ref.Existing<SampleVpc>("vpc-9"), ((SampleSubnet)blueprint.Resources["guest"]).Vpc);
        Assert.Equal(("shop", "abcdef123456", Region), (blueprint.Project.Name, blueprint.Project.Id, blueprint.Project.Region));
        Assert.Empty(notes);
    }

    [Fact]
    public void Tags_that_all_have_are_the_projects_and_reserved_ones_are_nobodys()
    {
        var (blueprint, _) = Read(Samples.Catalog, Compose(
            Samples.Catalog,
            [
                Vpc("vpc-1", "net", ("stage", "test"), ("owner", "ada"), ("aws:cloudformation:stack-name", "x"), ("pockitect:image", "y")),
                Vpc("vpc-2", "other", ("stage", "test"), ("owner", "bob"), ("Name", "mine")),
            ]));

        Assert.Equal([KeyValuePair.Create("stage", "test")], blueprint.Project.Tags);
        Assert.Equal([KeyValuePair.Create("owner", "ada")], blueprint.Resources["net"].Tags!);
        Assert.Equal(["mine", "bob"], blueprint.Resources["other"].Tags!.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => tag.Value));
    }

    [Fact]
    public void A_name_that_was_made_up_is_left_out_and_one_that_was_chosen_stays()
    {
        var catalog = new Catalog([new SampleType<Named>("Sample::Named")]);
        Observed Of(string logicalId, string name) => Resource(name, logicalId, new Named { Name = name, Required = name }, "Sample::Named");

        var (blueprint, _) = Read(catalog, Compose(catalog, [Of("a", "shop-a-0123abcd"), Of("b", "shop-a-0123abcd-2"), Of("c", "shop-c-0123abcx")]));

        Assert.Equal(["", "shop-a-0123abcd-2", "shop-c-0123abcx"], blueprint.Resources.Values.Select(spec => ((Named)spec).Name ?? ""));
        Assert.Equal("shop-a-0123abcd", ((Named)blueprint.Resources["a"]).Required);
    }

    [Fact]
    public void What_cannot_be_taken_over_is_named_with_what_to_do()
    {
        var composed = Compose(
            Samples.Catalog,
            [
                Vpc("vpc-1", "net"),
                Vpc("vpc-2", "net") with { CreatedAt = DateTimeOffset.UnixEpoch.AddDays(1) },
                Vpc("vpc-3", "Über alles"),
                Vpc("vpc-4", "far") with { Place = new Place("111122223333", "sa-east-1") },
                Vpc("vpc-5", "broken") with { Phase = Phase.Failed },
                Resource("vpc-6", "wide", new SampleVpc { CidrBlock = "10.0.0.0/8" }, "AWS::EC2::VPC"),
                Resource("subnet-1", "part", new SampleSubnet { Vpc = Ref.Existing<SampleVpc>("vpc-1"), CidrBlock = "10.0.0.0/8" }),
            ]);

        var (blueprint, notes) = Read(Samples.Catalog, composed);
        Assert.Equal(["broken", "net", "part"], blueprint.Resources.Keys.Order());
        Assert.Null(((SampleSubnet)blueprint.Resources["part"]).CidrBlock);
        Assert.Collection(
            notes.Order(StringComparer.Ordinal),
            note => Assert.StartsWith("'broken' (", note, StringComparison.Ordinal),
            note => Assert.StartsWith("'part' is written without CidrBlock", note, StringComparison.Ordinal),
            note => Assert.StartsWith("'wide' (AWS::EC2::VPC) is omitted", note, StringComparison.Ordinal),
            note => Assert.Contains("vpc-2 is a duplicate of 'net'", note, StringComparison.Ordinal),
            note => Assert.Contains("vpc-3 is omitted", note, StringComparison.Ordinal),
            note => Assert.Contains("vpc-4 is omitted: it is in sa-east-1", note, StringComparison.Ordinal));
        Assert.All(notes, note => Assert.Contains($"\n# - {note}", composed!.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("../../etc/passwd", "abcdef123456")]
    [InlineData("shop\nproject:", "abcdef123456")]
    [InlineData("shop", "not an id")]
    public void A_project_that_no_blueprint_can_name_has_none(string name, string id) =>
        Assert.Null(new BlueprintComposer(Samples.Catalog, text => BlueprintReader.Read(text, Samples.Catalog).Problems).Compose(name, id, [Vpc("vpc-1", "net")]));

    [Fact]
    public void A_tag_cannot_write_lines_into_the_file()
    {
        var composed = Compose(Samples.Catalog, [Vpc("vpc-1", "net"), Vpc("vpc-2", "x\nresources: {}\n# ")]);

        Assert.Single(Read(Samples.Catalog, composed).Blueprint.Resources);
    }

    private static ComposedBlueprint? Compose(Catalog catalog, IReadOnlyList<Observed> owned) =>
        new BlueprintComposer(catalog, text => BlueprintReader.Read(text, catalog).Problems).Compose("shop", "abcdef123456", owned);

    private static (Blueprint Blueprint, IReadOnlyList<string> Notes) Read(Catalog catalog, ComposedBlueprint? composed)
    {
        Assert.NotNull(composed);
        var reading = BlueprintReader.Read(composed.Text, catalog);
        Assert.Empty(reading.Problems);
        return (reading.Blueprint!, composed.Notes); // Without a problem there is one.
    }

    /// <summary>What a design makes of the resources of a blueprint.</summary>
    private static List<Desired> Desired(Blueprint blueprint) =>
    [
        .. blueprint.Resources.Select(resource => new Desired(resource.Key, resource.Value with
        {
            Tags = blueprint.Project.Tags.Concat(resource.Value.Tags ?? new Dictionary<string, string>()).ToDictionary(),
        })),
    ];

    private static Observed Vpc(string id, string logicalId, params (string Key, string Value)[] tags)
    {
        var vpc = Resource(id, logicalId, new SampleVpc { CidrBlock = "10.0.0.0/16" }, "AWS::EC2::VPC");
        var all = new Dictionary<string, string>(vpc.Tags);
        foreach (var (key, value) in tags) all[key] = value;
        return vpc with { Tags = all };
    }

    private static Observed Resource(string id, string logicalId, Spec spec, string type = "AWS::EC2::Subnet") => new()
    {
        Type = type,
        Id = id,
        Place = new Place("111122223333", Region),
        Spec = spec,
        Phase = Phase.Ready,
        CreatedAt = DateTimeOffset.UnixEpoch,
        Tags = new Dictionary<string, string>
        {
            ["Name"] = $"shop-{logicalId}",
            [OwnershipTags.Project] = "shop",
            [OwnershipTags.ProjectId] = "abcdef123456",
            [OwnershipTags.Resource] = logicalId,
        },
    };

    private sealed record Named : Spec
    {
        public string? Name { get; init; }

        public required string Required { get; init; }
    }
}
