using Pockitect.Aws.Ec2;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Aws.Topology;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Blueprints.Rules;
using Pockitect.Core.Faults;
using Pockitect.Testing;

namespace Pockitect.Aws.Tests.Topology;

public sealed class SampleTests(SandboxFixture sandbox)
{
    /// <summary>What no blueprint can have together with the rest.</summary>
    private static readonly string[] NotInEverything =
    [
        "Network.Access", "Network.AvailabilityZones", "Network.Environment", "Network.Subnets.Id", "Network.Subnets.Tags", "Network.VpcId",
        "Network.VpcTags",
    ];

    public static TheoryData<string> Names { get; } = [.. Directory.GetFiles(Repository.At("samples"), "*.yaml").Select(file => Path.GetFileName(file)[..^".yaml".Length]).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_sample_can_be_deployed_as_it_is(string name)
    {
        var (blueprint, problems, _) = Read(name);

        Assert.DoesNotContain(problems, problem => problem.Severity is Severity.Error);
        Assert.Empty(BlueprintDesigner.Design(blueprint, Designs.Zones).Problems);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_sample_begins_with_what_it_is_and_is_named_for_it(string name)
    {
        Assert.StartsWith("# ", Text(name), StringComparison.Ordinal);
        Assert.Equal(name, Read(name).Blueprint.Project.Name);
        // Prices change.
        Assert.DoesNotContain("USD", Text(name), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_smallest_web_server_is_shorter_than_ten_lines() => Assert.True(File.ReadLines(PathOf("web-server")).Count() < 10);

    [Fact]
    public void The_largest_sample_stands_in_three_zones_with_forty_resources_or_more()
    {
        var resources = Read("high-availability").Blueprint.Resources();

        Assert.True(resources.Count >= 40, $"It has {resources.Count}.");
        Assert.Equal(3, resources.Ids<NatGateway>().Count());
        Assert.Equal(
            ["front-a", "front-b", "front-c"],
            new[] { "web", "web-2", "web-3" }.Select(id => resources.Find<Instance>(id).Subnet!.Value.ToString()));
    }

    [Fact]
    public void The_sample_with_everything_uses_every_key_that_goes_together()
    {
        var (blueprint, _, positions) = Read("everything");

        Assert.Equal(NotInEverything, BlueprintKeys.All.Except(BlueprintKeys.Written(blueprint, positions)).Order());
    }

    private (Blueprint Blueprint, IReadOnlyList<BlueprintProblem> Problems, BlueprintPositions Positions) Read(string name)
    {
        var catalog = AwsCatalog.Create(sandbox.Clients, Path.GetTempPath());
        var reading = BlueprintReader.Read(Text(name), catalog);
        Assert.Empty(reading.Problems);
        var blueprint = reading.Blueprint!; // There is one when there are no problems.
        var context = new BlueprintContext { Images = Images.Names, SectionIds = BlueprintDesigner.KnownIds };
        return (blueprint, BlueprintValidation.Check(blueprint, reading.Positions, context), reading.Positions);
    }

    private static string Text(string name) => File.ReadAllText(PathOf(name));

    private static string PathOf(string name) => Repository.At($"samples/{name}.yaml");
}
