using System.ComponentModel.DataAnnotations;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Ec2;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Aws.Protocol;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Aws.Rds;

/// <summary>A managed database server. AWS generates its password and stores it in Secrets Manager, never in a file.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html"/>
public sealed record DBInstance : Spec, IPublicAddressUser
{
    /// <summary>The name, unique in the account and Region and part of its address. AWS lowercases it. Default: generated.</summary>
    [Replacement, UniqueName, IgnoreCase]
    [RegularExpression(
        "^(?!.*--)[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$",
        ErrorMessage = "needs 1 to 63 letters, digits and hyphens, starting with a letter, without double hyphens or one at the end")]
    public string? DBInstanceIdentifier { get; init; }

    /// <summary>The database engine.</summary>
    [Replacement, AllowedValues("postgres", "mysql", "mariadb")] public required string Engine { get; init; }

    /// <summary>
    /// The engine version: <c>16</c> for AWS's default of 16, or <c>16.4</c>. A newer minor version, which AWS installs automatically, is
    /// no difference, because RDS can't go back.
    /// </summary>
    [VersionPrefix]
    [RegularExpression(@"^\d+(\.\d+){0,3}$")]
    public string? EngineVersion { get; init; }

    /// <summary>The size of the machine, such as <c>db.t4g.micro</c>.</summary>
    [Means(Meaning.DatabaseClass)]
    [RegularExpression(@"^db\.[a-z0-9.-]+$")]
    public required string DBInstanceClass { get; init; }

    /// <summary>Storage in GiB, 20 to 65536. Can grow, also automatically up to MaxAllocatedStorage, but never shrink.</summary>
    [AtLeast, OnlyGrows]
    [Range(20, 65536)] public required int AllocatedStorage { get; init; }

    /// <summary>The limit of storage autoscaling in GiB. The current size turns it off.</summary>
    [Range(20, 65536)] public int? MaxAllocatedStorage { get; init; }

    /// <summary>The storage type.</summary>
    [AllowedValues("gp2", "gp3", "io1", "io2", "standard", null)]
    public string? StorageType { get; init; }

    /// <summary>I/O operations per second; required for io1 and io2, for gp3 only from 400 GiB (MySQL, MariaDB and PostgreSQL).</summary>
    [Range(1000, 256000)] public int? Iops { get; init; }

    /// <summary>Throughput in MiB per second, for gp3 from 400 GiB only.</summary>
    [Range(125, 4000)] public int? StorageThroughput { get; init; }

    /// <summary>Whether storage, backups and snapshots are encrypted.</summary>
    [Replacement] public bool? StorageEncrypted { get; init; }

    /// <summary>The ARN of the KMS key. Default: AWS's own key for RDS.</summary>
    [Replacement, Means(Meaning.KmsKey)]
    [RegularExpression("^arn:aws[a-z-]*:kms:.+$")]
    public string? KmsKeyId { get; init; }

    /// <summary>The name of the master user. The output MasterUserSecretArn names the secret with its password.</summary>
    [Replacement]
    [RegularExpression("^[A-Za-z][A-Za-z0-9_]{0,62}$")]
    public required string MasterUsername { get; init; }

    /// <summary>The first database in the new server. Default: none for MySQL and MariaDB, <c>postgres</c> for PostgreSQL.</summary>
    [Replacement]
    [RegularExpression("^[A-Za-z][A-Za-z0-9_]{0,62}$")]
    public string? DBName { get; init; }

    /// <summary>The port, 1150 to 65535. A change restarts it.</summary>
    [Range(1150, 65535)] public int? Port { get; init; }

    /// <summary>Whether a standby runs in another Availability Zone; doubles the cost.</summary>
    public bool? MultiAZ { get; init; }

    /// <summary>The zone, such as <c>eu-west-1a</c>; not allowed with MultiAZ.</summary>
    [Replacement, Means(Meaning.AvailabilityZone)] public string? AvailabilityZone { get; init; }

    /// <summary>Whether its name resolves to a public address outside the VPC. Security groups still apply.</summary>
    public bool? PubliclyAccessible { get; init; }

    /// <summary>The subnet group. Default: the default VPC's.</summary>
    [Replacement] public Ref<DBSubnetGroup>? DBSubnetGroup { get; init; }

    /// <summary>The security groups. Default: the VPC's default group.</summary>
    [MinLength(1), StaysIn(typeof(Vpc))]
    public IReadOnlyList<Ref<SecurityGroup>>? VPCSecurityGroups { get; init; }

    /// <summary>Days to keep automatic backups: 0 (none) to 35.</summary>
    [Range(0, 35)] public int? BackupRetentionPeriod { get; init; }

    /// <summary>The daily backup window in UTC, at least 30 minutes: <c>03:00-04:00</c>.</summary>
    [RegularExpression(@"^\d\d:\d\d-\d\d:\d\d$")]
    public string? PreferredBackupWindow { get; init; }

    /// <summary>The weekly maintenance window in UTC, at least 30 minutes: <c>sun:04:30-sun:05:30</c>.</summary>
    [IgnoreCase]
    [RegularExpression(@"^[A-Za-z]{3}:\d\d:\d\d-[A-Za-z]{3}:\d\d:\d\d$")]
    public string? PreferredMaintenanceWindow { get; init; }

    /// <summary>Whether deletion is blocked until this is turned off.</summary>
    public bool? DeletionProtection { get; init; }

    /// <summary>Whether its snapshots get its tags.</summary>
    public bool? CopyTagsToSnapshot { get; init; }

    /// <summary>Whether AWS installs minor versions automatically in the maintenance window.</summary>
    public bool? AutoMinorVersionUpgrade { get; init; }

    /// <summary>Whether Performance Insights is on; seven days of history are free.</summary>
    public bool? EnablePerformanceInsights { get; init; }

    /// <summary>Whether IAM identities can sign in with short-lived tokens instead of a password.</summary>
    public bool? EnableIAMDatabaseAuthentication { get; init; }

    /// <summary>
    /// Whether AWS keeps an old major version running after its standard support, at extra cost, which is AWS's default. Set at creation.
    /// </summary>
    [AllowedValues("open-source-rds-extended-support", "open-source-rds-extended-support-disabled", null)]
    public string? EngineLifecycleSupport { get; init; }

    /// <summary>The certificate authority of its certificate, such as <c>rds-ca-rsa2048-g1</c>.</summary>
    [RegularExpression("^rds-ca-[a-z0-9-]+$")]
    public string? CACertificateIdentifier { get; init; }
}

internal sealed class DBInstanceType(AwsClients aws) : ResourceType<DBInstance>("AWS::RDS::DBInstance")
{
    private readonly DBInstanceReads _reads = new(aws);

    public override LifeActions Actions => DBInstanceActions.All;

    public override ResourceFamily Family => ResourceFamily.Database;

    public override string ArnFormat => RdsTags.ArnFormat("db");

    public override IReadOnlyList<QuotaRule> Quotas { get; } = [
        new QuotaRule.Shared(new Quota("rds", "L-7B6409FD", "DB instances in the Region")),
    ];

    public override bool HasPower => true;

    public override bool HoldsData => true;

    // The timeouts of terraform-provider-aws.
    public override TimeSpan SettleBudget => TimeSpan.FromMinutes(80);

    public override TimeSpan CreateBudget => TimeSpan.FromMinutes(40);

    public override TimeSpan DeleteBudget => TimeSpan.FromMinutes(60);

    // Both depend on the storage type.
    public override IReadOnlyList<string> Removable { get; } = [nameof(DBInstance.Iops), nameof(DBInstance.StorageThroughput)];

    public override IAsyncEnumerable<Observed> ListAsync(Place place, CancellationToken ct) => _reads.ListAsync(Name, place, ct);

    public override Task<Observed?> ReadAsync(Place place, string id, CancellationToken ct) => _reads.ReadAsync(Name, place, id, ct);

    protected override string NaturalKey(DBInstance spec, Creation how) => (spec.DBInstanceIdentifier ?? how.UniqueName).ToLowerInvariant();

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
        // AWS accepts its tags only now. They identify its project and who pays for it.
        var tags =
            RdsTags.Read(instance.Element("TagList")).Where(tag => !tag.Key.StartsWith("aws:", StringComparison.Ordinal)).ToDictionary();
        await DBSnapshotType.TagAsync(aws, place, snapshot, tags, [], ct);
    }

    public override Observed? KeptOf(Observed now, Deletion how) => DBInstanceDeletion.KeptOf(now, how);

    public override Task TagAsync(
        Place place, string id, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, CancellationToken ct) =>
        RdsTags.ApplyAsync(aws.Rds(place.Region), RdsTags.Arn(place, "db", id), set, remove, ct);

    /// <remarks>RDS accepts no changes while stopped.</remarks>
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
        {
            yield return "Its master password is not in Secrets Manager, and AWS doesn't return it. Keep it safe; you can reset it in "
                + "the console.";
        }
    }

    public override Task StartAsync(Place place, string id, CancellationToken ct) =>
        aws.Rds(place.Region).CallAsync("StartDBInstance", new QueryParameters().Set("DBInstanceIdentifier", id), ct);

    /// <summary>Stops it; AWS starts it again after seven days.</summary>
    public override Task StopAsync(Place place, string id, CancellationToken ct) =>
        aws.Rds(place.Region).CallAsync("StopDBInstance", new QueryParameters().Set("DBInstanceIdentifier", id), ct);

    protected override MonthlyPrice PriceOf(DBInstance spec, Standing standing, Prices prices) =>
        DBInstancePrice.Of(spec, standing, prices);

    public override string? EndpointOf(Observed now) =>
        now.Outputs.GetValueOrDefault("Endpoint.Address") is { } address
            ? $"{address}:{now.Outputs.GetValueOrDefault("Endpoint.Port")}"
            : null;

    public override Uri ConsoleLink(Place place, string id) =>
        new($"https://{place.Region}.console.aws.amazon.com/rds/home?region={place.Region}#database:id={id};is-cluster=false");

    public override IReadOnlyList<string> AwsCommand(string id) => ["rds", "describe-db-instances", "--db-instance-identifier", id];
}
