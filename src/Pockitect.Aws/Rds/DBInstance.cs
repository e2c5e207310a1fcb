using System.ComponentModel.DataAnnotations;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Ec2;
using Pockitect.Core.Faults;
using Pockitect.Core.Pricing;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Aws.Rds;

/// <summary>A managed database server. AWS makes its password and keeps it in Secrets Manager; no file of ours ever holds one.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html"/>
public sealed record DBInstance : Spec, IPublicAddressUser
{
    /// <summary>Its name, unique in the account and Region and part of its address; AWS makes it lower case. Not given, it gets one of its own.</summary>
    [Replacement, UniqueName, IgnoreCase]
    [RegularExpression("^(?!.*--)[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$", ErrorMessage = "needs 1 to 63 letters, digits and hyphens, a letter first, no two hyphens in a row and none last")]
    public string? DBInstanceIdentifier { get; init; }

    /// <summary>The database software.</summary>
    [Replacement, AllowedValues("postgres", "mysql", "mariadb")] public required string Engine { get; init; }

    /// <summary>
    /// The software's version: <c>16</c> for what AWS offers of 16, or <c>16.4</c>. A newer minor version, which AWS installs by
    /// itself, is no difference, because RDS never goes back.
    /// </summary>
    [VersionPrefix]
    [RegularExpression(@"^\d+(\.\d+){0,3}$")]
    public string? EngineVersion { get; init; }

    /// <summary>The size of the machine, such as <c>db.t4g.micro</c>.</summary>
    [Means(Meaning.DatabaseClass)]
    [RegularExpression(@"^db\.[a-z0-9.-]+$")]
    public required string DBInstanceClass { get; init; }

    /// <summary>Disk in GiB, 20 to 65536. It can grow, by itself too where MaxAllocatedStorage lets it, but never shrink.</summary>
    [AtLeast, OnlyGrows]
    [Range(20, 65536)] public required int AllocatedStorage { get; init; }

    /// <summary>How far AWS may let the disk grow by itself, in GiB; as much as the disk has switches this off.</summary>
    [Range(20, 65536)] public int? MaxAllocatedStorage { get; init; }

    /// <summary>The kind of disk.</summary>
    [AllowedValues("gp2", "gp3", "io1", "io2", "standard", null)]
    public string? StorageType { get; init; }

    /// <summary>Disk operations per second, for io1 and io2 always, for gp3 only from 400 GiB (MySQL, MariaDB and PostgreSQL).</summary>
    [Range(1000, 256000)] public int? Iops { get; init; }

    /// <summary>Disk throughput in MiB per second, for gp3 from 400 GiB only.</summary>
    [Range(125, 4000)] public int? StorageThroughput { get; init; }

    /// <summary>The disk, its backups and its snapshots are encrypted.</summary>
    [Replacement] public bool? StorageEncrypted { get; init; }

    /// <summary>ARN of the KMS key of the disk; not given, AWS's own key for RDS is used.</summary>
    [Replacement, Means(Meaning.KmsKey)]
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
    [Range(1150, 65535)] public int? Port { get; init; }

    /// <summary>A second server in another Availability Zone stands by to take over; it costs as much again.</summary>
    public bool? MultiAZ { get; init; }

    /// <summary>The zone to be in, such as <c>eu-west-1a</c>; not to be given together with MultiAZ.</summary>
    [Replacement, Means(Meaning.AvailabilityZone)] public string? AvailabilityZone { get; init; }

    /// <summary>Its name resolves to a public address outside of the VPC; security groups still decide who gets in.</summary>
    public bool? PubliclyAccessible { get; init; }

    /// <summary>The subnets that it may be in; not given, those of the default VPC.</summary>
    [Replacement] public Ref<DBSubnetGroup>? DBSubnetGroup { get; init; }

    /// <summary>The security groups that decide who reaches it; not given, the VPC's default one.</summary>
    [MinLength(1), StaysIn(typeof(Vpc))]
    public IReadOnlyList<Ref<SecurityGroup>>? VPCSecurityGroups { get; init; }

    /// <summary>For how many days AWS keeps automatic backups, 0 (none at all) to 35.</summary>
    [Range(0, 35)] public int? BackupRetentionPeriod { get; init; }

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
    private readonly DBInstanceReads _reads = new(aws);

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
        TagOnCreate = "rds:AddTagsToResource",
        Update = ["rds:ModifyDBInstance", "rds:DescribeDBEngineVersions", "rds:AddTagsToResource", "rds:RemoveTagsFromResource"],
        Delete = ["rds:CreateDBSnapshot", "rds:AddTagsToResource", "rds:DeleteDBInstance"],
        Start = ["rds:StartDBInstance"],
        Stop = ["rds:StopDBInstance"],
        AlsoNeeded = new Dictionary<string, IReadOnlyList<string>>
        {
            ["CreateDBInstance"] = ["secretsmanager:CreateSecret", "secretsmanager:TagResource", "kms:DescribeKey", "kms:CreateGrant", "iam:CreateServiceLinkedRole"],
            ["DeleteDBInstance"] = ["rds:CreateDBSnapshot"],
        },
    };

    public override ResourceFamily Family => ResourceFamily.Database;

    public override string ArnFormat => RdsTags.ArnFormat("db");

    public override IReadOnlyList<QuotaRule> Quotas { get; } = [new QuotaRule.Shared(new Quota("rds", "L-7B6409FD", "DB instances in the Region"))];

    public override bool HasPower => true;

    public override bool HoldsData => true;

    // The budgets of terraform-provider-aws.
    public override TimeSpan SettleBudget => TimeSpan.FromMinutes(80);

    public override TimeSpan CreateBudget => TimeSpan.FromMinutes(40);

    public override TimeSpan DeleteBudget => TimeSpan.FromMinutes(60);

    // Both go with the kind of disk that has them.
    public override IReadOnlyList<string> Removable { get; } = [nameof(DBInstance.Iops), nameof(DBInstance.StorageThroughput)];

    public override IAsyncEnumerable<Observed> ListAsync(Place place, CancellationToken ct) => _reads.ListAsync(Name, place, ct);

    public override Task<Observed?> ReadAsync(Place place, string id, CancellationToken ct) => _reads.ReadAsync(Name, place, id, ct);

    protected override string NaturalKey(DBInstance spec, Creation how) =>
        (spec.DBInstanceIdentifier ?? how.UniqueName).ToLowerInvariant();

    protected override async Task<string> CreateAsync(Place place, DBInstance spec, Creation how, CancellationToken ct)
    {
        await aws.Rds(place.Region).CallAsync("CreateDBInstance", DBInstanceRequests.Create(NaturalKey(spec, how), spec, how), ct);
        return NaturalKey(spec, how);
    }

    protected override async Task UpdateAsync(Place place, string id, DBInstance now, DBInstance desired, CancellationToken ct)
    {
        desired = Attainable(now, desired);
        if (await DBInstanceRequests.ModifyAsync(aws.Rds(place.Region), id, now, desired, ct) is not { } request) return;
        await aws.Rds(place.Region).CallAsync("ModifyDBInstance", request, ct);
        _reads.Expect(place, id);
    }

    public override async Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct)
    {
        if (await _reads.FindAsync(place, id, ct) is not { } instance) return;
        if (await DBInstanceDeletion.StartAsync(aws.Rds(place.Region), id, instance, how, ct) is not { } snapshot) return;
        // AWS takes no tags for the snapshot before. They say whose it is, and who pays for it.
        var tags = RdsTags.Read(instance.Element("TagList")).Where(tag => !tag.Key.StartsWith("aws:", StringComparison.Ordinal)).ToDictionary();
        await DBSnapshotType.TagAsync(aws, place, snapshot, tags, [], ct);
    }

    public override Observed? KeptOf(Observed now, Deletion how) => DBInstanceDeletion.KeptOf(now, how);

    public override Task TagAsync(
        Place place, string id, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, CancellationToken ct) =>
        RdsTags.ApplyAsync(aws.Rds(place.Region), RdsTags.Arn(place, "db", id), set, remove, ct);

    /// <remarks>RDS takes no change of what is stopped.</remarks>
    protected override bool NeedsStartToUpdate(DBInstance now, DBInstance desired) => SpecDiff.Compare(desired, now).Count > 0;

    protected override DBInstance? Unset(DBInstance desired, string path, Observed now, IReadOnlyList<Observed> around) =>
        DBInstanceDefaults.Unset(desired, path, now, around);

    protected override DBInstance Attainable(DBInstance now, DBInstance desired) => DBInstanceLimits.Attainable(now, desired);

    protected override IEnumerable<string> Limits(DBInstance now, DBInstance desired) => DBInstanceLimits.Of(now, desired);

    protected override IEnumerable<Interruption> Interruptions(Observed now, DBInstance spec, DBInstance desired) =>
        now.Phase is Phase.Ready ? DBInstanceLimits.Interruptions(spec, desired) : base.Interruptions(now, spec, desired);

    protected override DBInstance? Unprotected(DBInstance now) =>
        now.DeletionProtection is true ? now with { DeletionProtection = false } : null;

    protected override DBInstance AsWritten(DBInstance spec, Observed now) => DBInstanceDefaults.Without(spec);

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
}
