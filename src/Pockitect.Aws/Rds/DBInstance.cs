using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Ec2;
using Pockitect.Core.Execution;
using Pockitect.Core.Pricing;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Rds;

/// <summary>A managed database server. AWS makes its password and keeps it in Secrets Manager; no file of ours ever holds one.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html"/>
public sealed record DBInstance : Spec, IPublicAddressUser
{
    /// <summary>Its name, unique in the account and Region and part of its address; AWS makes it lower case. Not given, it gets one of its own.</summary>
    [Replacement, IgnoreCase]
    [RegularExpression("^(?!.*--)[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$", ErrorMessage = "needs 1 to 63 letters, digits and hyphens, a letter first, no two hyphens in a row and none last")]
    public string? DBInstanceIdentifier { get; init; }

    /// <summary>The database software.</summary>
    [Replacement, AllowedValues("postgres", "mysql", "mariadb")]
    public required string Engine { get; init; }

    /// <summary>
    /// The software's version: <c>16</c> for what AWS offers of 16, or <c>16.4</c>. A newer minor version, which AWS installs by
    /// itself, is no difference, because RDS never goes back.
    /// </summary>
    [VersionPrefix]
    [RegularExpression(@"^\d+(\.\d+){0,3}$")]
    public string? EngineVersion { get; init; }

    /// <summary>The size of the machine, such as <c>db.t4g.micro</c>.</summary>
    [RegularExpression(@"^db\.[a-z0-9.-]+$")]
    public required string DBInstanceClass { get; init; }

    /// <summary>Disk in GiB, 20 to 65536. It can grow, by itself too where MaxAllocatedStorage lets it, but never shrink.</summary>
    [AtLeast, OnlyGrows]
    [Range(20, 65536)]
    public required int AllocatedStorage { get; init; }

    /// <summary>How far AWS may let the disk grow by itself, in GiB; as much as the disk has switches this off.</summary>
    [Range(20, 65536)]
    public int? MaxAllocatedStorage { get; init; }

    /// <summary>The kind of disk.</summary>
    [AllowedValues("gp2", "gp3", "io1", "io2", "standard", null)]
    public string? StorageType { get; init; }

    /// <summary>Disk operations per second, for io1 and io2 always, for gp3 only from 400 GiB (MySQL, MariaDB and PostgreSQL).</summary>
    [Range(1000, 256000)]
    public int? Iops { get; init; }

    /// <summary>Disk throughput in MiB per second, for gp3 from 400 GiB only.</summary>
    [Range(125, 4000)]
    public int? StorageThroughput { get; init; }

    /// <summary>The disk, its backups and its snapshots are encrypted.</summary>
    [Replacement]
    public bool? StorageEncrypted { get; init; }

    /// <summary>ARN of the KMS key of the disk; not given, AWS's own key for RDS is used.</summary>
    [Replacement]
    [RegularExpression("^arn:aws[a-z-]*:kms:.+$")]
    public string? KmsKeyId { get; init; }

    /// <summary>The name of the first user. Its password is in the secret that the output MasterUserSecretArn names.</summary>
    [Replacement]
    [RegularExpression("^[A-Za-z][A-Za-z0-9_]{0,62}$")]
    public required string MasterUsername { get; init; }

    /// <summary>A database to make inside the new server; not given, MySQL and MariaDB have none and PostgreSQL has <c>postgres</c>.</summary>
    [Replacement]
    [RegularExpression("^[A-Za-z][A-Za-z0-9_]{0,62}$")]
    public string? DBName { get; init; }

    /// <summary>Where it listens, 1150 to 65535. A change restarts it.</summary>
    [Range(1150, 65535)]
    public int? Port { get; init; }

    /// <summary>A second server in another Availability Zone stands by to take over; it costs as much again.</summary>
    public bool? MultiAZ { get; init; }

    /// <summary>The zone to be in, such as <c>eu-west-1a</c>; not to be given together with MultiAZ.</summary>
    [Replacement]
    public string? AvailabilityZone { get; init; }

    /// <summary>Its name resolves to a public address outside of the VPC; security groups still decide who gets in.</summary>
    public bool? PubliclyAccessible { get; init; }

    /// <summary>The subnets that it may be in; not given, those of the default VPC.</summary>
    [Replacement]
    public Ref<DBSubnetGroup>? DBSubnetGroup { get; init; }

    /// <summary>The security groups that decide who reaches it; not given, the VPC's default one.</summary>
    [MinLength(1), StaysIn(typeof(Vpc))]
    public IReadOnlyList<Ref<SecurityGroup>>? VPCSecurityGroups { get; init; }

    /// <summary>For how many days AWS keeps automatic backups, 0 (none at all) to 35.</summary>
    [Range(0, 35)]
    public int? BackupRetentionPeriod { get; init; }

    /// <summary>When AWS backs up each day, in UTC, at least 30 minutes: <c>03:00-04:00</c>.</summary>
    [RegularExpression(@"^\d\d:\d\d-\d\d:\d\d$")]
    public string? PreferredBackupWindow { get; init; }

    /// <summary>When AWS may maintain it each week, in UTC, at least 30 minutes: <c>sun:04:30-sun:05:30</c>.</summary>
    [IgnoreCase]
    [RegularExpression(@"^[A-Za-z]{3}:\d\d:\d\d-[A-Za-z]{3}:\d\d:\d\d$")]
    public string? PreferredMaintenanceWindow { get; init; }

    /// <summary>AWS refuses to delete it until this is switched off.</summary>
    public bool? DeletionProtection { get; init; }

    /// <summary>Its snapshots get its tags.</summary>
    public bool? CopyTagsToSnapshot { get; init; }

    /// <summary>AWS installs minor versions by itself in the maintenance window.</summary>
    public bool? AutoMinorVersionUpgrade { get; init; }

    /// <summary>AWS records what the database is busy with; seven days of it are free.</summary>
    public bool? EnablePerformanceInsights { get; init; }

    /// <summary>IAM identities may sign in with short-lived tokens instead of a password.</summary>
    public bool? EnableIAMDatabaseAuthentication { get; init; }

    /// <summary>
    /// Whether AWS keeps an old major version running for money after its standard support has ended. AWS's own choice is that it does.
    /// It is decided when the database is created.
    /// </summary>
    [AllowedValues("open-source-rds-extended-support", "open-source-rds-extended-support-disabled", null)]
    public string? EngineLifecycleSupport { get; init; }

    /// <summary>The certificate authority that signs its certificate, such as <c>rds-ca-rsa2048-g1</c>.</summary>
    [RegularExpression("^rds-ca-[a-z0-9-]+$")]
    public string? CACertificateIdentifier { get; init; }
}

internal sealed class DBInstanceType(AwsClients aws) : ResourceType<DBInstance>("AWS::RDS::DBInstance")
{
    // The master password's secret is made with the caller's permissions, a grant on a key of one's own for the disk too, and RDS's
    // own role where the account has none yet: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html,
    // Overview.Encryption.Keys.html and UsingWithRDS.IAM.ServiceLinkedRoles.html there.
    public override LifeActions Actions { get; } = new()
    {
        Read = ["rds:DescribeDBInstances"],
        Create =
        [
            "rds:CreateDBInstance", "rds:ModifyDBInstance", "rds:AddTagsToResource", "secretsmanager:CreateSecret",
            "secretsmanager:TagResource", "kms:CreateGrant", "kms:DescribeKey", "iam:CreateServiceLinkedRole",
        ],
        Update = ["rds:ModifyDBInstance", "rds:DescribeDBEngineVersions", "rds:AddTagsToResource", "rds:RemoveTagsFromResource"],
        Delete = ["rds:DeleteDBInstance", "rds:CreateDBSnapshot", "rds:AddTagsToResource"],
        Start = ["rds:StartDBInstance"],
        Stop = ["rds:StopDBInstance"],
    };

    /// <summary>The instances that were changed and not yet seen with nothing pending.</summary>
    private readonly ConcurrentDictionary<(string Region, string Id), bool> _changing = new();

    public override bool HasPower => true;

    public override bool HoldsData => true;

    // The budgets of terraform-provider-aws.
    public override TimeSpan SettleBudget => TimeSpan.FromMinutes(80);

    public override TimeSpan CreateBudget => TimeSpan.FromMinutes(40);

    public override TimeSpan DeleteBudget => TimeSpan.FromMinutes(60);

    // Both go with the kind of disk that has them.
    public override IReadOnlyList<string> Removable { get; } = [nameof(DBInstance.Iops), nameof(DBInstance.StorageThroughput)];

    public override async IAsyncEnumerable<Observed> ListAsync(Place place, [EnumeratorCancellation] CancellationToken ct)
    {
        var pages = aws.Rds(place.Region).PagesAsync("DescribeDBInstances", new QueryParameters().Set("MaxRecords", 100), ct);
        await foreach (var page in pages)
        {
            foreach (var instance in Instances(page)) yield return DBInstanceAnswer.Read(Name, place, instance);
        }
    }

    /// <remarks>
    /// AWS says <c>available</c> for a minute after it has taken a change, with the change still pending, and refuses the next one until
    /// it is done. A change that somebody else has ordered for the maintenance window isn't waited for.
    /// </remarks>
    public override async Task<Observed?> ReadAsync(Place place, string id, CancellationToken ct)
    {
        if (await FindAsync(place, id, ct) is not { } instance) return null;
        var seen = DBInstanceAnswer.Read(Name, place, instance);
        if (!_changing.ContainsKey((place.Region, id)) || seen.Phase is not Phase.Ready) return seen;
        if (DBInstanceAnswer.HasPending(instance)) return seen with { Phase = Phase.Pending, State = "waiting for the change to begin" };
        _changing.TryRemove((place.Region, id), out _);
        return seen;
    }

    protected override string NaturalKey(DBInstance spec, Creation how) =>
        (spec.DBInstanceIdentifier ?? how.UniqueName).ToLowerInvariant();

    protected override async Task<string> CreateAsync(Place place, DBInstance spec, Creation how, CancellationToken ct)
    {
        var request = new QueryParameters()
            .Set("DBInstanceIdentifier", NaturalKey(spec, how))
            .Set("Engine", spec.Engine)
            .Set("EngineVersion", spec.EngineVersion)
            .Set("DBInstanceClass", spec.DBInstanceClass)
            .Set("AllocatedStorage", spec.AllocatedStorage)
            // To not let it grow is said by saying nothing here, but by the same size in a later change.
            .Set("MaxAllocatedStorage", spec.MaxAllocatedStorage > spec.AllocatedStorage ? spec.MaxAllocatedStorage : null)
            .Set("StorageType", spec.StorageType)
            .Set("Iops", spec.Iops)
            .Set("StorageThroughput", spec.StorageThroughput)
            .Set("StorageEncrypted", spec.StorageEncrypted)
            .Set("KmsKeyId", spec.KmsKeyId)
            .Set("MasterUsername", spec.MasterUsername)
            .Set("ManageMasterUserPassword", true)
            .Set("DBName", spec.DBName)
            .Set("Port", spec.Port)
            .Set("MultiAZ", spec.MultiAZ)
            .Set("AvailabilityZone", spec.AvailabilityZone)
            .Set("PubliclyAccessible", spec.PubliclyAccessible)
            .Set("DBSubnetGroupName", spec.DBSubnetGroup?.Id)
            .List("VpcSecurityGroupIds.VpcSecurityGroupId", spec.VPCSecurityGroups?.Select(group => group.Id))
            .Set("BackupRetentionPeriod", spec.BackupRetentionPeriod)
            .Set("PreferredBackupWindow", spec.PreferredBackupWindow)
            .Set("PreferredMaintenanceWindow", spec.PreferredMaintenanceWindow)
            .Set("DeletionProtection", spec.DeletionProtection)
            .Set("CopyTagsToSnapshot", spec.CopyTagsToSnapshot)
            .Set("AutoMinorVersionUpgrade", spec.AutoMinorVersionUpgrade)
            .Set("EnablePerformanceInsights", spec.EnablePerformanceInsights)
            .Set("EnableIAMDatabaseAuthentication", spec.EnableIAMDatabaseAuthentication)
            .Set("CACertificateIdentifier", spec.CACertificateIdentifier)
            .Set("EngineLifecycleSupport", spec.EngineLifecycleSupport)
            .Tags("Tags.Tag", how.Tags);
        await aws.Rds(place.Region).CallAsync("CreateDBInstance", request, ct);
        return NaturalKey(spec, how);
    }

    protected override async Task UpdateAsync(Place place, string id, DBInstance now, DBInstance desired, CancellationToken ct)
    {
        desired = Attainable(now, desired);
        // One call with all that differs, because AWS takes no second one while it works on the first.
        var changed = SpecDiff.Compare(desired, now).Select(change => change.Path).ToHashSet();
        if (changed.Count == 0) return;
        T? New<T>(string property, T? value) => changed.Contains(property) ? value : default;

        var request = new QueryParameters()
            .Set("DBInstanceIdentifier", id)
            .Set("ApplyImmediately", true)
            .Set("EngineVersion", New(nameof(desired.EngineVersion), desired.EngineVersion) is { } version ? await UpgradeTargetAsync(place, now, version, ct) : null)
            .Set("DBInstanceClass", New(nameof(desired.DBInstanceClass), desired.DBInstanceClass))
            .Set("MaxAllocatedStorage", New(nameof(desired.MaxAllocatedStorage), desired.MaxAllocatedStorage))
            .Set("DBPortNumber", New(nameof(desired.Port), desired.Port))
            .Set("MultiAZ", New(nameof(desired.MultiAZ), desired.MultiAZ))
            .Set("PubliclyAccessible", New(nameof(desired.PubliclyAccessible), desired.PubliclyAccessible))
            .List(
                "VpcSecurityGroupIds.VpcSecurityGroupId",
                New(nameof(desired.VPCSecurityGroups), desired.VPCSecurityGroups)?.Select(group => group.Id))
            .Set("BackupRetentionPeriod", New(nameof(desired.BackupRetentionPeriod), desired.BackupRetentionPeriod))
            .Set("PreferredBackupWindow", New(nameof(desired.PreferredBackupWindow), desired.PreferredBackupWindow))
            .Set("PreferredMaintenanceWindow", New(nameof(desired.PreferredMaintenanceWindow), desired.PreferredMaintenanceWindow))
            .Set("DeletionProtection", New(nameof(desired.DeletionProtection), desired.DeletionProtection))
            .Set("CopyTagsToSnapshot", New(nameof(desired.CopyTagsToSnapshot), desired.CopyTagsToSnapshot))
            .Set("AutoMinorVersionUpgrade", New(nameof(desired.AutoMinorVersionUpgrade), desired.AutoMinorVersionUpgrade))
            .Set("EnablePerformanceInsights", New(nameof(desired.EnablePerformanceInsights), desired.EnablePerformanceInsights))
            .Set(
                "EnableIAMDatabaseAuthentication",
                New(nameof(desired.EnableIAMDatabaseAuthentication), desired.EnableIAMDatabaseAuthentication))
            .Set("CACertificateIdentifier", New(nameof(desired.CACertificateIdentifier), desired.CACertificateIdentifier));

        // Whoever names another version in a blueprint and approves the plan means it, and AWS wants that said for a major one.
        if (changed.Contains(nameof(desired.EngineVersion))) request.Set("AllowMajorVersionUpgrade", true);
        if (changed.Overlaps([nameof(desired.AllocatedStorage), nameof(desired.StorageType), nameof(desired.Iops), nameof(desired.StorageThroughput)]))
            SetStorage(request, now, desired);
        await aws.Rds(place.Region).CallAsync("ModifyDBInstance", request, ct);
        _changing[(place.Region, id)] = true;
    }

    /// <summary>The version to ask for: AWS takes a prefix for the default of that major version, which may be no valid target.</summary>
    private async Task<string> UpgradeTargetAsync(Place place, DBInstance now, string version, CancellationToken ct)
    {
        if (now.EngineVersion is not { } from) return version;
        var request = new QueryParameters().Set("Engine", now.Engine).Set("EngineVersion", from);
        var answer = await aws.Rds(place.Region).CallAsync("DescribeDBEngineVersions", request, ct);
        // Where there is no such target AWS says so, better than we could.
        return EngineVersions.Newest(DBInstanceAnswer.UpgradeTargets(answer), version) ?? version;
    }

    public override async Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct)
    {
        if (await FindAsync(place, id, ct) is not { } instance) return;
        var snapshot = MayKeep(instance) ? how.FinalSnapshot : null;
        // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html
        if (snapshot is not null && (string?)instance.Element("DBInstanceStatus") is "failed" or "incompatible-restore" or "incompatible-network")
        {
            throw new FaultException(new Fault(
                FaultKind.Invalid,
                "NoFinalSnapshot",
                $"RDS takes no final snapshot of '{id}' in the state '{(string?)instance.Element("DBInstanceStatus")}'. Repair it, or delete it with --no-final-snapshot and lose its data."));
        }

        // A repeated call would be refused for its state.
        if ((string?)instance.Element("DBInstanceStatus") != "deleting") await DeleteAsync(place, id, snapshot, ct);
        if (snapshot is null) return;
        // AWS takes no tags for it before: so it is known whose it was, and who pays for it.
        var tags = RdsTags.Read(instance.Element("TagList")).Where(tag => !tag.Key.StartsWith("aws:", StringComparison.Ordinal)).ToDictionary();
        await DBSnapshotType.TagAsync(aws, place, snapshot, tags, [], ct);
    }

    public override Observed? KeptOf(Observed now, Deletion how) => how.FinalSnapshot is { } snapshot && !now.Outputs.ContainsKey(DBInstanceAnswer.Source) && !now.Outputs.ContainsKey(DBInstanceAnswer.Cluster)
        ? DBSnapshotType.Final(now.Place, snapshot, now.Id, ((DBInstance)now.Spec).AllocatedStorage)
        : null;

    /// <summary>A replica and a member of a cluster have no data of their own that could be kept.</summary>
    private static bool MayKeep(XElement instance) =>
        (string?)instance.Element(DBInstanceAnswer.Source) is null or "" && (string?)instance.Element(DBInstanceAnswer.Cluster) is null or "";

    private async Task DeleteAsync(Place place, string id, string? snapshot, CancellationToken ct)
    {
        var request = new QueryParameters()
            .Set("DBInstanceIdentifier", id)
            .Set("SkipFinalSnapshot", snapshot is null)
            .Set("FinalDBSnapshotIdentifier", snapshot)
            .Set("DeleteAutomatedBackups", true);
        await aws.Rds(place.Region).CallAsync("DeleteDBInstance", request, ct).GoneIsDoneAsync();
    }

    public override Task TagAsync(
        Place place, string id, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, CancellationToken ct) =>
        RdsTags.ApplyAsync(aws.Rds(place.Region), RdsTags.Arn(place, "db", id), set, remove, ct);

    /// <remarks>RDS takes no change of what is stopped.</remarks>
    protected override bool NeedsStartToUpdate(DBInstance now, DBInstance desired) => SpecDiff.Compare(desired, now).Count > 0;

    protected override DBInstance? Unset(DBInstance desired, string path, Observed now, IReadOnlyList<Observed> around) => path switch
    {
        // A small gp3 disk has a speed of its own, and so has another kind of disk.
        nameof(DBInstance.Iops) or nameof(DBInstance.StorageThroughput)
            when !TakesPerformance(desired.StorageType ?? ((DBInstance)now.Spec).StorageType, desired.AllocatedStorage) => desired,
        nameof(DBInstance.Iops) or nameof(DBInstance.StorageThroughput) => null,
        nameof(DBInstance.VPCSecurityGroups) => DefaultGroup.Of(now, around) is { } group ? desired with { VPCSecurityGroups = [group] } : null,
        nameof(DBInstance.MultiAZ) => desired with { MultiAZ = false },
        nameof(DBInstance.DeletionProtection) => desired with { DeletionProtection = false },
        nameof(DBInstance.EnablePerformanceInsights) => desired with { EnablePerformanceInsights = false },
        nameof(DBInstance.EnableIAMDatabaseAuthentication) => desired with { EnableIAMDatabaseAuthentication = false },
        nameof(DBInstance.MaxAllocatedStorage) => desired with { MaxAllocatedStorage = desired.AllocatedStorage },
        _ => null,
    };

    protected override DBInstance Attainable(DBInstance now, DBInstance desired) => DBInstanceLimits.Attainable(now, desired);

    protected override IEnumerable<string> Limits(DBInstance now, DBInstance desired) => DBInstanceLimits.Of(now, desired);

    protected override IEnumerable<Interruption> Interruptions(Observed now, DBInstance spec, DBInstance desired) =>
        now.Phase is Phase.Ready ? DBInstanceLimits.Interruptions(spec, desired) : base.Interruptions(now, spec, desired);

    protected override DBInstance? Unprotected(DBInstance now) =>
        now.DeletionProtection is true ? now with { DeletionProtection = false } : null;

    protected override DBInstance AsWritten(DBInstance spec, Observed now)
    {
        // AWS tells the speed of every gp3 disk, but takes one only for large ones.
        var takesSpeed = spec.StorageType is "io1" or "io2" || (spec.StorageType is "gp3" && spec.AllocatedStorage >= 400);
        return spec with
        {
            // AWS installs minor versions by itself; the exact one would soon ask for the way back.
            EngineVersion = spec is { AutoMinorVersionUpgrade: true, EngineVersion: { } version } ? EngineVersions.Major(spec.Engine, version) : spec.EngineVersion,
            // AWS's own choice.
            EngineLifecycleSupport = spec.EngineLifecycleSupport is "open-source-rds-extended-support" ? null : spec.EngineLifecycleSupport,
            // As much as the disk has means that it may not grow, which is what AWS does without a value.
            MaxAllocatedStorage = spec.MaxAllocatedStorage > spec.AllocatedStorage ? spec.MaxAllocatedStorage : null,
            Iops = takesSpeed ? spec.Iops : null,
            StorageThroughput = takesSpeed && spec.StorageType is "gp3" ? spec.StorageThroughput : null,
            // Another one after every failover.
            AvailabilityZone = null,
        };
    }

    public override IEnumerable<string> UnrecoverableSettings(Observed now)
    {
        if (!now.Outputs.ContainsKey("MasterUserSecretArn"))
            yield return "AWS does not keep its master password in Secrets Manager, and tells it to nobody. Who knows it must keep it; it can be reset in the console.";
    }

    public override Task StartAsync(Place place, string id, CancellationToken ct) =>
        aws.Rds(place.Region).CallAsync("StartDBInstance", new QueryParameters().Set("DBInstanceIdentifier", id), ct);

    /// <summary>Stops it; AWS starts it again by itself after seven days.</summary>
    public override Task StopAsync(Place place, string id, CancellationToken ct) =>
        aws.Rds(place.Region).CallAsync("StopDBInstance", new QueryParameters().Set("DBInstanceIdentifier", id), ct);

    protected override MonthlyPrice PriceOf(DBInstance spec, Standing standing, Prices prices) => DBInstancePrice.Of(spec, standing, prices);

    public override string? EndpointOf(Observed now) =>
        now.Outputs.GetValueOrDefault("Endpoint.Address") is { } address ? $"{address}:{now.Outputs.GetValueOrDefault("Endpoint.Port")}" : null;

    public override Uri ConsoleLink(Place place, string id) =>
        new($"https://{place.Region}.console.aws.amazon.com/rds/home?region={place.Region}#database:id={id};is-cluster=false");

    public override IReadOnlyList<string> AwsCommand(string id) => ["rds", "describe-db-instances", "--db-instance-identifier", id];

    private async Task<XElement?> FindAsync(Place place, string id, CancellationToken ct)
    {
        var request = new QueryParameters().Set("DBInstanceIdentifier", id);
        var answer = await aws.Rds(place.Region).CallAsync("DescribeDBInstances", request, ct).GoneIsNullAsync();
        return answer is null ? null : Instances(answer).SingleOrDefault();
    }

    private static IEnumerable<XElement> Instances(XElement page) => page.Elements("DBInstances").Elements("DBInstance");

    // A disk has its performance said with its size: a bigger one needs it again, even where it stays as it is.
    private static void SetStorage(QueryParameters request, DBInstance now, DBInstance desired)
    {
        var type = desired.StorageType ?? now.StorageType;
        var size = Math.Max(desired.AllocatedStorage, now.AllocatedStorage);
        var kept = TakesPerformance(type, size) && TakesPerformance(now.StorageType, now.AllocatedStorage) ? now : null;
        request
            .Set("AllocatedStorage", size)
            .Set("StorageType", type)
            .Set("Iops", desired.Iops ?? kept?.Iops)
            .Set("StorageThroughput", desired.StorageThroughput ?? (type is "gp3" ? kept?.StorageThroughput : null));
    }

    // A gp3 disk below 400 GiB has a performance of its own, and AWS refuses to be told one.
    private static bool TakesPerformance(string? type, int size) => type is "io1" or "io2" || (type is "gp3" && size >= 400);
}
