using Pockitect.Aws.Ec2;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;

namespace Pockitect.Aws.Preflight;

/// <summary>Snapshots that are not there, or larger than the volume they are to fill.</summary>
internal sealed class SnapshotCheck : Check
{
    public override IReadOnlyList<string> Actions { get; } = ["ec2:DescribeSnapshots"];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts) =>
        from entry in work.Making<Volume>()
        where entry.Spec.SnapshotId is not null
        select new Question($"snapshot {entry.Spec.SnapshotId}", () => CheckAsync(entry.Change, entry.Spec, facts));

    private static async Task<IEnumerable<Finding>> CheckAsync(PlannedChange change, Volume spec, AccountFacts facts) =>
        await facts.SnapshotAsync(spec.SnapshotId!) switch // Asked only of those that name one.
        {
            null => [Error(change.LogicalId, $"There is no snapshot {spec.SnapshotId}.", $"The account sees none of this id in {facts.Region}.", "Correct the id, or leave it out for an empty volume.")],
            { } size when spec.Size < size =>
                [Error(change.LogicalId, "The volume is too small for its snapshot.", $"It is to have {spec.Size} GiB, and {spec.SnapshotId} has {size} GiB.", $"Ask for {size} GiB or more.")],
            _ => [],
        };
}
