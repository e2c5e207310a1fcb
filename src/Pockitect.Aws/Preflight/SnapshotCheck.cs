using Pockitect.Aws.Ec2;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;

namespace Pockitect.Aws.Preflight;

/// <summary>Finds snapshots that don't exist, or are larger than their volume.</summary>
internal sealed class SnapshotCheck : Check
{
    public override IReadOnlyList<string> Actions { get; } = ["ec2:DescribeSnapshots"];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts) =>
        from entry in work.Making<Volume>()
        where entry.Spec.SnapshotId is not null
        select new Question($"snapshot {entry.Spec.SnapshotId}", () => CheckAsync(entry.Change, entry.Spec, facts));

    private static async Task<IEnumerable<Finding>> CheckAsync(PlannedChange change, Volume spec, AccountFacts facts) =>
        await facts.SnapshotAsync(spec.SnapshotId!) switch // Only called with a snapshot.
        {
            null => [
                Error(
                    change.LogicalId,
                    $"Snapshot {spec.SnapshotId} doesn't exist.",
                    $"The account can't see this ID in {facts.Region}.",
                    "Fix the ID, or omit it for an empty volume."),
            ],
            { } size when spec.Size < size =>
                [
                    Error(
                        change.LogicalId,
                        "The volume is too small for its snapshot.",
                        $"It has {spec.Size} GiB, and {spec.SnapshotId} has {size} GiB.",
                        $"Use {size} GiB or more."),
                ],
            _ => [],
        };
}
