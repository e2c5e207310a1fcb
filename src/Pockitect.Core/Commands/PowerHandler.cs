using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Projects;

namespace Pockitect.Core.Commands;

/// <summary>Starts or stops a project's resources. It loses nothing, so no plan is approved; guard rails still apply.</summary>
internal sealed class PowerHandler(
    ProjectOperations operations, OperationJournals journals, ProjectRecords records, ProjectReader reader, PowerPlanning planning)
{
    public Task<Status> HandleAsync(Power command, CommandContext context, CancellationToken stop) =>
        operations.HoldAsync(command.On ? "start" : "stop", context, writeLock => SwitchAsync(command, context, writeLock, stop), stop);

    private async Task<Status> SwitchAsync(Power command, CommandContext context, ProjectWriteLock writeLock, CancellationToken stop)
    {
        var project = await records.Projects.FindAsync(context.Slug, reader, stop);
        var only = command.On ? records.History.StoppedLast(context.Slug) : null;
        var plan = await planning.PlanAsync(project, command.On, only, stop);
        if (operations.Refusal(plan, plan.Fingerprint, command, context) is { } refusal) return refusal;
        var operation = journals.New(command.On ? OperationKind.PowerOn : OperationKind.PowerOff, context.Slug, project.Id);
        return await operations.RunAsync(
            new PlannedOperation(operation, plan, new TerminateOptions()) { Project = project }, writeLock, context, stop);
    }
}
