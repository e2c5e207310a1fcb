using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Blueprints.Schema;

namespace Pockitect.Web.Wizard.Fields;

/// <summary>The settings that a group shows first. All others are under "More settings", so none is missing.</summary>
internal static class FormFields
{
    private static readonly string[] EssentialPaths =
    [
        "project.name", "project.region", "project.description", "project.owner", "project.tags",
        "network.vpc", "network.access", "network.availability_zones", "network.nat_gateway", "network.security_groups", "network.subnets",
        "network.subnets[].name", "network.subnets[].access", "network.subnets[].zone", "network.subnets[].cidr",
        "network.security_groups[].name", "network.security_groups[].inbound",
        "network.security_groups[].inbound[].port", "network.security_groups[].inbound[].cidr",
        "network.security_groups[].inbound[].security_group", "network.security_groups[].inbound[].description",
        "network.security_groups[].outbound[].port", "network.security_groups[].outbound[].cidr",
        "network.security_groups[].outbound[].security_group", "network.security_groups[].outbound[].description",
        "compute.instances",
        "compute.instances[].name", "compute.instances[].type", "compute.instances[].image", "compute.instances[].count",
        "compute.instances[].key_pair", "compute.instances[].role", "compute.instances[].elastic_ip", "compute.instances[].security_groups",
        "compute.instances[].user_data",
        "compute.instances[].root_volume.size_gb", "compute.instances[].root_volume.type", "compute.instances[].root_volume.encrypted",
        "compute.instances[].volumes[].name", "compute.instances[].volumes[].size_gb", "compute.instances[].volumes[].type",
        "compute.instances[].volumes[].encrypted",
        "data.databases", "data.buckets",
        "data.databases[].name", "data.databases[].engine", "data.databases[].version", "data.databases[].class",
        "data.databases[].storage_gb", "data.databases[].database", "data.databases[].multi_az", "data.databases[].deletion_protection",
        "data.databases[].allow_from",
        "data.buckets[].name", "data.buckets[].bucket_name", "data.buckets[].versioning", "data.buckets[].block_public_access",
        "data.buckets[].lifecycle[].name", "data.buckets[].lifecycle[].prefix", "data.buckets[].lifecycle[].expire_days",
        "data.buckets[].lifecycle[].move_days", "data.buckets[].lifecycle[].move_to",
        "data.buckets[].cors[].origins", "data.buckets[].cors[].methods",
        "security.key_pairs", "security.roles",
        "security.key_pairs[].name", "security.key_pairs[].kind", "security.key_pairs[].public_key",
        "security.roles[].name", "security.roles[].managed_policies", "security.roles[].policies",
    ];

    private static readonly Dictionary<string, int> Places = EssentialPaths.Select((path, index) => (path, index))
        .ToDictionary(pair => pair.path, pair => pair.index, StringComparer.Ordinal);

    // Settings that depend on a choice are shown first once that choice is made.
    private static readonly Dictionary<string, (string Path, string Value)> Conditions = new(StringComparer.Ordinal)
    {
        ["network.vpc_id"] = ("network.vpc", "existing"),
        ["network.vpc_tags"] = ("network.vpc", "existing"),
        ["network.environment"] = ("network.vpc", "environment"),
    };

    /// <summary>The paths shown first.</summary>
    public static IReadOnlyCollection<string> Essentials => EssentialPaths;

    /// <summary>The settings shown first, in the order in which users decide.</summary>
    public static IReadOnlyList<BlueprintField> First(BlueprintField group, BlueprintTree tree) =>
        [.. group.Fields.Where(field => IsFirst(field, tree)).OrderBy(field => Places.GetValueOrDefault(field.Path, 1))];

    /// <summary>All other settings, in the order of the reference.</summary>
    public static IReadOnlyList<BlueprintField> More(BlueprintField group, BlueprintTree tree) =>
        [.. group.Fields.Where(field => !IsFirst(field, tree))];

    /// <summary>Whether the setting is read-only: it names the file, or identifies the project.</summary>
    public static bool IsFixed(BlueprintField field) => field.Path is "project.name" or "project.id";

    private static bool IsFirst(BlueprintField field, BlueprintTree tree) =>
        Places.ContainsKey(field.Path)
            || (Conditions.TryGetValue(field.Path, out var condition) && tree.TextAt(condition.Path) == condition.Value);
}
