using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Journals;

namespace Pockitect.Core.Commands;

/// <summary>Finishes the unfinished operation of a project, or an unfinished delete of selected resources.</summary>
internal sealed class ResumeHandler(
    ProjectOperations operations, OperationResume resume, OperationHistory history, SelectionDeletes selections)
{
    public Task<Status> HandleAsync(Resume command, CommandContext context, CancellationToken stop) => command.OperationId is { } id
        ? selections.ResumeAsync(id, command, context, stop)
        : operations.HoldAsync("resume", context, writeLock => ResumeAsync(command, context, writeLock, stop), stop);

    private async Task<Status> ResumeAsync(Resume command, CommandContext context, ProjectWriteLock writeLock, CancellationToken stop)
    {
        if (history.Unfinished(context.Slug) is not { } record) return StatusFactory.NothingUnfinished(context.Slug);
        return await resume.RunAsync(
            record, plan => operations.Refusal(plan, command.Fingerprint, command, context), writeLock, context, stop);
    }
}
