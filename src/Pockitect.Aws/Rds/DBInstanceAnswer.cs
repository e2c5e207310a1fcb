using System.Xml.Linq;
using Pockitect.Aws.Ec2;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Rds;

/// <summary>Reads a DB instance from RDS's answer.</summary>
internal static class DBInstanceAnswer
{
    /// <summary>The output with the source database of a replica.</summary>
    public const string Source = "ReadReplicaSourceDBInstanceIdentifier";

    /// <summary>The output with the cluster of a member.</summary>
    public const string Cluster = "DBClusterIdentifier";

    /// <param name="type">The resource type's name.</param>
    /// <param name="place">The place.</param>
    /// <param name="instance">A DBInstance element.</param>
    public static Observed Read(string type, Place place, XElement instance)
    {
        // Accepted but pending values count as current: requesting them again would change nothing.
        var pending = instance.Element("PendingModifiedValues");
        XElement? Value(string name) => pending?.Element(name) ?? instance.Element(name);

        var id = (string)instance.Element("DBInstanceIdentifier")!; // AWS names every instance.
        var storage = (int?)Value("AllocatedStorage") ?? 0;
        var state = (string?)instance.Element("DBInstanceStatus");
        return new Observed
        {
            Type = type,
            Id = id,
            Place = place,
            Spec = new DBInstance
            {
                DBInstanceIdentifier = id,
                Engine = (string?)Value("Engine") ?? "",
                EngineVersion = (string?)Value("EngineVersion"),
                DBInstanceClass = (string?)Value("DBInstanceClass") ?? "",
                AllocatedStorage = storage,
                // AWS omits it while autoscaling is off.
                MaxAllocatedStorage = (int?)instance.Element("MaxAllocatedStorage") ?? storage,
                StorageType = (string?)Value("StorageType"),
                Iops = (int?)Value("Iops"),
                StorageThroughput = (int?)Value("StorageThroughput"),
                StorageEncrypted = (bool?)instance.Element("StorageEncrypted"),
                KmsKeyId = (string?)instance.Element("KmsKeyId"),
                MasterUsername = (string?)instance.Element("MasterUsername") ?? "",
                DBName = (string?)instance.Element("DBName"),
                Port = (int?)pending?.Element("Port") ?? (int?)instance.Element("Endpoint")?.Element("Port"),
                MultiAZ = (bool?)Value("MultiAZ"),
                AvailabilityZone = (string?)instance.Element("AvailabilityZone"),
                PubliclyAccessible = (bool?)instance.Element("PubliclyAccessible"),
                DBSubnetGroup = (string?)instance.Element("DBSubnetGroup")?.Element("DBSubnetGroupName") is { } group
                    ? Ref.Existing<DBSubnetGroup>(group)
                    : null,
                VPCSecurityGroups = SecurityGroups(instance),
                BackupRetentionPeriod = (int?)Value("BackupRetentionPeriod"),
                PreferredBackupWindow = (string?)instance.Element("PreferredBackupWindow"),
                PreferredMaintenanceWindow = (string?)instance.Element("PreferredMaintenanceWindow"),
                DeletionProtection = (bool?)instance.Element("DeletionProtection"),
                CopyTagsToSnapshot = (bool?)instance.Element("CopyTagsToSnapshot"),
                AutoMinorVersionUpgrade = (bool?)instance.Element("AutoMinorVersionUpgrade"),
                EnablePerformanceInsights = (bool?)instance.Element("PerformanceInsightsEnabled") ?? false,
                EnableIAMDatabaseAuthentication = (bool?)Value("IAMDatabaseAuthenticationEnabled"),
                CACertificateIdentifier = (string?)Value("CACertificateIdentifier"),
                EngineLifecycleSupport = (string?)instance.Element("EngineLifecycleSupport"),
            },
            Tags = RdsTags.Read(instance.Element("TagList")),
            Phase = PhaseOf(state),
            State = state,
            Remedy = RemedyOf(state),
            Arn = (string?)instance.Element("DBInstanceArn"),
            CreatedAt = (DateTimeOffset?)instance.Element("InstanceCreateTime"),
            Outputs = OutputsOf(instance),
            Locked = (string?)instance.Element("DBClusterIdentifier") is { } cluster
                ? $"It is a member of the cluster '{cluster}', which Pockitect does not manage."
                : null,
        };
    }

    /// <summary>Whether AWS has accepted a change that is still pending.</summary>
    public static bool HasPending(XElement instance) => instance.Element("PendingModifiedValues")?.HasElements is true;

    /// <summary>Returns the upgrade targets in an answer of DescribeDBEngineVersions.</summary>
    public static IEnumerable<string> UpgradeTargets(XElement answer) =>
        from target in answer.Elements("DBEngineVersions")
            .Elements("DBEngineVersion")
            .Elements("ValidUpgradeTarget")
            .Elements("UpgradeTarget")
        select (string?)target.Element("EngineVersion") ?? "";

    private static IReadOnlyList<Ref<SecurityGroup>> SecurityGroups(XElement instance) =>
    [
        .. from member in instance.Elements("VpcSecurityGroups").Elements("VpcSecurityGroupMembership")
           where (string?)member.Element("Status") != "removing"
           select Ref.Existing<SecurityGroup>((string?)member.Element("VpcSecurityGroupId") ?? ""),
    ];

    private static Dictionary<string, string> OutputsOf(XElement instance)
    {
        var outputs = new Dictionary<string, string>();
        foreach (var name in (string[])[Source, Cluster])
        {
            if ((string?)instance.Element(name) is { Length: > 0 } other) outputs[name] = other;
        }

        void Add(string name, XElement? element)
        {
            if (element is not null) outputs[name] = element.Value;
        }

        Add("Endpoint.Address", instance.Element("Endpoint")?.Element("Address"));
        Add("Endpoint.Port", instance.Element("Endpoint")?.Element("Port"));
        Add("MasterUserSecretArn", instance.Element("MasterUserSecret")?.Element("SecretArn"));
        Add("AutomaticRestartTime", instance.Element("AutomaticRestartTime"));
        return outputs;
    }

    // AWS's advice: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html
    private static string? RemedyOf(string? state) => state switch
    {
        "storage-full" => "Increase its storage in the blueprint by at least 10 percent, and deploy.",
        "incompatible-parameters" => "Fix or reset its parameter group in the RDS console, then reboot it.",
        "incompatible-option-group" => "Fix its option group in the RDS console.",
        "incompatible-network" => "Free some IP addresses in its subnets, or repair its subnets and security groups; then start it again.",
        "inaccessible-encryption-credentials-recoverable" => "Enable its KMS key within seven days, then start it again.",
        "inaccessible-encryption-credentials" => "Its KMS key is no longer usable. Restore its last backup as a new database.",
        "insufficient-capacity" => "Wait, or choose another instance class in the blueprint and deploy.",
        "upgrade-failed" => "Check its events in the RDS console, fix the cause, and deploy the version again.",
        "unsupported-configuration" or "incompatible-create" => "Check its events in the RDS console, and fix the cause.",
        _ => null,
    };

    // States from https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html
    private static Phase PhaseOf(string? state) => state switch
    {
        // While AWS optimizes new storage, which can take days, the database is fully usable.
        "available" or "storage-optimization" or "storage-initialization" => Phase.Ready,
        "stopped" => Phase.Stopped,
        "delete-precheck" or "deleting" => Phase.Deleting,
        "failed" or "inaccessible-encryption-credentials" or "inaccessible-encryption-credentials-recoverable"
            or "incompatible-create" or "incompatible-network" or "incompatible-option-group" or "incompatible-parameters"
            or "incompatible-restore" or "insufficient-capacity" or "restore-error" or "storage-full"
            or "unsupported-configuration" or "upgrade-failed" => Phase.Failed,
        "backing-up" or "backtracking" or "configuring-associated-roles" or "configuring-enhanced-monitoring"
            or "configuring-iam-database-auth" or "configuring-log-exports" or "converting-to-vpc" or "creating"
            or "maintenance" or "modifying" or "moving-to-vpc" or "promoting" or "rebooting" or "renaming"
            or "resetting-master-credentials" or "starting" or "stopping" or "storage-config-upgrade" or "upgrading" => Phase.Pending,
        _ => Phase.Pending,
    };
}
