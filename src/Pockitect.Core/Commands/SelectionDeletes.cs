using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Files;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Commands;

/// <summary>
/// Deletes selected resources: an operation with its own journal. It locks all projects that it touches, and can be resumed or kept by its
/// ID. It can't be undone, because deleted resources are gone.
/// </summary>
internal sealed class SelectionDeletes(
    DeletePlanning planning,
    Catalog catalog,
    OperationHistory history,
    ProjectLocks locks,
    ApprovalCheck approval,
    OperationRunner runner,
    OperationJournals journals)
{
    public Task<Status> DeleteAsync(ResourceSelection selection, Terminate command, CommandContext context, CancellationToken stop) =>
        locks.HoldSelectionsAsync("delete", context.Request, async writeLock =>
        {
            var begun = context.Request is { IsTakenOver: true } request
                ? history.Selections.FirstOrDefault(record => record.Request == request.Id)
                : null;
            if (begun is { Outcome: not null }) return StatusFactory.Told(begun);
            var operation = begun?.Operation ?? journals.NewSelection();
            return await CarryOutAsync(
                operation,
                () => planning.PlanAsync(selection, command.Options, stop, begun),
                plan => begun is null ? approval.Refusal(plan, command.Fingerprint, command, project: null) : Beyond(plan, begun),
                command.Options,
                begun,
                writeLock,
                context,
                stop);
        }, stop);

    /// <summary>Finishes an interrupted, failed or canceled delete after a new approval.</summary>
    public Task<Status> ResumeAsync(string operationId, Resume command, CommandContext context, CancellationToken stop) =>
        locks.HoldSelectionsAsync("resume", context.Request, async writeLock =>
        {
            if (history.UnfinishedSelection(operationId) is not { } record) return StatusFactory.NothingUnfinished(operationId);
            var isGoingOn = context.Request is { IsTakenOver: true } request && record.Request == request.Id;
            return await CarryOutAsync(
                record.Operation,
                () => planning.PlanAsync(Recovery.SelectionOf(record, catalog), record.Options, stop, record),
                plan => isGoingOn ? Beyond(plan, record) : approval.Refusal(plan, command.Fingerprint, command, project: null),
                record.Options,
                record,
                writeLock,
                context,
                stop);
        }, stop);

    /// <summary>Keeps the current state.</summary>
    public Task<Status> KeepAsync(string operationId, CommandContext context, CancellationToken stop) =>
        locks.HoldSelectionsAsync("keep", context.Request, async writeLock =>
        {
            if (history.UnfinishedSelection(operationId) is not { } record) return StatusFactory.NothingUnfinished(operationId);
            if (await writeLock.TryLockAsync(Operation.LockOf(record.Operation), stop) is { } holder) return StatusFactory.Locked(
                $"the delete {operationId}", holder);
            await journals.CloseAsync(record.Operation, OperationOutcome.Kept, writeLock);
            return new Completed($"Kept as is: {record.StepsDone} of {record.Steps.Count} steps of the delete were done.");
        }, stop);

    private async Task<Status> CarryOutAsync(
        Operation operation,
        Func<Task<Plan>> planAsync,
        Func<Plan, Status?> refuse,
        TerminateOptions options,
        OperationRecord? begun,
        ProjectWriteLock writeLock,
        CommandContext context,
        CancellationToken stop)
    {
        var plan = await planAsync();
        if (refuse(plan) is { } refusal) return refusal;
        if (await writeLock.TryLockAsync(Operation.LockOf(operation), stop) is { } other) return StatusFactory.Locked("this delete", other);
        var touched = ProjectsOf(plan);
        foreach (var project in touched)
        {
            if (await writeLock.TryAddAsync(project, stop) is { } holder) return StatusFactory.Locked(project, holder);
        }

        if (touched.Count > 0)
        {
            // Something may have changed the projects before they were locked.
            plan = await planAsync();
            if (refuse(plan) is { } late) return late;
            if (ProjectsOf(plan).Except(touched, StringComparer.Ordinal).Any()) return StatusFactory.Changed;
        }

        return await runner.RunAsync(new PlannedOperation(operation, plan, options) { Begun = begun }, writeLock, context, stop);
    }

    /// <summary>The projects of the resources to delete, in the order in which every process locks them.</summary>
    private static List<string> ProjectsOf(Plan plan) =>
    [
        .. plan.Changes.Select(change => change.Now?.Tags.GetValueOrDefault(OwnershipTags.Project)).OfType<string>()
            // Anyone can write tags; an invalid project name belongs to no project of ours.
            .Where(ProjectNames.IsValid)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Returns why a plan may not continue under the approval of another worker's attempt; null if it may.</summary>
    private Failed? Beyond(Plan plan, OperationRecord begun)
    {
        var approved = begun.Steps.Select(step => step.Step.Id).ToHashSet(StringComparer.Ordinal);
        return approval.Forbidden(plan) ?? (plan.Steps.Any(step => !approved.Contains(step.Id)) ? StatusFactory.Changed : null);
    }
}
