using Pockitect.Aws.Ec2;
using Pockitect.Aws.Rds;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Topology;

/// <summary>The databases of the <c>data</c> section, each with a security group and usually its own subnet group.</summary>
internal sealed class DatabaseTopology(Draft draft, Blueprint blueprint, NetworkPlan network)
{
    public void Add()
    {
        foreach (var (index, entry) in blueprint.Data.Databases.Index()) Add(entry, $"data.databases[{index}]");
    }

    private void Add(DatabaseEntry entry, string path)
    {
        var port = entry.Port ?? DefaultPort(entry.Engine);
        var access = draft.Add($"{entry.Name}-access", AccessTo(entry, port, path), path);
        var subnets = SubnetsOf(entry, path);
        CheckReach(entry, subnets, path);
        Ref<DBSubnetGroup>? group = subnets.Count == 0 ? null : draft.Add(
            $"{entry.Name}-subnets",
            new DBSubnetGroup
            {
                DBSubnetGroupDescription = $"{draft.Project} {entry.Name}",
                SubnetIds = [.. subnets.Select(subnet => subnet.Ref)],
            },
            path);
        var others = entry.SecurityGroups.Select((name, index) => draft.Use<SecurityGroup>(name, $"{path}.security_groups[{index}]"));
        draft.Add(
            entry.Name,
            InstanceOf(entry, port) with { DBSubnetGroup = group, VPCSecurityGroups = [.. others.Prepend(access).Distinct()] },
            path);
    }

    private static DBInstance InstanceOf(DatabaseEntry entry, int port) => new()
    {
        Engine = EngineName(entry.Engine),
        EngineVersion = entry.Version,
        DBInstanceClass = entry.Class,
        AllocatedStorage = entry.StorageGb,
        // The current size: no autoscaling. A volume that grew anyway raises this.
        MaxAllocatedStorage = entry.MaxStorageGb ?? entry.StorageGb,
        StorageType = entry.StorageType,
        Iops = entry.Iops,
        StorageEncrypted = entry.Encrypted,
        MasterUsername = entry.Username,
        DBName = entry.Database,
        Port = port,
        MultiAZ = entry.MultiAz,
        PubliclyAccessible = entry.Public,
        BackupRetentionPeriod = entry.BackupDays,
        PreferredBackupWindow = entry.BackupWindow,
        PreferredMaintenanceWindow = entry.MaintenanceWindow,
        DeletionProtection = entry.DeletionProtection,
        AutoMinorVersionUpgrade = entry.AutoMinorVersionUpgrade,
        EnableIAMDatabaseAuthentication = entry.IamAuthentication,
        EngineLifecycleSupport = entry.ExtendedSupport switch
        {
            true => "open-source-rds-extended-support",
            false => "open-source-rds-extended-support-disabled",
            null => null,
        },
        Tags = entry.Tags,
    };

    /// <summary>The security group that allows the members of others to connect to the database's port.</summary>
    private SecurityGroup AccessTo(DatabaseEntry entry, int port, string path)
    {
        IEnumerable<Ref<SecurityGroup>> sources = entry.AllowFrom is { } names
            ? names.Select((name, index) => draft.Use<SecurityGroup>(name, $"{path}.allow_from[{index}]"))
            : blueprint.Network.SecurityGroups.Take(1).Select(first => Ref.To<SecurityGroup>(first.Name));
        return new SecurityGroup
        {
            Vpc = network.Vpc,
            GroupDescription = $"{draft.Project} access to {entry.Name}",
            SecurityGroupIngress =
            [
                .. sources.Distinct()
                    .Select(source => new IngressRule { IpProtocol = "tcp", FromPort = port, ToPort = port, SourceSecurityGroup = source }),
            ],
        };
    }

    private IReadOnlyList<SubnetPlan> SubnetsOf(DatabaseEntry entry, string path)
    {
        if (entry.Subnets is null)
        {
            // RDS uses the account's default VPC by default.
            if (network.Choice is VpcChoice.Existing or VpcChoice.Environment)
            {
                draft.Problem(
                    $"{path}.subnets", $"Database '{entry.Name}' needs subnets of the existing VPC, in two zones; list them in 'subnets'.");
            }

            return network.DataSubnets;
        }

        List<SubnetPlan> subnets =
        [
            .. entry.Subnets.Select((name, index) => network.Find(name)
                ?? new SubnetPlan(name, SubnetAccess.Public, draft.Use<Subnet>(name, $"{path}.subnets[{index}]")))
                    .DistinctBy(subnet => subnet.Ref),
        ];
        var zones = subnets.Where(subnet => subnet.Zone is not null).Select(subnet => subnet.Zone).Distinct().ToList();
        if (subnets.Count < 2)
            draft.Problem(
                $"{path}.subnets",
                $"Database '{entry.Name}' needs at least two subnets, in two Availability Zones; add some, or omit 'subnets'.");
        else if (zones.Count == 1 && subnets.TrueForAll(subnet => subnet.Zone is not null))
            draft.Problem(
                $"{path}.subnets",
                $"The subnets of database '{entry.Name}' are all in {zones[0]}, but RDS requires two zones; add one in another zone.");
        return subnets;
    }

    private void CheckReach(DatabaseEntry entry, IReadOnlyList<SubnetPlan> subnets, string path)
    {
        if (entry.Public && subnets.FirstOrDefault(subnet => subnet.Access is not SubnetAccess.Public) is { } hidden)
        {
            draft.Problem($"{path}.public", $"Database '{entry.Name}' has a public address, but its subnet '{hidden.Name}' is not public; "
                + "list public subnets in 'subnets', or omit 'public'.");
        }
    }

    private static string EngineName(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Postgres => "postgres",
        DatabaseEngine.Mysql => "mysql",
        DatabaseEngine.Mariadb => "mariadb",
        _ => throw new InvalidOperationException($"Unknown database engine: {engine}"),
    };

    private static int DefaultPort(DatabaseEngine engine) => engine is DatabaseEngine.Postgres ? 5432 : 3306;
}
