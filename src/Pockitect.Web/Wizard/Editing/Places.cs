using System.Text.Json.Nodes;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;

namespace Pockitect.Web.Wizard.Editing;

/// <summary>Maps settings to resources and back.</summary>
internal static class Places
{
    /// <summary>The lists whose entries become resources with their names.</summary>
    public static readonly IReadOnlyList<string> NamedLists =
        [
            "network.subnets", "network.security_groups", "compute.instances", "data.databases", "data.buckets", "security.key_pairs",
            "security.roles",
        ];

    /// <summary>Returns the logical ID of a setting's resource; null if it belongs to no single one.</summary>
    public static string? LogicalIdOf(BlueprintTree tree, string path)
    {
        foreach (var list in NamedLists)
        {
            if (!path.StartsWith($"{list}[", StringComparison.Ordinal)) continue;
            var name = tree.TextAt($"{path[..(path.IndexOf(']', StringComparison.Ordinal) + 1)]}.name");
            var volume = path.IndexOf(".volumes[", StringComparison.Ordinal);
            return volume < 0 ? name : $"{name}-{tree.TextAt($"{path[..(path.IndexOf(']', volume) + 1)]}.name")}";
        }

        if (path.StartsWith("resources", StringComparison.Ordinal) && tree.Find("resources") is JsonObject resources)
        {
            return resources.Select(resource => resource.Key)
                .FirstOrDefault(
                    id => BlueprintPath.Join("resources", id) is var own
                        && (path == own || path.StartsWith($"{own}.", StringComparison.Ordinal)));
        }

        return path.StartsWith("network.", StringComparison.Ordinal) ? "vpc" : null;
    }

    /// <summary>Returns the path of a resource's settings: the entry with its name, otherwise the network section.</summary>
    public static string PathOf(BlueprintTree tree, string logicalId)
    {
        if ((tree.Find("resources") as JsonObject)?.ContainsKey(logicalId) is true) return BlueprintPath.Join("resources", logicalId);
        var entries =
            NamedLists
                .SelectMany(list => tree.NamesIn(list).Select((name, index) => (Name: name, Path: BlueprintPath.Join(list, index))))
                .ToList();
        var exact = entries.Find(entry => entry.Name == logicalId);
        if (exact.Path is not null) return $"{exact.Path}.name";
        // Derived resources start with the entry's name: server-2, server-images, shop-subnets.
        var owner =
            entries.Where(entry => logicalId.StartsWith($"{entry.Name}-", StringComparison.Ordinal))
                .OrderByDescending(entry => entry.Name.Length)
                .FirstOrDefault();
        return owner.Path is not null ? $"{owner.Path}.name" : "network.vpc";
    }
}
