using System.Net;
using Amazon.S3;
using Pockitect.Aws.Errors;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;
using Sdk = Amazon.S3.Model;

namespace Pockitect.Aws.S3;

/// <summary>Names of buckets, which AWS takes only once in the world.</summary>
internal static class BucketNames
{
    /// <summary>An earlier attempt already created this bucket.</summary>
    /// <exception cref="AmazonS3Exception">Another bucket has the name, of this account or of another one.</exception>
    public static async Task<bool> IsOursAsync(IAmazonS3 s3, string name, Creation how, CancellationToken ct)
    {
        var mayLook = true;
        try
        {
            await s3.HeadBucketAsync(new Sdk.HeadBucketRequest { BucketName = name }, ct);
            var tags = await BucketPropagation.CallAsync(name, () => BucketTags.ReadAsync(s3, name, ct));
            if (IsSame(OwnershipTags.ProjectId) && IsSame(OwnershipTags.Resource)) return true;

            bool IsSame(string key) => how.Tags.TryGetValue(key, out var ours) && tags.GetValueOrDefault(key) == ours;
        }
        catch (AmazonS3Exception e) when (AwsFaults.Explain(e).Kind is FaultKind.NotFound)
        {
            return false;
        }
        catch (AmazonS3Exception e)
            when (e.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.MovedPermanently or HttpStatusCode.BadRequest)
        {
            // Another account's, or in another Region, or ours and not readable: AWS only says that there may be one.
            if (e.StatusCode is HttpStatusCode.Forbidden) mayLook = false;
        }

        throw new AmazonS3Exception($"A bucket called '{name}' already exists and does not belong to this resource; choose another name."
            + (mayLook ? "" : " Or you may not read it: that takes s3:ListBucket and s3:GetBucketTagging."))
        {
            ErrorCode = "BucketAlreadyExists",
            StatusCode = HttpStatusCode.Conflict,
        };
    }
}
