using Amazon.S3;
using Sdk = Amazon.S3.Model;

namespace Pockitect.Aws.S3;

/// <summary>Converts tags for S3, which always replaces all of a bucket's tags.</summary>
internal static class BucketTags
{
    /// <exception cref="AmazonS3Exception">The bucket doesn't exist, or is not readable.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(IAmazonS3 s3, string bucket, CancellationToken ct)
    {
        try
        {
            var answer = await s3.GetBucketTaggingAsync(new Sdk.GetBucketTaggingRequest { BucketName = bucket }, ct);
            return (answer.TagSet ?? []).ToDictionary(tag => tag.Key, tag => tag.Value ?? "", StringComparer.Ordinal);
        }
        catch (AmazonS3Exception e) when (e.ErrorCode is "NoSuchTagSet")
        {
            return new Dictionary<string, string>();
        }
    }

    public static List<Sdk.Tag> Write(IReadOnlyDictionary<string, string> tags) =>
        [.. tags.Select(tag => new Sdk.Tag { Key = tag.Key, Value = tag.Value })];

    /// <summary>Sets and removes some tags and keeps the others, including AWS's own, which S3 expects unchanged.</summary>
    public static async Task ApplyAsync(
        IAmazonS3 s3, string bucket, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, CancellationToken ct)
    {
        var tags = new Dictionary<string, string>(await ReadAsync(s3, bucket, ct), StringComparer.Ordinal);
        foreach (var key in remove) tags.Remove(key);
        foreach (var (key, value) in set) tags[key] = value;

        if (tags.Count > 0)
            await s3.PutBucketTaggingAsync(new Sdk.PutBucketTaggingRequest { BucketName = bucket, TagSet = Write(tags) }, ct);
        else
            await s3.DeleteBucketTaggingAsync(new Sdk.DeleteBucketTaggingRequest { BucketName = bucket }, ct);
    }
}
