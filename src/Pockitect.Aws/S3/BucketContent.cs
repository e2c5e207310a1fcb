using Amazon.S3;
using Sdk = Amazon.S3.Model;

namespace Pockitect.Aws.S3;

/// <summary>Deletes a bucket's content permanently: every version, delete marker and incomplete upload.</summary>
internal static class BucketContent
{
    // The maximum of S3's list and delete calls; memory never holds more than one page.
    private const int PageSize = 1000;
    private const int AbortsAtOnce = 8;

    /// <exception cref="AmazonS3Exception">
    /// Object Lock is on, so that files may be locked, and nothing was deleted; or AWS refused to delete a file, which the message names.
    /// </exception>
    public static async Task DeleteAsync(IAmazonS3 s3, string bucket, CancellationToken ct)
    {
        await RefuseIfLockedAsync(s3, bucket, ct);
        await AbortUploadsAsync(s3, bucket, ct);

        // Always the first page: its content was deleted before the next read, or an exception has ended the loop.
        Sdk.ListVersionsResponse page;
        do
        {
            page = await s3.ListVersionsAsync(new Sdk.ListVersionsRequest { BucketName = bucket, MaxKeys = PageSize }, ct);
            if (page.Versions is { Count: > 0 } versions) await DeleteVersionsAsync(s3, bucket, versions, ct);
        }
        while (page.IsTruncated is true);
    }

    private static async Task DeleteVersionsAsync(IAmazonS3 s3, string bucket, List<Sdk.S3ObjectVersion> versions, CancellationToken ct)
    {
        var request = new Sdk.DeleteObjectsRequest
        {
            BucketName = bucket,
            Quiet = true,
            Objects = [.. versions.Select(version => new Sdk.KeyVersion { Key = version.Key, VersionId = version.VersionId })],
        };
        try
        {
            await s3.DeleteObjectsAsync(request, ct);
        }
        catch (DeleteObjectsException e) when (e.Response?.DeleteErrors is [var first, ..])
        {
            // The SDK's message names neither the file nor the reason.
            throw new AmazonS3Exception($"'{first.Key}' in bucket '{bucket}' can't be deleted: {first.Message}", e)
            {
                ErrorCode = first.Code,
                StatusCode = e.StatusCode,
            };
        }
    }

    private static async Task AbortUploadsAsync(IAmazonS3 s3, string bucket, CancellationToken ct)
    {
        var pages = s3.Paginators.ListMultipartUploads(new Sdk.ListMultipartUploadsRequest { BucketName = bucket, MaxUploads = PageSize });
        await foreach (var page in pages.Responses.WithCancellation(ct))
        {
            await Parallel.ForEachAsync(
                page.MultipartUploads ?? [],
                new ParallelOptions { MaxDegreeOfParallelism = AbortsAtOnce, CancellationToken = ct },
                async (upload, stop) => await s3.AbortMultipartUploadAsync(
                    new Sdk.AbortMultipartUploadRequest { BucketName = bucket, Key = upload.Key, UploadId = upload.UploadId }, stop));
        }
    }

    // Locks are returned per file only. Pockitect creates no such buckets, so its owner knows the locked files.
    private static async Task RefuseIfLockedAsync(IAmazonS3 s3, string bucket, CancellationToken ct)
    {
        if (!await IsLockedAsync(s3, bucket, ct)) return;
        throw new AmazonS3Exception(
            $"Bucket '{bucket}' has Object Lock, so its files may be locked until a date. Empty it in the console, then delete it.")
        {
            ErrorCode = "InvalidBucketState",
        };
    }

    /// <summary>Returns whether Object Lock is on, so that AWS may refuse to delete files.</summary>
    public static async Task<bool> IsLockedAsync(IAmazonS3 s3, string bucket, CancellationToken ct)
    {
        try
        {
            var answer = await s3.GetObjectLockConfigurationAsync(new Sdk.GetObjectLockConfigurationRequest { BucketName = bucket }, ct);
            return answer.ObjectLockConfiguration?.ObjectLockEnabled == ObjectLockEnabled.Enabled;
        }
        catch (AmazonS3Exception e) when (e.ErrorCode is "ObjectLockConfigurationNotFoundError")
        {
            return false;
        }
    }
}
