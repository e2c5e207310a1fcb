using Pockitect.Core.Accounts;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Aws.Topology;

/// <summary>Converts a blueprint to AWS resources.</summary>
public static class BlueprintDesigner
{
    /// <summary>Returns all resources of a blueprint. The same blueprint and zones always give the same resources.</summary>
    /// <param name="blueprint">A blueprint; what validation would reject is returned as problems.</param>
    /// <param name="zones">The sorted names of the Region's Availability Zones that the account can use.</param>
    public static Design Design(Blueprint blueprint, IReadOnlyList<string> zones)
    {
        var draft = new Draft(blueprint.Project);
        var network = NetworkTopology.Add(draft, blueprint, zones);
        SecurityTopology.Add(draft, blueprint.Security);
        new ComputeTopology(draft, blueprint, network).Add();
        new DatabaseTopology(draft, blueprint, network).Add();
        BucketTopology.Add(draft, blueprint.Data);
        foreach (var (logicalId, spec) in blueprint.Resources) AddResource(draft, logicalId, spec);
        return draft.Finish();
    }

    /// <summary>
    /// Returns the logical IDs of the sections' resources with their spec types, so that <c>resources</c> can refer to them. IDs with a
    /// zone's letter exist for every letter, because a blueprint doesn't list its Region's zones.
    /// </summary>
    public static IReadOnlyDictionary<string, Type> KnownIds(Blueprint blueprint)
    {
        var known = new SortedDictionary<string, Type>(StringComparer.Ordinal);
        foreach (var letter in "abcdef")
        {
            var design = Design(blueprint with { Resources = new Dictionary<string, Spec>() }, [blueprint.Project.Region + letter]);
            foreach (var resource in design.Resources) known[resource.LogicalId] = resource.Spec.GetType();
        }

        return known;
    }

    private static void AddResource(Draft draft, string logicalId, Spec spec)
    {
        var path = BlueprintPath.Join("resources", logicalId);
        draft.Add(logicalId, spec, path);
        foreach (var edge in SpecTree.Edges(spec))
        {
            if (edge.Target is RefTarget.Named named) draft.Use(named.LogicalId, edge.SpecType, $"{path}.properties.{edge.Property}");
        }
    }
}
