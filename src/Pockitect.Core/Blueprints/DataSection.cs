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

/// <summary>The software of a database.</summary>
public enum DatabaseEngine
{
    Postgres,
    Mysql,
    Mariadb,
}

/// <summary>A managed database. AWS makes its password and keeps it in Secrets Manager; no file of ours ever holds one.</summary>
public sealed record DatabaseEntry
{
    /// <summary>What it is called in this blueprint and its plans; unique in it.</summary>
    [RegularExpression(Names.Pattern, ErrorMessage = Names.Needs)]
    public required string Name { get; init; }

    /// <summary>The software that it runs.</summary>
    public required DatabaseEngine Engine { get; init; }

    /// <summary>The version or its prefix: 16 is satisfied by 16.4. Newer minor versions match too. If omitted: the version that AWS prefers.</summary>
    [RegularExpression("[0-9]+(\\.[0-9]+)*", ErrorMessage = "needs a version such as 16 or 16.4")]
    public string? Version { get; init; }

    /// <summary>The instance class, such as db.t3.micro.</summary>
    [RegularExpression("db\\.[a-z0-9-]+\\.[a-z0-9-]+", ErrorMessage = "needs an instance class such as db.t3.micro")]
    public string Class { get; init; } = "db.t3.micro";

    /// <summary>GiB, 20 to 65536. It can grow but never shrink.</summary>
    [Range(20, 65536)]
    public int StorageGb { get; init; } = 20;

    /// <summary>Storage grows by itself up to this size in GiB; left out, it does not.</summary>
    [Range(21, 65536)]
    public int? MaxStorageGb { get; init; }

    /// <summary>What kind of disk its data is on.</summary>
    [AllowedValues("gp3", "gp2", "io1", "io2")]
    public string StorageType { get; init; } = "gp3";

    /// <summary>Input and output operations a second; for io1 and io2, and gp3 from 400 GiB on.</summary>
    [Range(1000, 256000)]
    public int? Iops { get; init; }

    /// <summary>What it stores is encrypted.</summary>
    public bool Encrypted { get; init; } = true;

    /// <summary>The master user's name: up to 63 characters for postgres, 16 for mysql and mariadb; each engine reserves some.</summary>
    [RegularExpression("[a-zA-Z][a-zA-Z0-9_]{0,62}", ErrorMessage = "needs 1 to 63 letters, digits and underscores, a letter first")]
    public string Username { get; init; } = "dbadmin";

    /// <summary>The name of a first database inside it.</summary>
    [RegularExpression("[a-zA-Z][a-zA-Z0-9_]{0,63}", ErrorMessage = "needs 1 to 64 letters, digits and underscores, a letter first")]
    public string? Database { get; init; }

    /// <summary>By default the engine's own.</summary>
    [Range(1150, 65535)]
    public int? Port { get; init; }

    /// <summary>A second one in another zone stands by.</summary>
    public bool MultiAz { get; init; }

    /// <summary>It gets a public address.</summary>
    public bool Public { get; init; }

    /// <summary>How many days backups are kept: 0 (none) to 35.</summary>
    [Range(0, 35)]
    public int BackupDays { get; init; } = 7;

    /// <summary>When backups are made, in UTC: 03:00-04:00.</summary>
    [RegularExpression("[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]", ErrorMessage = "needs two times in UTC such as 03:00-04:00")]
    public string? BackupWindow { get; init; }

    /// <summary>When AWS may work on it, in UTC: sun:05:00-sun:06:00.</summary>
    [RegularExpression("[a-z]{3}:[0-2][0-9]:[0-5][0-9]-[a-z]{3}:[0-2][0-9]:[0-5][0-9]", ErrorMessage = "needs two days and times in UTC such as sun:05:00-sun:06:00")]
    public string? MaintenanceWindow { get; init; }

    /// <summary>It cannot be deleted until this is turned off.</summary>
    public bool DeletionProtection { get; init; }

    /// <summary>AWS installs minor versions by itself.</summary>
    public bool AutoMinorVersionUpgrade { get; init; } = true;

    /// <summary>
    /// Once standard support of its major version has ended, AWS keeps it running for an extra price; false lets AWS upgrade it
    /// instead. Decided when it is created; left out, AWS enrolls it.
    /// </summary>
    public bool? ExtendedSupport { get; init; }

    /// <summary>People and roles of IAM can sign in to it.</summary>
    public bool IamAuthentication { get; init; }

    /// <summary>The firewalls whose instances may connect; by default the first one, which is that of every instance that names none.</summary>
    public IReadOnlyList<string>? AllowFrom { get; init; }

    /// <summary>More firewalls of its own, by name.</summary>
    public IReadOnlyList<string> SecurityGroups { get; init; } = [];

    /// <summary>
    /// The subnets' names, in two zones or more. By default those of the default VPC, or isolated ones that are made in a new VPC
    /// for all databases that name none; in other VPCs they have to be named.
    /// </summary>
    public IReadOnlyList<string>? Subnets { get; init; }

    /// <summary>Tags of this database only.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}

/// <summary>A bucket of objects: private and encrypted unless said otherwise.</summary>
public sealed record BucketEntry
{
    /// <summary>What it is called in this blueprint and its plans; unique in it.</summary>
    [RegularExpression(Names.Pattern, ErrorMessage = Names.Needs)]
    public required string Name { get; init; }

    /// <summary>Its name among all buckets of the world; by default one that is made up from the project's.</summary>
    [RegularExpression("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", ErrorMessage = "needs 3 to 63 lower-case letters, digits, dots and hyphens, a letter or digit first and last")]
    public string? BucketName { get; init; }

    /// <summary>Older versions of objects are kept.</summary>
    public bool Versioning { get; init; }

    /// <summary>Nothing in it can be made public.</summary>
    public bool BlockPublicAccess { get; init; } = true;

    /// <summary>Who else may do what with it: a bucket policy, a JSON document. One that lets the public in needs block_public_access off.</summary>
    [JsonDocument]
    public string? Policy { get; init; }

    /// <summary>The KMS key's id or ARN; by default S3's own key.</summary>
    public string? KmsKey { get; init; }

    /// <summary>What happens to objects as they grow old.</summary>
    public IReadOnlyList<LifecycleEntry> Lifecycle { get; init; } = [];

    /// <summary>Which web pages of other hosts may use it.</summary>
    public IReadOnlyList<CorsEntry> Cors { get; init; } = [];

    /// <summary>Tags of this bucket only.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}

/// <summary>What happens to objects of a bucket as they grow old.</summary>
public sealed record LifecycleEntry
{
    /// <summary>What the rule is called; unique in its bucket.</summary>
    [RegularExpression(Names.Pattern, ErrorMessage = Names.Needs)]
    public required string Name { get; init; }

    /// <summary>Only objects whose key begins so; by default all.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Days after which objects are deleted.</summary>
    [Range(1, 36500)]
    public int? ExpireDays { get; init; }

    /// <summary>Days after which older versions are deleted.</summary>
    [Range(1, 36500)]
    public int? ExpireOldVersionsDays { get; init; }

    /// <summary>Days after which unfinished uploads are thrown away.</summary>
    [Range(1, 36500)]
    public int? AbortUploadsDays { get; init; }

    /// <summary>Days after which objects move to cheaper storage.</summary>
    [Range(1, 36500)]
    public int? MoveDays { get; init; }

    /// <summary>The cheaper storage.</summary>
    [AllowedValues("STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE")]
    public string MoveTo { get; init; } = "STANDARD_IA";
}

/// <summary>Which web pages of other hosts may use a bucket.</summary>
public sealed record CorsEntry
{
    /// <summary>Origins such as https://example.com, or *.</summary>
    [MinLength(1)]
    public required IReadOnlyList<string> Origins { get; init; }

    /// <summary>GET, PUT, POST, DELETE, HEAD.</summary>
    [MinLength(1)]
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>Request headers that are allowed.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Response headers that pages may read.</summary>
    public IReadOnlyList<string> ExposeHeaders { get; init; } = [];

    /// <summary>How many seconds a browser may remember the answer.</summary>
    [Range(0, 86400)]
    public int? MaxAgeSeconds { get; init; }
}
