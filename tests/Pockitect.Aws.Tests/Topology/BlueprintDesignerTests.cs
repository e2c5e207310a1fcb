using System.Collections;
using System.ComponentModel.DataAnnotations;
using Pockitect.Aws.Ec2;
using Pockitect.Aws.Rds;
using Pockitect.Aws.Topology;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Aws.Tests.Topology;

public sealed class BlueprintDesignerTests
{
    [Fact]
    public void Every_reference_of_a_design_leads_to_a_resource_of_the_right_type() => Assert.All(FullBlueprint.All, blueprint =>
    {
        var resources = blueprint.Resources();
        var types = resources.ToDictionary(resource => resource.LogicalId, resource => resource.Spec.GetType());
        Assert.All(
            resources.SelectMany(resource => SpecTree.Edges(resource.Spec)),
            edge => Assert.True(edge.Target is not RefTarget.Named named || types.GetValueOrDefault(named.LogicalId) == edge.SpecType, $"{edge}"));
    });

    [Fact]
    public void Every_value_of_a_design_is_one_that_its_property_takes() => Assert.All(
        FullBlueprint.All.SelectMany(blueprint => blueprint.Resources()),
        resource => Assert.Empty(Violations(Shape.Of(resource.Spec.GetType()), resource.Spec, resource.LogicalId)));

    [Fact]
    public void The_same_blueprint_gives_the_same_design() => Assert.All(FullBlueprint.All, blueprint => Assert.Equal(
        blueprint.Resources().Select(resource => $"{resource.LogicalId} {resource.Spec.Json()}"),
        blueprint.Resources().Select(resource => $"{resource.LogicalId} {resource.Spec.Json()}")));

    [Fact]
    public void What_stands_closer_to_a_resource_decides_its_tags()
    {
        var project = new ProjectSection
        {
            Name = "shop",
            Region = "eu-west-1",
            Description = "Sells tea, coffee & \"more\"",
            Owner = "Ann",
            Tags = new Dictionary<string, string> { ["Owner"] = "Bob", ["Stage"] = "test" },
        };
        var entry = new InstanceEntry { Name = "app", Tags = new Dictionary<string, string> { ["Stage"] = "prod", ["Name"] = "The app" } };

        var resources = new Blueprint { Project = project, Compute = new ComputeSection { Instances = [entry] } }.Resources();

        Assert.Equal(
            new Dictionary<string, string> { ["Name"] = "The app", ["Description"] = "Sells tea coffee  more", ["Owner"] = "Bob", ["Stage"] = "prod" },
            resources.Find<Instance>("app").Tags!.ToDictionary());
        Assert.Equal(("shop-vpc", "test"), (resources.Find<Vpc>("vpc").Tags!["Name"], resources.Find<Vpc>("vpc").Tags!["Stage"]));
    }

    [Fact]
    public void A_name_that_would_be_that_of_two_resources_is_a_problem()
    {
        var blueprint = Designs.Shop with
        {
            Network = new NetworkSection { SecurityGroups = [new SecurityGroupEntry { Name = "web-2" }] },
            Compute = new ComputeSection { Instances = [new InstanceEntry { Name = "web", Count = 2 }] },
        };

        var problem = blueprint.Problem();

        Assert.Equal("compute.instances[0]", problem.Path);
        Assert.Contains("network.security_groups[0] defines a SecurityGroup", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_resource_of_the_sixth_section_refers_to_what_the_others_make()
    {
        var blueprint = Designs.Shop with
        {
            Resources = new Dictionary<string, Spec>
            {
                ["extra"] = new Subnet { Vpc = Ref.To<Vpc>("vpc"), CidrBlock = "10.0.99.0/24" },
                ["lost"] = new Subnet { Vpc = Ref.To<Vpc>("vcp"), CidrBlock = "10.0.98.0/24" },
            },
        };

        var problem = blueprint.Problem();

        Assert.Equal("resources.lost.properties.Vpc", problem.Path);
        Assert.Contains("use one of vpc", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_ids_that_a_blueprint_comes_to_are_known_before_its_Region_is_asked_for_its_zones()
    {
        var known = BlueprintDesigner.KnownIds(FullBlueprint.UnlistedPrivate with
        {
            Data = new DataSection { Databases = [new DatabaseEntry { Name = "db", Engine = DatabaseEngine.Mysql }] },
        });

        Assert.Equal(typeof(NatGateway), known["nat-d"]);
        Assert.Equal(typeof(Subnet), known["private-b"]);
        Assert.Equal(typeof(Instance), known["worker-3"]);
        Assert.Equal(typeof(DBInstance), known["db"]);
        Assert.Equal(typeof(SecurityGroup), known["db-access"]);
    }

    private static IEnumerable<string> Violations(Shape shape, object? value, string path, PropertyShape? property = null)
    {
        if (value is null) return [];
        var own = (property?.Constraints ?? [])
            .Where(constraint => shape.Kind is not ShapeKind.List || constraint is MinLengthAttribute or MaxLengthAttribute)
            .Where(constraint => !constraint.IsValid(value))
            .Select(constraint => $"{path}: '{value}' {constraint.FormatErrorMessage("it")}");
        return shape.Kind switch
        {
            ShapeKind.List => own.Concat(((IEnumerable)value).Cast<object>().SelectMany(item => Violations(shape.Element!, item, path))),
            ShapeKind.Record => own.Concat(shape.Properties.SelectMany(p => Violations(p.Shape, p.Get(value), $"{path}.{p.Name}", p))),
            _ => own,
        };
    }
}
