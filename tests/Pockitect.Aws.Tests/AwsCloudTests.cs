using Pockitect.Aws.Ec2;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests;

public sealed class AwsCloudTests(SandboxFixture sandbox)
{
    private readonly AwsCloud cloud = new(sandbox.Clients, Path.GetTempPath(), TimeProvider.System);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_blueprint_becomes_resources_in_zones_that_its_region_has()
    {
        var blueprint = new Blueprint { Project = new() { Name = "shop", Region = "eu-central-1" } };

        var design = await cloud.DesignAsync(blueprint, Ct);
        var again = await cloud.DesignAsync(blueprint, Ct);

        Assert.Empty(design.Problems);
        var zones = design.Resources.Select(resource => resource.Spec).OfType<Subnet>().Select(subnet => subnet.AvailabilityZone);
        Assert.Equal("eu-central-1a", zones.Order(StringComparer.Ordinal).First());
        Assert.Equal(design.Resources.Select(Text), again.Resources.Select(Text));
    }

    [Fact]
    public void An_image_that_nobody_knows_is_a_problem_where_it_stands()
    {
        var reading = cloud.Check(BlueprintReader.Read(
            """
            project: { name: shop, region: eu-west-1 }
            compute:
              instances:
                - name: web
                  image: amiga-workbench
            """,
            cloud.Catalog));

        var problem = Assert.Single(reading.Problems, problem => problem.Severity is Severity.Error);
        Assert.Equal((5, "compute.instances[0].image"), (problem.Line, problem.Path));
        Assert.Null(reading.Blueprint);
    }

    [Fact]
    public void A_blueprint_without_errors_stays_one()
    {
        var reading = cloud.Check(BlueprintReader.Read("project: { name: shop, region: eu-west-1 }", cloud.Catalog));

        Assert.DoesNotContain(reading.Problems, problem => problem.Severity is Severity.Error);
        Assert.NotNull(reading.Blueprint);
    }

    private static string Text(Desired resource) => $"{resource.LogicalId} {SpecJson.Write(resource.Spec).ToJsonString()}";
}
