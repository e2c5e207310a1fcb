using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Projects;

namespace Pockitect.Core.Commands;

/// <summary>Deletes a project, or selected resources.</summary>
internal sealed class DeleteHandler(
    ProjectOperations operations,
    OperationJournals journals,
    ProjectRecords records,
    ProjectReader reader,
    DeletePlanning planning,
    SelectionDeletes selections)
{
    public Task<Status> HandleAsync(Terminate command, CommandContext context, CancellationToken stop)
    {
        if (command.Selection is { } selection) return selections.DeleteAsync(selection, command, context, stop);
        if (context.Project is null)
            throw new FaultException(new Fault(FaultKind.Invalid, "NoProject", "Specify the project or the resources to delete."));
        return operations.HoldAsync("delete", context, writeLock => DeleteAsync(command, context, writeLock, stop), stop);
    }

    private async Task<Status> DeleteAsync(Terminate command, CommandContext context, ProjectWriteLock writeLock, CancellationToken stop)
    {
        var project = await records.Projects.FindAsync(context.Slug, reader, stop);
        var plan = await planning.PlanAsync(project, command.Options, stop, records.History.Unfinished(context.Slug));
        if (operations.Refusal(plan, command.Fingerprint, command, context) is { } refusal) return refusal;
        var operation = journals.New(OperationKind.Terminate, context.Slug, project.Id);
        return await operations.RunAsync(
            new PlannedOperation(operation, plan, command.Options) { Project = project }, writeLock, context, stop);
    }
}
