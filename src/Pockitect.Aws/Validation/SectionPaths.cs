using Pockitect.Aws.Iam;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Validation;

/// <summary>Maps a spec's property to the setting of a blueprint section.</summary>
internal static class SectionPaths
{
    /// <summary>Properties with another name in sections. All others have the same name.</summary>
    private static readonly Dictionary<string, string> Keys = new(StringComparer.Ordinal)
    {
        ["KeyPair.KeyName"] = "key_name",
        ["KeyPair.KeyType"] = "kind",
        ["KeyPair.PublicKeyMaterial"] = "public_key",
        ["Role.RoleName"] = "role_name",
        ["Role.Description"] = "description",
        ["Role.MaxSessionDuration"] = "max_session_hours",
        ["Role.ManagedPolicyArns"] = "managed_policies",
        ["Role.PermissionsBoundary"] = "permissions_boundary",
        ["SecurityGroup.GroupDescription"] = "description",
        ["SecurityGroup.SecurityGroupIngress"] = "inbound",
        ["SecurityGroup.SecurityGroupEgress"] = "outbound",
        ["Instance.ImageId"] = "image",
        ["Instance.InstanceType"] = "type",
        ["Instance.UserData"] = "user_data",
        ["Instance.RootVolume"] = "root_volume",
        ["Volume.Size"] = "size_gb",
        ["Volume.VolumeType"] = "type",
        ["Volume.Iops"] = "iops",
        ["Volume.Throughput"] = "throughput",
        ["Volume.SnapshotId"] = "snapshot",
        ["Volume.Attachment"] = "device",
        ["Subnet.CidrBlock"] = "cidr",
        ["Vpc.CidrBlock"] = "cidr",
        ["DBInstance.EngineVersion"] = "version",
        ["DBInstance.DBInstanceClass"] = "class",
        ["DBInstance.AllocatedStorage"] = "storage_gb",
        ["DBInstance.MaxAllocatedStorage"] = "max_storage_gb",
        ["DBInstance.StorageType"] = "storage_type",
        ["DBInstance.Iops"] = "iops",
        ["DBInstance.MasterUsername"] = "username",
        ["DBInstance.DBName"] = "database",
        ["DBInstance.Port"] = "port",
        ["DBInstance.BackupRetentionPeriod"] = "backup_days",
        ["DBInstance.PreferredBackupWindow"] = "backup_window",
        ["DBInstance.PreferredMaintenanceWindow"] = "maintenance_window",
        ["DBSubnetGroup.SubnetIds"] = "subnets",
        ["Bucket.BucketName"] = "bucket_name",
        ["Bucket.PolicyDocument"] = "policy",
        ["Bucket.BucketEncryption"] = "kms_key",
        ["Bucket.LifecycleConfiguration"] = "lifecycle",
        ["Bucket.CorsConfiguration"] = "cors",
    };

    /// <param name="entry">The path of the section's entry.</param>
    /// <param name="property">The property's path in the spec: <c>Policies[0].PolicyName</c>.</param>
    public static string Of(string entry, Spec spec, string property)
    {
        var top = property.Split('.', '[')[0];
        if (spec is Role { Policies: { } policies } && top == nameof(Role.Policies) && IndexIn(property) is { } index)
            return BlueprintPath.Join($"{entry}.policies", policies[index].PolicyName);
        if (!Keys.TryGetValue($"{spec.GetType().Name}.{top}", out var key)) return entry;

        var path = $"{entry}.{key}";
        return IndexIn(property) is { } at ? BlueprintPath.Join(path, at) : path;
    }

    /// <summary>The first index in a path.</summary>
    private static int? IndexIn(string property) =>
        property.IndexOf('[', StringComparison.Ordinal) is > 0 and var open && property.IndexOf(']', open) is > 0 and var close
            ? int.Parse(property[(open + 1)..close], System.Globalization.CultureInfo.InvariantCulture)
            : null;
}
