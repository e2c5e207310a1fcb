using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;

namespace Pockitect.Core.Commands;

/// <summary>Undoes the unfinished operation of a project. An interrupted undo can be resumed.</summary>
internal sealed class UndoHandler(ProjectOperations operations, OperationJournals journals, OperationHistory history, Recovery recovery)
{
    public Task<Status> HandleAsync(Undo command, CommandContext context, CancellationToken stop) =>
        operations.HoldAsync("undo", context, writeLock => UndoAsync(command, context, writeLock, stop), stop);

    private async Task<Status> UndoAsync(Undo command, CommandContext context, ProjectWriteLock writeLock, CancellationToken stop)
    {
        if (history.Unfinished(context.Slug) is not { } record) return StatusFactory.NothingUnfinished(context.Slug);
        var plan = await recovery.PlanUndoAsync(record, stop, command.EmptyBuckets);
        if (operations.Refusal(plan, command.Fingerprint, command, context) is { } refusal) return refusal;
        var operation = record.Operation.Of is not null
            ? record.Operation
            : journals.New(OperationKind.Undo, context.Slug, record.Operation.ProjectId) with { Of = record.Operation.Id };
        // The operation's resources are new, so no data needs a snapshot.
        var options = new TerminateOptions(FinalSnapshots: false, command.EmptyBuckets, LiftProtection: true);
        var planned = new PlannedOperation(operation, plan, options)
        {
            Project = Recovery.IdentityOf(record),
            WhenDone = () => journals.CloseAsync(recovery.Undone(record).Operation, OperationOutcome.Undone, writeLock),
        };
        return await operations.RunAsync(planned, writeLock, context, stop);
    }
}
