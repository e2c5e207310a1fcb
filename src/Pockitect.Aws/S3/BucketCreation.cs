using Amazon.S3;
using Pockitect.Core.Resources;
using Sdk = Amazon.S3.Model;

namespace Pockitect.Aws.S3;

/// <summary>Creates a bucket with its tags, also when an earlier attempt already did.</summary>
internal static class BucketCreation
{
    /// <returns>The name of the bucket.</returns>
    public static async Task<string> RunAsync(IAmazonS3 s3, string region, string name, Creation how, CancellationToken ct)
    {
        // In us-east-1, creating an existing bucket returns 200 and resets its access list, so check first.
        if (await BucketNames.IsOursAsync(s3, name, how, ct)) return name;

        var request = new Sdk.PutBucketRequest
        {
            BucketName = name,
            UseClientRegion = false,
            PutBucketConfiguration = new Sdk.PutBucketConfiguration
            {
                // Buckets without a constraint are in us-east-1, and AWS rejects its name as a constraint.
                LocationConstraint = region == "us-east-1" ? null : new BucketLocationConstraint(region),
                Tags = BucketTags.Write(how.Tags),
            },
        };
        await s3.PutBucketAsync(request, ct);
        // S3 accepts tags at creation only since 2025, and not all S3-compatible servers do.
        try
        {
            await s3.PutBucketTaggingAsync(new Sdk.PutBucketTaggingRequest { BucketName = name, TagSet = BucketTags.Write(how.Tags) }, ct);
        }
        catch (AmazonS3Exception e) when (e.ErrorCode is BucketPropagation.NoSuchBucket)
        {
            // AWS applies the tags of the create call; only this part of S3 does not know the bucket yet.
        }

        return name;
    }
}
