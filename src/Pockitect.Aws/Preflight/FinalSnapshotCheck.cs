using Pockitect.Aws.Rds;
using Pockitect.Core.Faults;

namespace Pockitect.Aws.Preflight;

/// <summary>Databases that are to keep a final snapshot and are in a state in which AWS makes none.</summary>
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
                "AWS makes no final snapshot in this state.",
                work.IsDeletion ? "--no-final-snapshot deletes it without one, and its data with it." : "Repair it first, or delete it in the AWS console."),
        ]));
}
