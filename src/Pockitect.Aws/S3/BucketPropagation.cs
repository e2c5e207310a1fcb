using Amazon.S3;
using Pockitect.Aws.Errors;
using Pockitect.Core.Faults;
using Sdk = Amazon.S3.Model;

namespace Pockitect.Aws.S3;

/// <summary>
/// Tells a bucket that does not exist from a new one that S3 does not know everywhere yet. Both answer NoSuchBucket; only
/// HeadBucket decides.
/// </summary>
internal static class BucketPropagation
{
    public const string NoSuchBucket = "NoSuchBucket";

    private static readonly TimeSpan Budget = TimeSpan.FromMinutes(2);

    /// <summary>Asks S3 whether the bucket exists.</summary>
    /// <exception cref="AmazonS3Exception">S3 refuses to answer.</exception>
    public static async Task<bool> ExistsAsync(IAmazonS3 s3, string bucket, CancellationToken ct) =>
        await s3.HeadBucketAsync(new Sdk.HeadBucketRequest { BucketName = bucket }, ct).GoneIsNullAsync() is not null;

    /// <summary>Calls S3 about a bucket that exists.</summary>
    /// <exception cref="FaultException">S3 does not know the bucket everywhere yet. The call works after a while.</exception>
    public static async Task<T> CallAsync<T>(string bucket, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (AmazonS3Exception e) when (e.ErrorCode is NoSuchBucket)
        {
            throw NotKnownEverywhere(bucket);
        }
    }

    /// <inheritdoc cref="CallAsync{T}(string, Func{Task{T}})"/>
    public static Task CallAsync(string bucket, Func<Task> call) => CallAsync(bucket, async () =>
    {
        await call();
        return true;
    });

    /// <summary>The fault of a bucket that exists and that a part of S3 does not know.</summary>
    public static FaultException NotKnownEverywhere(string bucket) =>
        new(new Fault(
            FaultKind.NotYetConsistent, NoSuchBucket, $"S3 does not know the bucket '{bucket}' everywhere yet. Try again in a moment.")
        {
            Waiting = "S3 to know the bucket everywhere",
            Budget = Budget,
        });
}
