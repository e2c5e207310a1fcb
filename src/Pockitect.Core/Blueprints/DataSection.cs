using System.ComponentModel.DataAnnotations;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Blueprints;

/// <summary>Databases and buckets.</summary>
public sealed record DataSection
{
    /// <summary>The databases.</summary>
    public IReadOnlyList<DatabaseEntry> Databases { get; init; } = [];

    /// <summary>The buckets.</summary>
    public IReadOnlyList<BucketEntry> Buckets { get; init; } = [];
}

/// <summary>A database engine.</summary>
public enum DatabaseEngine
{
    Postgres,
    Mysql,
    Mariadb,
}

/// <summary>A managed database. AWS generates its password and stores it in Secrets Manager, never in a file.</summary>
public sealed record DatabaseEntry
{
    /// <summary>The name in this blueprint and its plans; must be unique.</summary>
    [RegularExpression(Names.Pattern, ErrorMessage = Names.Needs)]
    public required string Name { get; init; }

    /// <summary>The database engine.</summary>
    public required DatabaseEngine Engine { get; init; }

    /// <summary>
    /// The engine version or its prefix: 16 matches 16.4. Newer minor versions are accepted. Default: AWS's preferred version.
    /// </summary>
    [RegularExpression("[0-9]+(\\.[0-9]+)*", ErrorMessage = "needs a version such as 16 or 16.4")]
    public string? Version { get; init; }

    /// <summary>The instance class, such as db.t3.micro.</summary>
    [RegularExpression("db\\.[a-z0-9-]+\\.[a-z0-9-]+", ErrorMessage = "needs an instance class such as db.t3.micro")]
    public string Class { get; init; } = "db.t3.micro";

    /// <summary>Size in GiB, 20 to 65536. Can grow but never shrink.</summary>
    [Range(20, 65536)]
    public int StorageGb { get; init; } = 20;

    /// <summary>The maximum size in GiB for storage autoscaling. Default: no autoscaling.</summary>
    [Range(21, 65536)]
    public int? MaxStorageGb { get; init; }

    /// <summary>The storage type.</summary>
    [AllowedValues("gp3", "gp2", "io1", "io2")]
    public string StorageType { get; init; } = "gp3";

    /// <summary>I/O operations per second; for io1 and io2, and for gp3 from 400 GiB.</summary>
    [Range(1000, 256000)]
    public int? Iops { get; init; }

    /// <summary>Whether the storage is encrypted.</summary>
    public bool Encrypted { get; init; } = true;

    /// <summary>
    /// The master user's name: at most 63 characters for postgres, 16 for mysql and mariadb. Each engine reserves some names.
    /// </summary>
    [RegularExpression("[a-zA-Z][a-zA-Z0-9_]{0,62}", ErrorMessage = "needs 1 to 63 letters, digits and underscores, a letter first")]
    public string Username { get; init; } = "dbadmin";

    /// <summary>The name of the first database inside it.</summary>
    [RegularExpression("[a-zA-Z][a-zA-Z0-9_]{0,63}", ErrorMessage = "needs 1 to 64 letters, digits and underscores, a letter first")]
    public string? Database { get; init; }

    /// <summary>The port. Default: the engine's.</summary>
    [Range(1150, 65535)]
    public int? Port { get; init; }

    /// <summary>Whether a standby instance runs in another zone.</summary>
    public bool MultiAz { get; init; }

    /// <summary>Whether it gets a public address.</summary>
    public bool Public { get; init; }

    /// <summary>Days to keep backups: 0 (none) to 35.</summary>
    [Range(0, 35)]
    public int BackupDays { get; init; } = 7;

    /// <summary>The daily backup window in UTC: 03:00-04:00.</summary>
    [RegularExpression("[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]", ErrorMessage = "needs two times in UTC such as 03:00-04:00")]
    public string? BackupWindow { get; init; }

    /// <summary>The weekly maintenance window in UTC: sun:05:00-sun:06:00.</summary>
    [RegularExpression(
        "[a-z]{3}:[0-2][0-9]:[0-5][0-9]-[a-z]{3}:[0-2][0-9]:[0-5][0-9]",
        ErrorMessage = "needs two days and times in UTC such as sun:05:00-sun:06:00")]
    public string? MaintenanceWindow { get; init; }

    /// <summary>Whether deletion is blocked until this is turned off.</summary>
    public bool DeletionProtection { get; init; }

    /// <summary>Whether AWS installs minor versions automatically.</summary>
    public bool AutoMinorVersionUpgrade { get; init; } = true;

    /// <summary>
    /// Whether AWS keeps running a major version after its standard support, at extra cost; false lets AWS upgrade it. Set at creation.
    /// Default: AWS enrolls it.
    /// </summary>
    public bool? ExtendedSupport { get; init; }

    /// <summary>Whether IAM users and roles can sign in.</summary>
    public bool IamAuthentication { get; init; }

    /// <summary>The security groups whose instances may connect. Default: the first one, which instances use by default.</summary>
    public IReadOnlyList<string>? AllowFrom { get; init; }

    /// <summary>Additional security groups of its own, by name.</summary>
    public IReadOnlyList<string> SecurityGroups { get; init; } = [];

    /// <summary>
    /// The subnets' names, in at least two zones. Default: the subnets of the default VPC; in a new VPC, isolated subnets shared by all
    /// databases that name none. In other VPCs they are required.
    /// </summary>
    public IReadOnlyList<string>? Subnets { get; init; }

    /// <summary>Tags of this database only.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}

/// <summary>A bucket of objects. Private and encrypted by default.</summary>
public sealed record BucketEntry
{
    /// <summary>The name in this blueprint and its plans; must be unique.</summary>
    [RegularExpression(Names.Pattern, ErrorMessage = Names.Needs)]
    public required string Name { get; init; }

    /// <summary>The globally unique name. Default: generated from the project's name.</summary>
    [RegularExpression(
        "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
        ErrorMessage = "needs 3 to 63 lowercase letters, digits, dots and hyphens, starting and ending with a letter or digit")]
    public string? BucketName { get; init; }

    /// <summary>Whether older versions of objects are kept.</summary>
    public bool Versioning { get; init; }

    /// <summary>Whether public access is blocked.</summary>
    public bool BlockPublicAccess { get; init; } = true;

    /// <summary>The bucket policy, a JSON document. A policy that allows public access needs block_public_access off.</summary>
    [JsonDocument]
    public string? Policy { get; init; }

    /// <summary>The ID or ARN of the KMS key. Default: S3's own key.</summary>
    public string? KmsKey { get; init; }

    /// <summary>Rules that expire objects or move them to cheaper storage.</summary>
    public IReadOnlyList<LifecycleEntry> Lifecycle { get; init; } = [];

    /// <summary>Rules for access from web pages on other hosts.</summary>
    public IReadOnlyList<CorsEntry> Cors { get; init; } = [];

    /// <summary>Tags of this bucket only.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}

/// <summary>A rule that expires objects of a bucket or moves them to cheaper storage.</summary>
public sealed record LifecycleEntry
{
    /// <summary>The rule's name; must be unique in its bucket.</summary>
    [RegularExpression(Names.Pattern, ErrorMessage = Names.Needs)]
    public required string Name { get; init; }

    /// <summary>Applies only to objects with this key prefix. Default: all.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Days after which objects are deleted.</summary>
    [Range(1, 36500)]
    public int? ExpireDays { get; init; }

    /// <summary>Days after which older versions are deleted.</summary>
    [Range(1, 36500)]
    public int? ExpireOldVersionsDays { get; init; }

    /// <summary>Days after which incomplete uploads are deleted.</summary>
    [Range(1, 36500)]
    public int? AbortUploadsDays { get; init; }

    /// <summary>Days after which objects move to cheaper storage.</summary>
    [Range(1, 36500)]
    public int? MoveDays { get; init; }

    /// <summary>The storage class to move to.</summary>
    [AllowedValues("STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE")]
    public string MoveTo { get; init; } = "STANDARD_IA";
}

/// <summary>A rule for access from web pages on other hosts.</summary>
public sealed record CorsEntry
{
    /// <summary>Allowed origins, such as https://example.com, or *.</summary>
    [MinLength(1)]
    public required IReadOnlyList<string> Origins { get; init; }

    /// <summary>Allowed methods: GET, PUT, POST, DELETE, HEAD.</summary>
    [MinLength(1)]
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>Allowed request headers.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Response headers that pages may read.</summary>
    public IReadOnlyList<string> ExposeHeaders { get; init; } = [];

    /// <summary>Seconds for which browsers may cache the answer.</summary>
    [Range(0, 86400)]
    public int? MaxAgeSeconds { get; init; }
}
