using Pockitect.Aws.S3;
using Pockitect.Core.Blueprints;

namespace Pockitect.Aws.Topology;

/// <summary>The buckets of the <c>data</c> section.</summary>
internal static class BucketTopology
{
    public static void Add(Draft draft, DataSection data)
    {
        foreach (var (index, entry) in data.Buckets.Index()) draft.Add(entry.Name, Of(entry), $"data.buckets[{index}]");
    }

    private static Bucket Of(BucketEntry entry) => new()
    {
        BucketName = entry.BucketName,
        PublicAccessBlockConfiguration = new PublicAccessBlockConfiguration
        {
            BlockPublicAcls = entry.BlockPublicAccess,
            BlockPublicPolicy = entry.BlockPublicAccess,
            IgnorePublicAcls = entry.BlockPublicAccess,
            RestrictPublicBuckets = entry.BlockPublicAccess,
        },
        BucketEncryption = entry.KmsKey is { } key
            ? new BucketEncryption { SSEAlgorithm = "aws:kms", KMSMasterKeyID = key, BucketKeyEnabled = true }
            : new BucketEncryption { SSEAlgorithm = "AES256" },
        VersioningConfiguration = new VersioningConfiguration { Status = entry.Versioning ? "Enabled" : "Suspended" },
        // Empty lists, so that rules removed from the blueprint are deleted.
        LifecycleConfiguration = new LifecycleConfiguration { Rules = [.. entry.Lifecycle.Select(Of)] },
        CorsConfiguration = new CorsConfiguration { CorsRules = [.. entry.Cors.Select(Of)] },
        PolicyDocument = entry.Policy,
        Tags = entry.Tags,
    };

    private static LifecycleRule Of(LifecycleEntry entry) => new()
    {
        Id = entry.Name,
        Prefix = entry.Prefix,
        Status = "Enabled",
        ExpirationInDays = entry.ExpireDays ?? 0,
        NoncurrentVersionExpirationInDays = entry.ExpireOldVersionsDays ?? 0,
        AbortIncompleteMultipartUploadDays = entry.AbortUploadsDays ?? 0,
        Transitions = entry.MoveDays is { } days ? [new LifecycleTransition { StorageClass = entry.MoveTo, TransitionInDays = days }] : [],
    };

    private static CorsRule Of(CorsEntry entry) => new()
    {
        AllowedOrigins = [.. entry.Origins.Distinct(StringComparer.Ordinal)],
        AllowedMethods = [.. entry.Methods.Distinct(StringComparer.Ordinal)],
        AllowedHeaders = [.. entry.Headers.Distinct(StringComparer.Ordinal)],
        ExposedHeaders = [.. entry.ExposeHeaders.Distinct(StringComparer.Ordinal)],
        MaxAge = entry.MaxAgeSeconds ?? 0,
    };
}
