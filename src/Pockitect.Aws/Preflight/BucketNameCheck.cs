using System.Net;
using Amazon.Runtime.Internal;
using Amazon.S3;
using Pockitect.Aws.Errors;
using Pockitect.Aws.S3;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;
using Sdk = Amazon.S3.Model;

namespace Pockitect.Aws.Preflight;

/// <summary>Finds bucket names that are already used; they are globally unique.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html"/>
internal sealed class BucketNameCheck : Check
{
    public override IReadOnlyList<string> Actions { get; } = ["s3:ListBucket", "s3:GetBucketTagging", "s3:ListAllMyBuckets"];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts) =>
        from entry in work.Making<Bucket>()
        let name = entry.Spec.BucketName
        // The project's own bucket, which is deleted before its successor is created.
        where name is not null && !work.Leaving.Any(row => row.Spec is Bucket && row.Id == name)
        select new Question($"whether the bucket name {name} is free", () => CompareAsync(entry.Change, name, work, facts));

    private static async Task<IEnumerable<Finding>> CompareAsync(PlannedChange change, string name, Work work, AccountFacts facts)
    {
        var s3 = facts.Aws.S3(facts.Region);
        try
        {
            await s3.HeadBucketAsync(new Sdk.HeadBucketRequest { BucketName = name }, facts.Ct);
            var tags = await BucketTags.ReadAsync(s3, name, facts.Ct);
            return work.IsOurs(tags) ? [] : [NameCheck.Taken(change, name, NameCheck.Holder("bucket", tags, createdAt: null))];
        }
        catch (AmazonS3Exception e) when (AwsFaults.Explain(e).Kind is FaultKind.NotFound)
        {
            return [];
        }
        catch (AmazonS3Exception e) when (RegionOf(e) is { } region)
        {
            var isOwn = (await facts.BucketsAsync()).Contains(name);
            return
            [
                NameCheck.Taken(change, name, isOwn
                    ? $"This account has a bucket with this name in {region}{(region == facts.Region ? ", which you may not read" : "")}."
                    : $"Another account has a bucket with this name in {region}; bucket names are globally unique."),
            ];
        }
    }

    /// <summary>Returns the Region of a bucket with this name. S3 returns it to everyone, and only if the bucket exists.</summary>
    private static string? RegionOf(AmazonS3Exception e) =>
        e is
        {
            StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.MovedPermanently
            or HttpStatusCode.BadRequest, InnerException: HttpErrorResponseException { Response: { } response }
        }
        && response.IsHeaderPresent("x-amz-bucket-region")
            ? response.GetHeaderValue("x-amz-bucket-region")
            : null;
}
