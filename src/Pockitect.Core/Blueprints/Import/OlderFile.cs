using Pockitect.Core.Yaml;

namespace Pockitect.Core.Blueprints.Import;

/// <summary>Recognizes files from the old Pockitect by keys that no blueprint has.</summary>
internal static class OlderFile
{
    public static bool Recognizes(YamlMap root) =>
        Has(root, "network", "vpc_mode", "vpc_env", "subnet_type", "rules")
        || Has(root, "compute", "instance_type", "image_id", "image_name")
        || Has(root, "data", "db", "s3_bucket")
        || Has(root, "security", "key_pair", "iam_role");

    private static bool Has(YamlMap root, string section, params ReadOnlySpan<string> keys)
    {
        if (root.Find(section)?.Value.Value is not YamlMap map) return false;
        // The keys of two sections must never look like an older file: key_pair for key_pairs is only a typo.
        var found = 0;
        foreach (var key in keys) found += map.Find(key) is null ? 0 : 1;
        return found >= Math.Min(2, keys.Length);
    }
}
