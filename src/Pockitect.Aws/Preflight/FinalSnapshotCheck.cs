using Pockitect.Aws.Rds;
using Pockitect.Core.Planning;

namespace Pockitect.Aws.Preflight;

/// <summary>Databases that are to keep a final snapshot and are in a state in which AWS makes none.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html"/>
internal sealed class FinalSnapshotCheck : Check
{
    private static readonly HashSet<string> without = ["failed", "incompatible-restore", "incompatible-network"];

    public override IReadOnlyList<string> Actions => [];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts) =>
        from entry in work.Deleting<DBInstance>()
        where work.Plan.Options.FinalSnapshots && entry.Row.State is { } state && without.Contains(state)
        select new Question($"the final snapshot of {entry.Row.Id}", () => Task.FromResult<IEnumerable<Finding>>(
        [
            Error(
                entry.Change.LogicalId,
                $"The database {entry.Row.Id} is {entry.Row.State}.",
                "AWS makes no final snapshot in this state.",
                work.IsDeletion ? "--no-final-snapshot deletes it without one, and its data with it." : "Repair it first, or delete it in the AWS console."),
        ]));
}
