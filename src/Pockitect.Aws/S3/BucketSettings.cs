using Amazon.S3;
using Pockitect.Aws.Errors;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources.Analysis;
using static Pockitect.Core.Resources.Analysis.Differences;
using Sdk = Amazon.S3.Model;

namespace Pockitect.Aws.S3;

/// <summary>A bucket's settings, each with its own S3 calls.</summary>
internal static class BucketSettings
{
    public static async Task<Bucket> ReadAsync(IAmazonS3 s3, string bucket, CancellationToken ct)
    {
        var access = OrNullAsync(() => s3.GetPublicAccessBlockAsync(new Sdk.GetPublicAccessBlockRequest { BucketName = bucket }, ct));
        var encryption = OrNullAsync(() => s3.GetBucketEncryptionAsync(new Sdk.GetBucketEncryptionRequest { BucketName = bucket }, ct));
        var versioning = OrNullAsync(() => s3.GetBucketVersioningAsync(new Sdk.GetBucketVersioningRequest { BucketName = bucket }, ct));
        var lifecycle = OrNullAsync(
            () => s3.GetLifecycleConfigurationAsync(new Sdk.GetLifecycleConfigurationRequest { BucketName = bucket }, ct));
        var cors = OrNullAsync(() => s3.GetCORSConfigurationAsync(new Sdk.GetCORSConfigurationRequest { BucketName = bucket }, ct));
        var ownership = OrNullAsync(
            () => s3.GetBucketOwnershipControlsAsync(new Sdk.GetBucketOwnershipControlsRequest { BucketName = bucket }, ct));
        var policy = OrNullAsync(() => s3.GetBucketPolicyAsync(new Sdk.GetBucketPolicyRequest { BucketName = bucket }, ct));
        await Task.WhenAll(access, encryption, versioning, lifecycle, cors, ownership, policy);

        return new Bucket
        {
            BucketName = bucket,
            PublicAccessBlockConfiguration = From((await access)?.PublicAccessBlockConfiguration),
            BucketEncryption = From((await encryption)?.ServerSideEncryptionConfiguration),
            VersioningConfiguration = From((await versioning)?.VersioningConfig),
            LifecycleConfiguration = From((await lifecycle)?.Configuration),
            CorsConfiguration = From((await cors)?.Configuration),
            OwnershipControls = From((await ownership)?.OwnershipControls),
            PolicyDocument = (await policy)?.Policy,
        };
    }

    public static async Task UpdateAsync(IAmazonS3 s3, string bucket, Bucket now, Bucket desired, CancellationToken ct)
    {
        var changed = SpecDiff.Compare(desired, now).Select(change => change.Path.Split('.')[0]).ToHashSet();
        T? New<T>(string property, T? value) => changed.Contains(property) ? value : default;

        // Ownership and access come before the policy, because AWS rejects a public policy while they block it.
        if (New(nameof(desired.OwnershipControls), desired.OwnershipControls) is { } ownership)
            await s3.PutBucketOwnershipControlsAsync(Write(bucket, ownership), ct);
        else if (IsRemovalRequested(now, desired, nameof(desired.OwnershipControls)))
            await s3.DeleteBucketOwnershipControlsAsync(new Sdk.DeleteBucketOwnershipControlsRequest { BucketName = bucket }, ct);
        if (New(nameof(desired.PublicAccessBlockConfiguration), desired.PublicAccessBlockConfiguration) is { } access)
            await s3.PutPublicAccessBlockAsync(Write(bucket, access), ct);
        if (New(nameof(desired.BucketEncryption), desired.BucketEncryption) is { } encryption)
            await s3.PutBucketEncryptionAsync(
                Write(bucket, desired.IsExact(nameof(desired.BucketEncryption)) ? null : now.BucketEncryption, encryption), ct);
        else if (IsRemovalRequested(now, desired, nameof(desired.BucketEncryption)))
            await s3.DeleteBucketEncryptionAsync(new Sdk.DeleteBucketEncryptionRequest { BucketName = bucket }, ct);
        if (New(nameof(desired.VersioningConfiguration), desired.VersioningConfiguration) is { } versioning)
            await s3.PutBucketVersioningAsync(Write(bucket, versioning), ct);
        if (New(nameof(desired.LifecycleConfiguration), desired.LifecycleConfiguration) is { } lifecycle)
            await SetAsync(s3, bucket, lifecycle, ct);
        if (New(nameof(desired.CorsConfiguration), desired.CorsConfiguration) is { } cors)
            await SetAsync(s3, bucket, cors, ct);
        if (New(nameof(desired.PolicyDocument), desired.PolicyDocument) is { } policy)
            await s3.PutBucketPolicyAsync(new Sdk.PutBucketPolicyRequest { BucketName = bucket, Policy = policy }, ct);
        else if (IsRemovalRequested(now, desired, nameof(desired.PolicyDocument)))
            await s3.DeleteBucketPolicyAsync(new Sdk.DeleteBucketPolicyRequest { BucketName = bucket }, ct);
    }

    // S3 returns another error for each missing setting.
    private static async Task<T?> OrNullAsync<T>(Func<Task<T>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (AmazonS3Exception e)
            when (e.ErrorCode is not BucketPropagation.NoSuchBucket && AwsFaults.Explain(e).Kind is FaultKind.NotFound)
        {
            return null;
        }
    }

    private static PublicAccessBlockConfiguration From(Sdk.PublicAccessBlockConfiguration? access) => new()
    {
        BlockPublicAcls = access?.BlockPublicAcls ?? false,
        BlockPublicPolicy = access?.BlockPublicPolicy ?? false,
        IgnorePublicAcls = access?.IgnorePublicAcls ?? false,
        RestrictPublicBuckets = access?.RestrictPublicBuckets ?? false,
    };

    private static Sdk.PutPublicAccessBlockRequest Write(string bucket, PublicAccessBlockConfiguration access) => new()
    {
        BucketName = bucket,
        PublicAccessBlockConfiguration = new Sdk.PublicAccessBlockConfiguration
        {
            BlockPublicAcls = access.BlockPublicAcls,
            BlockPublicPolicy = access.BlockPublicPolicy,
            IgnorePublicAcls = access.IgnorePublicAcls,
            RestrictPublicBuckets = access.RestrictPublicBuckets,
        },
    };

    private static BucketEncryption? From(Sdk.ServerSideEncryptionConfiguration? encryption) =>
        encryption?.ServerSideEncryptionRules is [{ ServerSideEncryptionByDefault: { } byDefault } rule, ..]
            ? new BucketEncryption
            {
                SSEAlgorithm = byDefault.ServerSideEncryptionAlgorithm?.Value ?? "",
                KMSMasterKeyID = byDefault.ServerSideEncryptionKeyManagementServiceKeyId,
                BucketKeyEnabled = rule.BucketKeyEnabled ?? false,
            }
            : null;

    private static Sdk.PutBucketEncryptionRequest Write(string bucket, BucketEncryption? now, BucketEncryption encryption)
    {
        // S3 replaces all three together: unmanaged values are sent back unchanged, as long as they are valid.
        var kept = now?.SSEAlgorithm == encryption.SSEAlgorithm ? now : null;
        var byDefault = new Sdk.ServerSideEncryptionByDefault
        {
            ServerSideEncryptionAlgorithm = encryption.SSEAlgorithm,
            ServerSideEncryptionKeyManagementServiceKeyId = encryption.KMSMasterKeyID ?? kept?.KMSMasterKeyID,
        };
        var rule = new Sdk.ServerSideEncryptionRule
        {
            ServerSideEncryptionByDefault = byDefault,
            BucketKeyEnabled = encryption.BucketKeyEnabled ?? kept?.BucketKeyEnabled,
        };
        return new Sdk.PutBucketEncryptionRequest
        {
            BucketName = bucket,
            ServerSideEncryptionConfiguration = new Sdk.ServerSideEncryptionConfiguration { ServerSideEncryptionRules = [rule] },
        };
    }

    // A bucket that never kept versions has no status, which equals Suspended.
    private static VersioningConfiguration From(Sdk.S3BucketVersioningConfig? versioning) =>
        new() { Status = versioning?.Status?.Value is "Enabled" ? "Enabled" : "Suspended" };

    private static Sdk.PutBucketVersioningRequest Write(string bucket, VersioningConfiguration versioning) => new()
    {
        BucketName = bucket,
        VersioningConfig = new Sdk.S3BucketVersioningConfig { Status = VersionStatus.FindValue(versioning.Status) },
    };

    private static LifecycleConfiguration From(Sdk.LifecycleConfiguration? lifecycle) => new()
    {
        Rules = [.. (lifecycle?.Rules ?? []).Select(From)],
    };

    private static LifecycleRule From(Sdk.LifecycleRule rule) => new()
    {
        Id = rule.Id,
        Prefix = PrefixOf(rule.Filter) ?? "",
        Status = rule.Status?.Value ?? "",
        ExpirationInDays = rule.Expiration?.Days ?? 0,
        NoncurrentVersionExpirationInDays = rule.NoncurrentVersionExpiration?.NoncurrentDays ?? 0,
        AbortIncompleteMultipartUploadDays = rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation ?? 0,
        Transitions =
        [
            .. (rule.Transitions ?? []).Select(
                move => new LifecycleTransition { StorageClass = move.StorageClass?.Value ?? "", TransitionInDays = move.Days ?? 0 }),
        ],
    };

    private static string? PrefixOf(Sdk.LifecycleFilter? filter) =>
        filter?.Prefix ?? (filter?.LifecycleFilterPredicate as Sdk.LifecyclePrefixPredicate)?.Prefix;

    private static Task SetAsync(IAmazonS3 s3, string bucket, LifecycleConfiguration lifecycle, CancellationToken ct) =>
        lifecycle.Rules.Count == 0
            ? s3.DeleteLifecycleConfigurationAsync(new Sdk.DeleteLifecycleConfigurationRequest { BucketName = bucket }, ct)
            : s3.PutLifecycleConfigurationAsync(
                new Sdk.PutLifecycleConfigurationRequest
                {
                    BucketName = bucket,
                    Configuration = new Sdk.LifecycleConfiguration { Rules = [.. lifecycle.Rules.Select(Write)] },
                },
                ct);

    private static Sdk.LifecycleRule Write(LifecycleRule rule) => new()
    {
        Id = rule.Id,
        Filter = new Sdk.LifecycleFilter { LifecycleFilterPredicate = new Sdk.LifecyclePrefixPredicate { Prefix = rule.Prefix } },
        Status = rule.Status,
        Expiration = rule.ExpirationInDays > 0 ? new Sdk.LifecycleRuleExpiration { Days = rule.ExpirationInDays } : null,
        NoncurrentVersionExpiration = rule.NoncurrentVersionExpirationInDays > 0
            ? new Sdk.LifecycleRuleNoncurrentVersionExpiration { NoncurrentDays = rule.NoncurrentVersionExpirationInDays }
            : null,
        AbortIncompleteMultipartUpload = rule.AbortIncompleteMultipartUploadDays > 0
            ? new Sdk.LifecycleRuleAbortIncompleteMultipartUpload { DaysAfterInitiation = rule.AbortIncompleteMultipartUploadDays }
            : null,
        Transitions = [
            .. rule.Transitions.Select(
                move => new Sdk.LifecycleTransition { StorageClass = move.StorageClass, Days = move.TransitionInDays }),
        ],
    };

    private static CorsConfiguration From(Sdk.CORSConfiguration? cors) => new()
    {
        CorsRules =
        [
            .. (cors?.Rules ?? []).Select(rule => new CorsRule
            {
                AllowedMethods = rule.AllowedMethods ?? [],
                AllowedOrigins = rule.AllowedOrigins ?? [],
                AllowedHeaders = rule.AllowedHeaders ?? [],
                ExposedHeaders = rule.ExposeHeaders ?? [],
                MaxAge = rule.MaxAgeSeconds ?? 0,
            }),
        ],
    };

    private static Task SetAsync(IAmazonS3 s3, string bucket, CorsConfiguration cors, CancellationToken ct) =>
        cors.CorsRules.Count == 0
            ? s3.DeleteCORSConfigurationAsync(new Sdk.DeleteCORSConfigurationRequest { BucketName = bucket }, ct)
            : s3.PutCORSConfigurationAsync(
                new Sdk.PutCORSConfigurationRequest
                {
                    BucketName = bucket,
                    Configuration = new Sdk.CORSConfiguration { Rules = [.. cors.CorsRules.Select(Write)] },
                },
                ct);

    private static Sdk.CORSRule Write(CorsRule rule) => new()
    {
        AllowedMethods = [.. rule.AllowedMethods],
        AllowedOrigins = [.. rule.AllowedOrigins],
        AllowedHeaders = [.. rule.AllowedHeaders],
        ExposeHeaders = [.. rule.ExposedHeaders],
        MaxAgeSeconds = rule.MaxAge > 0 ? rule.MaxAge : null,
    };

    private static OwnershipControls? From(Sdk.OwnershipControls? ownership) =>
        ownership?.Rules is [{ ObjectOwnership.Value: { } value }, ..] ? new OwnershipControls { ObjectOwnership = value } : null;

    private static Sdk.PutBucketOwnershipControlsRequest Write(string bucket, OwnershipControls ownership) => new()
    {
        BucketName = bucket,
        OwnershipControls = new Sdk.OwnershipControls
        {
            Rules = [new Sdk.OwnershipControlsRule { ObjectOwnership = ownership.ObjectOwnership }],
        },
    };
}
