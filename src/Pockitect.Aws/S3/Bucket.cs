using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Errors;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;
using Sdk = Amazon.S3.Model;

namespace Pockitect.Aws.S3;

/// <summary>Object storage.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html"/>
public sealed record Bucket : Spec
{
    /// <summary>The globally unique name: 3 to 63 lowercase letters, digits, dots and hyphens. Default: generated.</summary>
    [Replacement, UniqueName(IsWorldwide = true)]
    [RegularExpression(
        @"^(?!.*\.\.)(?!xn--|sthree-|amzn-s3-demo-)(?!\d+\.\d+\.\d+\.\d+$)"
            + @"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?<!-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$",
        ErrorMessage = "needs 3 to 63 lowercase letters, digits, dots and hyphens, starting and ending with a letter or digit, and no "
            + "form that S3 reserves")]
    public string? BucketName { get; init; }

    /// <summary>Blocks on public access. AWS turns all four on for new buckets.</summary>
    public PublicAccessBlockConfiguration? PublicAccessBlockConfiguration { get; init; }

    /// <summary>The default encryption of files.</summary>
    public BucketEncryption? BucketEncryption { get; init; }

    /// <summary>Whether overwritten and deleted files are kept.</summary>
    public VersioningConfiguration? VersioningConfiguration { get; init; }

    /// <summary>Rules that expire files or move them to cheaper storage.</summary>
    public LifecycleConfiguration? LifecycleConfiguration { get; init; }

    /// <summary>Rules for access from web pages on other hosts.</summary>
    public CorsConfiguration? CorsConfiguration { get; init; }

    /// <summary>The owner of files that another account wrote.</summary>
    public OwnershipControls? OwnershipControls { get; init; }

    /// <summary>The bucket policy, a JSON document.</summary>
    [JsonDocument]
    public string? PolicyDocument { get; init; }
}

internal sealed class BucketType(AwsClients aws) : ResourceType<Bucket>("AWS::S3::Bucket")
{
    private const int TagReadsAtOnce = 8;
    private const int Emptyings = 3;

    public override LifeActions Actions { get; } = new()
    {
        Read =
        [
            "s3:ListAllMyBuckets", "s3:ListBucket", "s3:GetBucketTagging", "s3:GetBucketPublicAccessBlock",
            "s3:GetEncryptionConfiguration", "s3:GetBucketVersioning", "s3:GetLifecycleConfiguration", "s3:GetBucketCORS",
            "s3:GetBucketOwnershipControls", "s3:GetBucketPolicy",
        ],
        Create =
        [
            "s3:CreateBucket", "s3:TagResource", "s3:PutBucketTagging", "s3:PutBucketPublicAccessBlock", "s3:PutEncryptionConfiguration",
            "s3:PutBucketVersioning", "s3:PutLifecycleConfiguration", "s3:PutBucketCORS", "s3:PutBucketOwnershipControls",
            "s3:PutBucketPolicy",
        ],
        TagOnCreate = "s3:TagResource",
        Update =
        [
            "s3:PutBucketTagging", "s3:PutBucketPublicAccessBlock", "s3:PutEncryptionConfiguration", "s3:PutBucketVersioning",
            "s3:PutLifecycleConfiguration", "s3:PutBucketCORS", "s3:PutBucketOwnershipControls", "s3:PutBucketPolicy",
            "s3:DeleteBucketPolicy",
        ],
        Delete =
        [
            "s3:GetBucketObjectLockConfiguration", "s3:ListBucketMultipartUploads", "s3:AbortMultipartUpload", "s3:ListBucketVersions",
            "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:DeleteBucket",
        ],
        AlsoNeeded = new Dictionary<string, IReadOnlyList<string>>
        {
            ["DeleteObjects"] = ["s3:DeleteObjectVersion"],
        },
    };

    public override string Noun => "bucket";

    public override ResourceFamily Family => ResourceFamily.Storage;

    public override string ArnFormat => "arn:aws:s3:::{id}";

    public override IReadOnlyList<QuotaRule> Quotas =>
    [
        new QuotaRule.Shared(new Quota("s3", "L-DC2B2D3D", "buckets in the account", IsGlobal: true)) { CountAsync = CountAsync },
    ];

    public override bool HoldsData => true;

    public override bool MustBeEmpty(Deletion how) => !how.EmptyFirst;

    public override IReadOnlyList<string> Removable { get; } = [
        nameof(Bucket.BucketEncryption), nameof(Bucket.OwnershipControls), nameof(Bucket.PolicyDocument),
    ];

    public override async IAsyncEnumerable<Observed> ListAsync(Place place, [EnumeratorCancellation] CancellationToken ct)
    {
        var s3 = aws.S3(place.Region);
        var pages = s3.Paginators.ListBuckets(new Sdk.ListBucketsRequest { BucketRegion = place.Region, MaxBuckets = 1000 });
        await foreach (var page in pages.Responses.WithCancellation(ct))
        {
            // One call per bucket, because S3 returns tags in no other way.
            foreach (var buckets in (page.Buckets ?? []).Chunk(TagReadsAtOnce))
            {
                foreach (var observed in await Task.WhenAll(buckets.Select(bucket => SummaryAsync(s3, place, bucket, ct))))
                {
                    if (observed is not null) yield return observed;
                }
            }
        }
    }

    public override async Task<Observed?> ReadAsync(Place place, string id, CancellationToken ct)
    {
        var s3 = aws.S3(place.Region);
        if (!await BucketPropagation.ExistsAsync(s3, id, ct)) return null;
        return await BucketPropagation.CallAsync(
            id, async () => From(place, await BucketSettings.ReadAsync(s3, id, ct), await BucketTags.ReadAsync(s3, id, ct)));
    }

    protected override Bucket? Unset(Bucket desired, string path, Observed now, IReadOnlyList<Observed> around) => path switch
    {
        nameof(Bucket.BucketEncryption) => desired with { BucketEncryption = new BucketEncryption { SSEAlgorithm = "AES256" } },
        nameof(Bucket.VersioningConfiguration) =>
            desired with { VersioningConfiguration = new VersioningConfiguration { Status = "Suspended" } },
        nameof(Bucket.LifecycleConfiguration) => desired with { LifecycleConfiguration = new LifecycleConfiguration { Rules = [] } },
        nameof(Bucket.CorsConfiguration) => desired with { CorsConfiguration = new CorsConfiguration { CorsRules = [] } },
        _ => null,
    };

    protected override string NaturalKey(Bucket spec, Creation how) => spec.BucketName ?? how.UniqueName;

    protected override Task<string> CreateAsync(Place place, Bucket spec, Creation how, CancellationToken ct) =>
        BucketCreation.RunAsync(aws.S3(place.Region), place.Region, NaturalKey(spec, how), how, ct);

    protected override Task UpdateAsync(Place place, string id, Bucket now, Bucket desired, CancellationToken ct) =>
        BucketPropagation.CallAsync(id, () => BucketSettings.UpdateAsync(aws.S3(place.Region), id, now, desired, ct));

    public override async Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct)
    {
        var s3 = aws.S3(place.Region);
        for (var attempt = 1; ; attempt++)
        {
            if (how.EmptyFirst) await BucketContent.DeleteAsync(s3, id, ct).GoneIsDoneAsync();
            try
            {
                await s3.DeleteBucketAsync(new Sdk.DeleteBucketRequest { BucketName = id }, ct);
                return;
            }
            catch (AmazonS3Exception e) when (e.ErrorCode is BucketPropagation.NoSuchBucket)
            {
                if (await BucketPropagation.ExistsAsync(s3, id, ct)) throw BucketPropagation.NotKnownEverywhere(id);
                return;
            }
            catch (AmazonS3Exception e) when (how.EmptyFirst && attempt < Emptyings && e.ErrorCode is "BucketNotEmpty")
            {
                // Files were written in the meantime.
            }
        }
    }

    public override Task TagAsync(
        Place place, string id, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, CancellationToken ct) =>
        BucketPropagation.CallAsync(id, () => BucketTags.ApplyAsync(aws.S3(place.Region), id, set, remove, ct));

    protected override MonthlyPrice PriceOf(Bucket spec, Standing standing, Prices prices) =>
        MonthlyPrice.ByUse("content, requests and data transfer");

    public override string? EndpointOf(Observed now) => now.Outputs.GetValueOrDefault("RegionalDomainName");

    public override Uri ConsoleLink(Place place, string id) =>
        new($"https://{place.Region}.console.aws.amazon.com/s3/buckets/{id}?region={place.Region}");

    public override IReadOnlyList<string> AwsCommand(string id) => ["s3api", "get-bucket-location", "--bucket", id];

    /// <summary>How many buckets the account has in all Regions.</summary>
    private async Task<int> CountAsync(Place place, CancellationToken ct) =>
        await aws.S3(place.Region).Paginators.ListBuckets(new Sdk.ListBucketsRequest { MaxBuckets = 1000 }).Buckets.CountAsync(ct);

    private async Task<Observed?> SummaryAsync(IAmazonS3 s3, Place place, Sdk.S3Bucket bucket, CancellationToken ct)
    {
        var row = From(place, new Bucket { BucketName = bucket.BucketName }, new Dictionary<string, string>()) with
        {
            CreatedAt = bucket.CreationDate,
            IsSummary = true,
        };
        try
        {
            if (await BucketTags.ReadAsync(s3, bucket.BucketName, ct).GoneIsNullAsync() is { } tags) return row with { Tags = tags };
            // Deleted since it was listed, or so new that S3 does not know it everywhere.
            return await BucketPropagation.ExistsAsync(s3, bucket.BucketName, ct)
                ? row with { StateReason = "Its tags can't be read yet: S3 does not know the bucket everywhere." }
                : null;
        }
        catch (AmazonS3Exception e) when (AwsFaults.Explain(e).Kind is FaultKind.Denied or FaultKind.DeniedByOrganisation)
        {
            // One bucket's policy must not hide all others.
            return row with { StateReason = $"Can't read its tags: {AwsFaults.Explain(e).Message}" };
        }
    }

    private Observed From(Place place, Bucket spec, IReadOnlyDictionary<string, string> tags)
    {
        var name = spec.BucketName ?? ""; // A bucket that was read has a name.
        return new Observed
        {
            Type = Name,
            Id = name,
            Place = place,
            Spec = spec,
            Tags = tags,
            Phase = Phase.Ready,
            Arn = ArnOf(place, name),
            Outputs = new Dictionary<string, string> { ["RegionalDomainName"] = $"{name}.s3.{place.Region}.amazonaws.com" },
        };
    }
}
