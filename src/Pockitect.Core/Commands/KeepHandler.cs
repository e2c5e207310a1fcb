using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Journals;

namespace Pockitect.Core.Commands;

/// <summary>Keeps the current state of a project's unfinished operation, or of an unfinished delete of selected resources.</summary>
internal sealed class KeepHandler(
    ProjectOperations operations,
    OperationJournals journals,
    OperationHistory history,
    ProjectReader reader,
    StatusReporter reporter,
    SelectionDeletes selections)
{
    public Task<Status> HandleAsync(Keep command, CommandContext context, CancellationToken stop) => command.OperationId is { } id
        ? selections.KeepAsync(id, context, stop)
        : operations.HoldAsync("keep", context, writeLock => KeepAsync(context, writeLock, stop), stop);

    private async Task<Status> KeepAsync(CommandContext context, ProjectWriteLock writeLock, CancellationToken stop)
    {
        if (history.Unfinished(context.Slug) is not { } record) return StatusFactory.NothingUnfinished(context.Slug);
        // Scans first, to report the kept resources.
        var resources = await reader.ReadAsync(Recovery.IdentityOf(record), stop);
        await journals.CloseAsync(record.Operation, OperationOutcome.Kept, writeLock);
        await reporter.ReportAsync(context.Slug, resources, context.Tell, stop);
        return new Completed($"Kept as is: {resources.Count} resources.");
    }
}
