using Pockitect.Core.Accounts;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Aws.Topology;

/// <summary>Turns a blueprint into the single AWS resources that it asks for.</summary>
public static class BlueprintDesigner
{
    /// <summary>All resources that a blueprint asks for. The same blueprint and zones give the same resources.</summary>
    /// <param name="blueprint">A blueprint; what validation would refuse comes back as problems.</param>
    /// <param name="zones">The names of the Availability Zones of the blueprint's Region that the account can use, sorted.</param>
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
    /// The logical ids that the sections of a blueprint come to and the spec type of each, for what <c>resources</c> refers to.
    /// Ids that carry a zone's letter are there for every letter, because no blueprint says which zones its Region has.
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
