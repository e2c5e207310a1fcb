namespace Pockitect.Web.Wizard.Fields;

/// <summary>The labels of settings, where the key is not a good label.</summary>
internal static class FieldText
{
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal)
    {
        ["project.id"] = "Project ID",
        ["network.vpc"] = "VPC",
        ["network.vpc_id"] = "VPC ID",
        ["network.vpc_tags"] = "VPC tags",
        ["network.cidr"] = "Address range",
        ["network.dns_hostnames"] = "Public DNS names",
        ["network.availability_zones"] = "Zones",
        ["network.access"] = "Subnet access",
        ["network.nat_gateway"] = "NAT gateways",
        ["network.environment"] = "Environment project",
        ["network.subnets[].cidr"] = "Address range",
        ["network.subnets[].id"] = "Subnet ID",
        ["compute.instances[].type"] = "Instance type",
        ["compute.instances[].user_data"] = "Start-up script",
        ["compute.instances[].public_ip"] = "Public address",
        ["compute.instances[].elastic_ip"] = "Fixed public address",
        ["compute.instances[].monitoring"] = "Metrics every minute",
        ["compute.instances[].require_imdsv2"] = "Require IMDSv2",
        ["compute.instances[].root_volume"] = "Root disk",
        ["compute.instances[].volumes"] = "More disks",
        ["data.databases[].class"] = "Instance class",
        ["data.databases[].database"] = "First database",
        ["data.databases[].multi_az"] = "Standby in another zone",
        ["data.databases[].public"] = "Public address",
        ["data.databases[].extended_support"] = "Extended Support",
        ["data.databases[].iam_authentication"] = "IAM sign-in",
        ["data.databases[].allow_from"] = "Security groups that may connect",
        ["data.databases[].backup_days"] = "Backup retention (days)",
        ["data.buckets[].kms_key"] = "KMS key",
        ["data.buckets[].cors"] = "Other hosts (CORS)",
        ["security.key_pairs[].existing"] = "Already in AWS",
        ["security.key_pairs[].key_name"] = "Name in AWS",
        ["security.roles[].role_name"] = "Name in AWS",
        ["security.roles[].policies"] = "Inline policies",
    };

    private static readonly Dictionary<string, string> Singulars = new(StringComparer.Ordinal)
    {
        ["network.subnets"] = "subnet",
        ["network.security_groups"] = "security group",
        ["network.security_groups[].inbound"] = "inbound rule",
        ["network.security_groups[].outbound"] = "outbound rule",
        ["compute.instances"] = "instance",
        ["compute.instances[].volumes"] = "disk",
        ["data.databases"] = "database",
        ["data.buckets"] = "bucket",
        ["data.buckets[].lifecycle"] = "lifecycle rule",
        ["data.buckets[].cors"] = "CORS rule",
        ["security.key_pairs"] = "key pair",
        ["security.roles"] = "role",
    };

    private static readonly Dictionary<string, string> Abbreviations = new(StringComparer.Ordinal)
    {
        ["ip"] = "IP",
        ["id"] = "id",
        ["gb"] = "(GiB)",
        ["iops"] = "IOPS",
        ["cidr"] = "address range",
        ["dns"] = "DNS",
        ["mib"] = "MiB",
    };

    /// <param name="path">Without list positions.</param>
    public static string Label(string path)
    {
        if (Labels.TryGetValue(path, out var label)) return label;
        var words = path[(path.LastIndexOf('.') + 1)..].Split('_').Select(word => Abbreviations.GetValueOrDefault(word, word));
        var text = string.Join(' ', words);
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    /// <summary>Returns the name for one entry of a list.</summary>
    public static string Singular(string path) => Singulars.GetValueOrDefault(path, "entry");
}
