using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;

namespace Pockitect.Core.Commands;

/// <summary>
/// The frame of every command that changes a project: lock the project, continue what another worker has started for the same command,
/// check the approval, execute.
/// </summary>
internal sealed class ProjectOperations(
    OperationHistory history, ProjectLocks locks, ApprovalCheck approval, OperationRunner runner, OperationResume resume)
{
    /// <summary>Locks the command's project and does the work, or finishes what another worker has started for this command.</summary>
    /// <param name="doing">The work as a verb, for others that wait for the project.</param>
    public Task<Status> HoldAsync(
        string doing, CommandContext context, Func<ProjectWriteLock, Task<Status>> work, CancellationToken stop) =>
        locks.HoldAsync(context.Slug, doing, context.Request, async writeLock =>
        {
            history.Demand(context.Slug);
            return BegunBy(context) is { } begun ? await ContinueAsync(begun, writeLock, context, stop) : await work(writeLock);
        }, stop);

    /// <inheritdoc cref="ApprovalCheck.Refusal"/>
    public Failed? Refusal(Plan plan, string approved, Command command, CommandContext context) =>
        approval.Refusal(plan, approved, command, context.Slug);

    /// <inheritdoc cref="OperationRunner.RunAsync"/>
    public Task<Status> RunAsync(PlannedOperation planned, ProjectWriteLock writeLock, CommandContext context, CancellationToken stop) =>
        runner.RunAsync(planned, writeLock, context, stop);

    private OperationRecord? BegunBy(CommandContext context) => context.Request is { IsTakenOver: true } request
        ? history.Of(context.Slug).FirstOrDefault(record => record.Request == request.Id)
        : null;

    /// <summary>Finishes what another worker has started for the same command: the approval covers all of it.</summary>
    private async Task<Status> ContinueAsync(
        OperationRecord begun, ProjectWriteLock writeLock, CommandContext context, CancellationToken stop)
    {
        if (begun.Outcome is not (null or OperationOutcome.Completed)) return StatusFactory.Told(begun);
        var isPower = begun.Operation.Kind is OperationKind.PowerOn or OperationKind.PowerOff;
        var latest = history.Of(begun.Operation.Project)
            .First(record => isPower || record.Operation.Kind is not (OperationKind.PowerOn or OperationKind.PowerOff));
        // Someone has changed the project since, so the approval no longer applies.
        if (latest.Operation.Id != begun.Operation.Id) return StatusFactory.Changed;
        // An operation that ended without a report is checked again: its final steps may be missing.
        return await resume.RunAsync(begun, Refuse, writeLock, context, stop);

        Status? Refuse(Plan plan) => begun.Outcome is not null && !plan.IsEmpty ? StatusFactory.Told(begun) : approval.Forbidden(plan);
    }
}
