using Pockitect.Aws.Topology;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests.Topology;

/// <summary>Short ways to design a blueprint and to look at what came of it.</summary>
internal static class Designs
{
    public static IReadOnlyList<string> Zones { get; } = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];

    public static Blueprint Shop { get; } = new() { Project = new ProjectSection { Name = "shop", Region = "eu-west-1" } };

    /// <summary>The resources of a blueprint that has no problems.</summary>
    public static IReadOnlyList<Desired> Resources(this Blueprint blueprint, IReadOnlyList<string>? zones = null)
    {
        var design = BlueprintDesigner.Design(blueprint, zones ?? Zones);
        Assert.Empty(design.Problems);
        return design.Resources;
    }

    /// <summary>The one problem of a blueprint.</summary>
    public static BlueprintProblem Problem(this Blueprint blueprint, IReadOnlyList<string>? zones = null) =>
        Assert.Single(BlueprintDesigner.Design(blueprint, zones ?? Zones).Problems);

    public static T Find<T>(this IEnumerable<Desired> resources, string logicalId)
        where T : Spec =>
        Assert.IsType<T>(Assert.Single(resources, resource => resource.LogicalId == logicalId).Spec);

    public static IEnumerable<string> Ids<T>(this IEnumerable<Desired> resources)
        where T : Spec =>
        resources.Where(resource => resource.Spec is T).Select(resource => resource.LogicalId);

    /// <summary>Everything that is desired of a resource, to be compared.</summary>
    public static string Json(this Spec spec) => SpecJson.Write(spec).ToJsonString(SpecJson.Options);
}
