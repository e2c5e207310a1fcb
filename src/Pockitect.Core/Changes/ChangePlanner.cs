using Pockitect.Core.Blueprints;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Guards;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Projects;

namespace Pockitect.Core.Changes;

/// <summary>Plans what a user asks for, as a worker will plan it again before it starts. It changes nothing.</summary>
/// <param name="accounts">Which account each project is in.</param>
/// <param name="fetch">Brings the journals of other computers here: those of a project, or of deletes of selected resources.</param>
public sealed class ChangePlanner(
    ProjectReader reader,
    Planners planners,
    ProjectRecords records,
    AccountGuards guards,
    ProjectAccounts accounts,
    Func<string, CancellationToken, Task> fetch)
{
    private readonly Recovery _recovery = new(planners, records, reader.Scanner.Cloud.Catalog);

    /// <summary>Makes the plan. It may scan many Regions.</summary>
    /// <exception cref="FaultException">The project does not exist, its blueprint has errors, or AWS can't be asked.</exception>
    public async Task<PlanningResult> PlanAsync(ChangeRequest request, CancellationToken ct)
    {
        if (request.Project is { } project)
        {
            // It may come from an address, where anything can stand.
            if (ProjectNames.Problem(project) is { } problem) return PlanningResult.Refused(problem);
            if (accounts.Refusal(project) is { } refusal) return PlanningResult.Refused(refusal, accounts.Elsewhere(project));
        }

        return request switch
        {
            DeployRequest deploy => await DeployAsync(deploy, ct),
            ProjectDeleteRequest delete => await DeleteAsync(delete, ct),
            SelectionDeleteRequest delete => Proposed(delete, await planners.Delete.PlanAsync(delete.Selection, delete.Options, ct)),
            PowerRequest power => await PowerAsync(power, ct),
            RecoveryRequest recovery => await RecoverAsync(recovery, ct),
            _ => throw new InvalidOperationException($"No change is planned for {request.GetType().Name}."),
        };
    }

    private async Task<PlanningResult> DeployAsync(DeployRequest request, CancellationToken ct)
    {
        var blueprint = records.Projects.Load(request.Slug);
        var unfinished = records.History.UnfinishedDeploy(blueprint.Project);
        return Proposed(request, await planners.Deploy.PlanAsync(blueprint, ct, unfinished), unfinished, blueprint);
    }

    private async Task<PlanningResult> DeleteAsync(ProjectDeleteRequest request, CancellationToken ct)
    {
        var project = await records.Projects.FindAsync(request.Slug, reader, ct);
        var unfinished = records.History.Unfinished(request.Slug);
        return Proposed(request, await planners.Delete.PlanAsync(project, request.Options, ct, unfinished), unfinished);
    }

    private async Task<PlanningResult> PowerAsync(PowerRequest request, CancellationToken ct)
    {
        var project = await records.Projects.FindAsync(request.Slug, reader, ct);
        var only = request.On ? records.History.StoppedLast(request.Slug) : null;
        return Proposed(request, await planners.Power.PlanAsync(project, request.On, only, ct));
    }

    private async Task<PlanningResult> RecoverAsync(RecoveryRequest request, CancellationToken ct)
    {
        if (request.OperationId is not null) await fetch(Operation.Selections, ct);
        var record = request.OperationId is { } id ? records.History.UnfinishedSelection(id) : records.History.Unfinished(request.Handle);
        if (record is null) return PlanningResult.Refused($"No unfinished operation for {request.Handle}.");
        switch (request)
        {
            case ResumeRequest:
                return Proposed(request, await _recovery.PlanResumeAsync(record, ct), record);
            case UndoRequest when record.Operation.IsOfSelection:
                return PlanningResult.Refused(
                    $"A delete of selected resources can't be undone. `pockitect resume {request.Handle}` finishes it, "
                    + $"`pockitect keep {request.Handle}` keeps the current state.");
            case UndoRequest undo:
                return Proposed(request, await _recovery.PlanUndoAsync(record, ct, undo.EmptyBuckets), record);
            default:
                return Proposed(request, new Plan { Changes = [], Steps = [] }, record);
        }
    }

    private PlanningResult Proposed(ChangeRequest request, Plan plan, OperationRecord? unfinished = null, Blueprint? blueprint = null) =>
        PlanningResult.Of(new ChangeProposal
        {
            Request = request,
            Plan = plan,
            Rails = guards.Rails,
            Unfinished = unfinished,
            Blueprint = blueprint,
        });
}
