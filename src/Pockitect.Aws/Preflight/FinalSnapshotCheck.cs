using Pockitect.Aws.Rds;
using Pockitect.Core.Faults;

namespace Pockitect.Aws.Preflight;

/// <summary>Finds databases whose state doesn't allow a final snapshot.</summary>
internal sealed class FinalSnapshotCheck : Check
{
    public override IReadOnlyList<string> Actions => [];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts) =>
        from entry in work.Deleting<DBInstance>()
        where work.Plan.Options.FinalSnapshots && DBInstanceDeletion.TakesNoSnapshot(entry.Row.State)
        select new Question($"the final snapshot of {entry.Row.Id}", () => Task.FromResult<IEnumerable<Finding>>(
        [
            Error(
                entry.Change.LogicalId,
                $"The database {entry.Row.Id} is {entry.Row.State}.",
                "AWS can't create a final snapshot in this state.",
                work.IsDeletion
                    ? "Use --no-final-snapshot to delete it without one; its data is lost."
                    : "Repair it first, or delete it in the AWS console."),
        ]));
}
