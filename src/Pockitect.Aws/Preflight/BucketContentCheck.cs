using Amazon.S3;
using Pockitect.Aws.Errors;
using Pockitect.Aws.S3;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;
using Sdk = Amazon.S3.Model;

namespace Pockitect.Aws.Preflight;

/// <summary>Finds buckets to delete whose content was not approved for deletion, or is locked.</summary>
internal sealed class BucketContentCheck : Check
{
    public override IReadOnlyList<string> Actions { get; } = ["s3:ListBucketVersions", "s3:GetBucketObjectLockConfiguration"];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts) =>
        from entry in work.Deleting<Bucket>()
        select new Question(
            $"whether bucket {entry.Row.Id} is empty",
            () => CheckAsync(entry.Change, entry.Row.Id, work, facts.Aws.S3(entry.Row.Place.Region), facts.Ct));

    private static async Task<IEnumerable<Finding>> CheckAsync(
        PlannedChange change, string bucket, Work work, IAmazonS3 s3, CancellationToken ct)
    {
        var page = await s3.ListVersionsAsync(new Sdk.ListVersionsRequest { BucketName = bucket, MaxKeys = 1 }, ct).GoneIsNullAsync();
        if (page?.Versions is not { Count: > 0 }) return [];
        if (!work.Plan.Options.EmptyBuckets)
        {
            return
            [
                Error(
                    change.LogicalId,
                    $"The bucket {bucket} is not empty.",
                    "AWS deletes only empty buckets.",
                    work.IsDeletion ? "Use --empty-buckets to delete its content permanently, or empty it first." : "Empty it first."),
            ];
        }

        return !await BucketContent.IsLockedAsync(s3, bucket, ct) ? [] :
        [
            Error(
                change.LogicalId,
                $"The bucket {bucket} has Object Lock on.",
                "Its files may be locked until a date, and AWS doesn't delete them before.",
                "Empty it in the AWS console, then delete it here."),
        ];
    }
}
