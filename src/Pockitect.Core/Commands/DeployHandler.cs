using Pockitect.Core.Blueprints;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Projects;

namespace Pockitect.Core.Commands;

/// <summary>
/// Deploys a project's blueprint. After an interrupted deploy, it continues that operation, which knows its unconfirmed steps.
/// </summary>
internal sealed class DeployHandler(
    ProjectOperations operations, OperationJournals journals, ProjectRecords records, ProjectReader reader, DeployPlanning planning)
{
    public Task<Status> HandleAsync(Deploy command, CommandContext context, CancellationToken stop) =>
        operations.HoldAsync("deploy", context, writeLock => DeployAsync(command, context, writeLock, stop), stop);

    private async Task<Status> DeployAsync(Deploy command, CommandContext context, ProjectWriteLock writeLock, CancellationToken stop)
    {
        var slug = context.Slug;
        var blueprint = records.Projects.Load(slug);
        string? note = null;
        // The ID is on disk before any resource carries it: a crash can't leave resources that no file knows.
        if (blueprint.Project.Id is null)
        {
            var owner = await reader.OwnershipAsync(blueprint.Project, stop);
            if (owner.Conflict is { } conflict) return new Failed(conflict, [conflict], []);
            (blueprint, note) = await IdentifyAsync(slug, blueprint, owner.Id ?? ProjectStore.NewId(), stop);
        }

        var unfinished = records.History.UnfinishedDeploy(blueprint.Project);
        var plan = await planning.PlanAsync(blueprint, stop, unfinished);
        if (operations.Refusal(plan, command.Fingerprint, command, context) is { } refusal) return refusal;
        var operation = unfinished?.Operation ?? journals.New(OperationKind.Deploy, slug, blueprint.Project.Id!); // Written above.
        var planned = new PlannedOperation(operation, plan, new TerminateOptions())
        {
            Project = ProjectIdentity.Of(blueprint),
            WhenDone = () => journals.KeepDeployedAsync(operation, blueprint, writeLock),
        };
        return StatusFactory.WithNotes(await operations.RunAsync(planned, writeLock, context, stop), note is null ? [] : [note]);
    }

    /// <summary>
    /// Gives a new project its ID. If its file is read-only, only the journal of this computer has the ID, and a note reports that.
    /// </summary>
    private async Task<(Blueprint Blueprint, string? Note)> IdentifyAsync(string slug, Blueprint blueprint, string id, CancellationToken ct)
    {
        try
        {
            return (await records.Projects.WriteIdAsync(slug, id, ct), null);
        }
        catch (FaultException e) when (AtomicFile.IsUnwritable(e.Fault))
        {
            return (
                blueprint with { Project = blueprint.Project with { Id = id } },
                $"The project's ID is not in {slug}.yaml: {e.Message} Until then, only this computer knows that these resources belong "
                + $"to it; to add it yourself, write 'id: {id}' under 'project:'.");
        }
    }
}
