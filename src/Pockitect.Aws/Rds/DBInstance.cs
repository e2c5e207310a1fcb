using System.ComponentModel.DataAnnotations;
using Pockitect.Aws.Ec2;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Rds;

/// <summary>A managed database server. AWS makes its password and keeps it in Secrets Manager; no file of ours ever holds one.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html"/>
public sealed record DBInstance : Spec
{
    /// <summary>Its name, unique in the account and Region and part of its address; AWS makes it lower case. Not given, it gets one of its own.</summary>
    [Replacement, IgnoreCase]
    [RegularExpression("^(?!.*--)[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$")]
    public string? DBInstanceIdentifier { get; init; }

    /// <summary>The database software.</summary>
    [Replacement, AllowedValues("postgres", "mysql", "mariadb")]
    public required string Engine { get; init; }

    /// <summary>The software's version: <c>16</c> for whatever AWS offers of 16, or <c>16.4</c> for exactly that one.</summary>
    [VersionPrefix]
    [RegularExpression(@"^\d+(\.\d+){0,3}$")]
    public string? EngineVersion { get; init; }

    /// <summary>The size of the machine, such as <c>db.t4g.micro</c>.</summary>
    [RegularExpression(@"^db\.[a-z0-9.-]+$")]
    public required string DBInstanceClass { get; init; }

    /// <summary>Disk in GiB, 20 to 65536. It can grow, by itself too where MaxAllocatedStorage lets it, but never shrink.</summary>
    [AtLeast]
    [Range(20, 65536)]
    public required int AllocatedStorage { get; init; }

    /// <summary>How far AWS may let the disk grow by itself, in GiB; as much as AllocatedStorage switches this off.</summary>
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
    public IReadOnlyList<Ref<SecurityGroup>>? VPCSecurityGroups { get; init; }

    /// <summary>For how many days AWS keeps automatic backups, 0 (none at all) to 35.</summary>
    [Range(0, 35)]
    public int? BackupRetentionPeriod { get; init; }

    /// <summary>When AWS backs up each day, in UTC, at least 30 minutes: <c>03:00-04:00</c>.</summary>
    [RegularExpression(@"^\d\d:\d\d-\d\d:\d\d$")]
    public string? PreferredBackupWindow { get; init; }

    /// <summary>When AWS may maintain it each week, in UTC, at least 30 minutes: <c>sun:04:30-sun:05:30</c>.</summary>
    [IgnoreCase]
    [RegularExpression(@"^(?i)(mon|tue|wed|thu|fri|sat|sun):\d\d:\d\d-(mon|tue|wed|thu|fri|sat|sun):\d\d:\d\d$")]
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

    /// <summary>The certificate authority that signs its certificate, such as <c>rds-ca-rsa2048-g1</c>.</summary>
    [RegularExpression("^rds-ca-[a-z0-9-]+$")]
    public string? CACertificateIdentifier { get; init; }
}
