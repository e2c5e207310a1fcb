using System.ComponentModel.DataAnnotations;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.S3;

/// <summary>What AWS refuses on a bucket that would let strangers in.</summary>
public sealed record PublicAccessBlockConfiguration
{
    /// <summary>Refuses new access lists that let the public in.</summary>
    public required bool BlockPublicAcls { get; init; }

    /// <summary>Refuses bucket policies that let the public in.</summary>
    public required bool BlockPublicPolicy { get; init; }

    /// <summary>Takes no notice of access lists that let the public in.</summary>
    public required bool IgnorePublicAcls { get; init; }

    /// <summary>Lets only this account and AWS services in while the policy is a public one.</summary>
    public required bool RestrictPublicBuckets { get; init; }
}

/// <summary>How files are encrypted that are written without saying how.</summary>
public sealed record BucketEncryption
{
    /// <summary>AES256 (with S3's own keys) or aws:kms (with a key of KMS).</summary>
    [AllowedValues("AES256", "aws:kms")]
    public required string SSEAlgorithm { get; init; }

    /// <summary>Id, ARN or alias of the KMS key, for aws:kms only; not given, AWS's own key for S3.</summary>
    public string? KMSMasterKeyID { get; init; }

    /// <summary>One key for the whole bucket instead of one per file, which makes KMS cheaper.</summary>
    public bool? BucketKeyEnabled { get; init; }
}

/// <summary>Whether overwritten and deleted files are kept.</summary>
public sealed record VersioningConfiguration
{
    /// <summary>Enabled, or Suspended for a bucket that keeps no versions, whether or not it ever did.</summary>
    [AllowedValues("Enabled", "Suspended")]
    public required string Status { get; init; }
}

/// <summary>What happens to files as they age.</summary>
public sealed record LifecycleConfiguration
{
    /// <summary>At most 1000 rules; an empty list removes those that are there.</summary>
    [MaxLength(1000)]
    public required IReadOnlyList<LifecycleRule> Rules { get; init; }
}

/// <summary>One rule of what happens to files as they age. AWS replaces rules whole: what is not given is switched off, not left alone.</summary>
public sealed record LifecycleRule
{
    /// <summary>Its name in the bucket; not given, AWS makes one.</summary>
    [MaxLength(255)]
    public string? Id { get; init; }

    /// <summary>What the names of the files begin with; empty for all files.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Enabled or Disabled.</summary>
    [AllowedValues("Enabled", "Disabled")]
    public required string Status { get; init; }

    /// <summary>Days after which a file is deleted; 0 for never.</summary>
    [Range(0, int.MaxValue)]
    public int ExpirationInDays { get; init; }

    /// <summary>Days after which a kept version is deleted, counted from when it was overwritten or deleted; 0 for never.</summary>
    [Range(0, int.MaxValue)]
    public int NoncurrentVersionExpirationInDays { get; init; }

    /// <summary>Days after which an upload that was never finished is thrown away; 0 for never.</summary>
    [Range(0, int.MaxValue)]
    public int AbortIncompleteMultipartUploadDays { get; init; }

    /// <summary>When files move to cheaper storage.</summary>
    public IReadOnlyList<LifecycleTransition> Transitions { get; init; } = [];
}

/// <summary>A move of files to another storage class.</summary>
public sealed record LifecycleTransition
{
    /// <summary>Where to.</summary>
    [AllowedValues("STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE")]
    public required string StorageClass { get; init; }

    /// <summary>Days after which a file moves; 30 at least for STANDARD_IA and ONEZONE_IA.</summary>
    [Range(0, int.MaxValue)]
    public required int TransitionInDays { get; init; }
}

/// <summary>Which web pages of other hosts may read a bucket from a browser.</summary>
public sealed record CorsConfiguration
{
    /// <summary>At most 100 rules, of which the first that fits decides; an empty list removes those that are there.</summary>
    [Ordered, MaxLength(100)]
    public required IReadOnlyList<CorsRule> CorsRules { get; init; }
}

/// <summary>What pages of some origins may do with a bucket. AWS replaces rules whole: what is not given is switched off, not left alone.</summary>
public sealed record CorsRule
{
    /// <summary>GET, PUT, HEAD, POST, DELETE.</summary>
    [MinLength(1)]
    public required IReadOnlyList<string> AllowedMethods { get; init; }

    /// <summary>Where the pages come from: <c>https://example.com</c>, with at most one * in each.</summary>
    [MinLength(1)]
    public required IReadOnlyList<string> AllowedOrigins { get; init; }

    /// <summary>Headers that a page may send.</summary>
    public IReadOnlyList<string> AllowedHeaders { get; init; } = [];

    /// <summary>Headers of the answer that a page may read.</summary>
    public IReadOnlyList<string> ExposedHeaders { get; init; } = [];

    /// <summary>For how many seconds a browser may remember the answer; 0 leaves that to the browser.</summary>
    [Range(0, int.MaxValue)]
    public int MaxAge { get; init; }
}

/// <summary>Who owns a file that another account wrote.</summary>
public sealed record OwnershipControls
{
    /// <summary>BucketOwnerEnforced switches access lists off, which is AWS's default.</summary>
    [AllowedValues("BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter")]
    public required string ObjectOwnership { get; init; }
}
