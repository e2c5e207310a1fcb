using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Projects;

namespace Pockitect.Core.Commands;

/// <summary>Finishes an operation of a project under its own ID: with the same tokens, names and final snapshots.</summary>
internal sealed class OperationResume(ProjectStore projects, Recovery recovery, OperationRunner runner, OperationJournals journals)
{
    /// <param name="refuse">Returns why the plan may not be executed; null if it may.</param>
    public async Task<Status> RunAsync(
        OperationRecord record, Func<Plan, Status?> refuse, ProjectWriteLock writeLock, CommandContext context, CancellationToken stop)
    {
        var blueprint = record.Operation.Kind is OperationKind.Deploy ? projects.Load(record.Operation.Project) : null;
        var plan = await recovery.PlanResumeAsync(record, stop);
        if (refuse(plan) is { } refusal) return refusal;
        var planned = new PlannedOperation(record.Operation, plan, record.Options)
        {
            Project = Recovery.IdentityOf(record),
            Begun = record,
            WhenDone = async () =>
            {
                if (blueprint is not null) await journals.KeepDeployedAsync(record.Operation, blueprint, writeLock);
                if (record.Operation.Of is not null) await journals.CloseAsync(
                    recovery.Undone(record).Operation, OperationOutcome.Undone, writeLock);
            },
        };
        return await runner.RunAsync(planned, writeLock, context, stop);
    }
}
