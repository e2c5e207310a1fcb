using Pockitect.Core.Blueprints;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Guards;
using Pockitect.Core.Inventory;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Projects;

namespace Pockitect.Core.Commands;

/// <summary>Executes commands: plan again, compare with the approval, execute, scan, report the result.</summary>
public sealed class Operations(
    Engine engine,
    Recovery recovery,
    OperationHistory history,
    Executor executor,
    ProjectStore projects,
    StatusProjector statuses,
    DataFolder folder,
    Durations durations,
    TimeProvider time,
    SharedProjects? shared = null)
{
    private readonly Scans _scans = new(engine);
    private readonly SharedProjects _shared = shared ?? SharedProjects.None;
    private readonly ReceivedBlueprints _received = new(folder);

    // Not a parameter: commands can't run without it.
    private readonly ApprovalCheck _approval = new(new AccountGuards(folder, engine.Cloud.AccountId));
    private readonly DeployedBlueprints _deployed = new(folder, engine.Cloud.Catalog, history);

    private StatusReporter Reporter => new(engine, projects, history, _deployed, statuses);

    private OperationRunner Runner => new(engine.Cloud, executor, Reporter, folder, durations, time);

    private SelectionDeletes Selections => new(engine, history, Runner, _approval, folder, _shared, time);

    /// <summary>Scans what a request names, and updates the status of known projects.</summary>
    public async Task<Status> ScanAsync(ScanRequest request, Func<Status, Task> tell, CancellationToken stop)
    {
        var ending = await _scans.RunAsync(request, tell, stop);
        await Reporter.ReportAsync(engine.Inventory.Resources, tell, stop);
        return ending;
    }

    /// <summary>Scans a part, which is not enough to update the status of projects.</summary>
    public Task<Status> ScanPartAsync(ScanRequest request, Func<Status, Task> tell, CancellationToken stop) => _scans.RunAsync(request, tell, stop);

    /// <inheritdoc cref="Scans.PartsAsync"/>
    public Task<IReadOnlyList<ScanPart>> ScanPartsAsync(ScanRequest request, CancellationToken stop) => _scans.PartsAsync(request, stop);

    public Task<Status> DeployAsync(string slug, Deploy command, Func<Status, Task> tell, CancellationToken stop, Request? request = null) =>
        AloneAsync(slug, "deploy", request, tell, async writeLock =>
        {
            var blueprint = projects.Load(slug);
            string? note = null;
            // The ID is on disk before any resource carries it: a crash can't leave resources that no file knows.
            if (blueprint.Project.Id is null)
            {
                var owner = await engine.OwnershipAsync(blueprint.Project, stop);
                if (owner.Conflict is { } conflict) return new Failed(conflict, [conflict], []);
                (blueprint, note) = await IdentifyAsync(slug, blueprint, owner.Id ?? ProjectStore.NewId(), stop);
            }

            // Deploying again after an interrupted deploy continues that operation, which knows its unconfirmed steps.
            var unfinished = history.UnfinishedDeploy(blueprint.Project);
            var plan = await engine.PlanDeployAsync(blueprint, stop, unfinished);
            if (_approval.Refusal(plan, command.Fingerprint, command, slug) is { } refusal) return refusal;
            var operation = unfinished?.Operation
                ?? new Operation(NextId(slug), OperationKind.Deploy, slug, blueprint.Project.Id!); // Written above.
            var ending = await Runner.CarryOutAsync(
                plan, operation, new TerminateOptions(), ProjectIdentity.Of(blueprint), writeLock, null, tell, stop, () => KeepDeployedAsync(operation, blueprint, writeLock));
            return StatusFactory.WithNotes(ending, note is null ? [] : [note]);
        }, stop);

    /// <summary>
    /// Gives a new project its ID. If its file is read-only, only the journal of this computer has the ID, and a note reports that.
    /// </summary>
    private async Task<(Blueprint Blueprint, string? Note)> IdentifyAsync(string slug, Blueprint blueprint, string id, CancellationToken ct)
    {
        try
        {
            return (await projects.WriteIdAsync(slug, id, ct), null);
        }
        catch (FaultException e) when (AtomicFile.IsUnwritable(e.Fault))
        {
            return (
                blueprint with { Project = blueprint.Project with { Id = id } },
                $"The project's ID is not in {slug}.yaml: {e.Message} Until then, only this computer knows that these resources belong to it; to add it yourself, write 'id: {id}' under 'project:'.");
        }
    }

    /// <summary>Finishes an unfinished operation under its own ID: with the same tokens, names and final snapshots.</summary>
    public Task<Status> ResumeAsync(string slug, Resume command, Func<Status, Task> tell, CancellationToken stop, Request? request = null) =>
        AloneAsync(slug, "resume", request, tell, async writeLock =>
        {
            if (history.Unfinished(slug) is not { } record) return StatusFactory.NothingUnfinished(slug);
            return await ResumeAsync(record, plan => _approval.Refusal(plan, command.Fingerprint, command, slug), writeLock, tell, stop);
        }, stop);

    /// <summary>Undoes an unfinished operation. An interrupted undo can be resumed.</summary>
    public Task<Status> UndoAsync(string slug, Undo command, Func<Status, Task> tell, CancellationToken stop, Request? request = null) =>
        AloneAsync(slug, "undo", request, tell, async writeLock =>
        {
            if (history.Unfinished(slug) is not { } record) return StatusFactory.NothingUnfinished(slug);
            var plan = await recovery.PlanUndoAsync(record, stop, command.EmptyBuckets);
            if (_approval.Refusal(plan, command.Fingerprint, command, slug) is { } refusal) return refusal;
            var operation = record.Operation.Of is not null
                ? record.Operation
                : new Operation(NextId(slug), OperationKind.Undo, slug, record.Operation.ProjectId) { Of = record.Operation.Id };
            // The operation's resources are new, so no data needs a snapshot.
            var options = new TerminateOptions(FinalSnapshots: false, command.EmptyBuckets, LiftProtection: true);
            return await Runner.CarryOutAsync(
                plan, operation, options, Recovery.IdentityOf(record), writeLock, null, tell, stop, () => CloseAsync(recovery.Undone(record).Operation, OperationOutcome.Undone, writeLock));
        }, stop);

    /// <summary>Keeps the current state of an unfinished operation.</summary>
    public Task<Status> KeepAsync(string slug, Func<Status, Task> tell, CancellationToken stop, Request? request = null) =>
        AloneAsync(slug, "keep", request, tell, async writeLock =>
        {
            if (history.Unfinished(slug) is not { } record) return StatusFactory.NothingUnfinished(slug);
            // Scans first, to report the kept resources.
            var resources = await engine.ProjectResourcesAsync(Recovery.IdentityOf(record), stop);
            await CloseAsync(record.Operation, OperationOutcome.Kept, writeLock);
            await Reporter.ReportAsync(slug, resources, tell, stop);
            return new Completed($"Kept as is: {resources.Count} resources.");
        }, stop);

    /// <summary>Finishes a selection delete.</summary>
    /// <param name="operationId">The operation's ID.</param>
    public Task<Status> ResumeSelectionAsync(string operationId, Resume command, Func<Status, Task> tell, CancellationToken stop, Request? request = null) =>
        Selections.ResumeAsync(operationId, command, request, tell, stop);

    /// <summary>Keeps the current state of a selection delete.</summary>
    public Task<Status> KeepSelectionAsync(string operationId, CancellationToken stop, Request? request = null) => Selections.KeepAsync(operationId, request, stop);

    /// <summary>Deletes a project, or selected resources.</summary>
    public async Task<Status> TerminateAsync(string? slug, Terminate command, Func<Status, Task> tell, CancellationToken stop, Request? request = null)
    {
        if (command.Selection is { } selection) return await Selections.DeleteAsync(selection, command, request, tell, stop);

        var name = slug ?? throw new FaultException(new Fault(FaultKind.Invalid, "NoProject", "Specify the project or the resources to delete."));
        return await AloneAsync(name, "delete", request, tell, async writeLock =>
        {
            var project = await projects.FindAsync(name, engine, stop);
            var plan = await engine.PlanTerminateAsync(project, command.Options, stop, history.Unfinished(name));
            if (_approval.Refusal(plan, command.Fingerprint, command, name) is { } refusal) return refusal;
            var operation = new Operation(NextId(name), OperationKind.Terminate, name, project.Id);
            return await Runner.CarryOutAsync(plan, operation, command.Options, project, writeLock, null, tell, stop);
        }, stop);
    }

    public Task<Status> PowerAsync(string slug, Power command, Func<Status, Task> tell, CancellationToken stop, Request? request = null) =>
        AloneAsync(slug, command.On ? "start" : "stop", request, tell, async writeLock =>
        {
            var project = await projects.FindAsync(slug, engine, stop);
            var plan = await engine.PlanPowerAsync(project, command.On, command.On ? history.StoppedLast(slug) : null, stop);
            // It loses nothing, so no plan is approved; guard rails still apply.
            if (_approval.Refusal(plan, plan.Fingerprint, command, slug) is { } refusal) return refusal;
            var kind = command.On ? OperationKind.PowerOn : OperationKind.PowerOff;
            return await Runner.CarryOutAsync(
                plan, new Operation(NextId(slug), kind, slug, project.Id), new TerminateOptions(), project, writeLock, null, tell, stop);
        }, stop);

    /// <summary>Updates a project's status, after reading AWS or from the inventory.</summary>
    public async Task<Status> RefreshAsync(string slug, ProjectUpdated command, Func<Status, Task> tell, CancellationToken stop)
    {
        if (!command.LookAtAws)
        {
            await tell(new ProjectStatusChanged(await statuses.WriteAsync(slug, null, null, stop)));
            return new Completed($"Updated the status of {slug}.");
        }

        var project = await projects.FindAsync(slug, engine, stop);
        await Reporter.ReportAsync(slug, await engine.ProjectResourcesAsync(project, stop), tell, stop);
        return new Completed($"Refreshed {slug}.");
    }

    private async Task CloseAsync(Operation operation, OperationOutcome outcome, ProjectWriteLock writeLock)
    {
        using var journal = Journal.Open(folder, operation, writeLock.Lease);
        await journal.AppendAsync(new Ended(time.GetUtcNow(), outcome));
    }

    private async Task KeepDeployedAsync(Operation operation, Blueprints.Blueprint blueprint, ProjectWriteLock writeLock)
    {
        await _deployed.KeepAsync(operation, blueprint, CancellationToken.None);
        if (writeLock.Lease is not null) await writeLock.Lease.ShareDeployedAsync(folder);
    }

    private async Task<Status> AloneAsync(
        string slug, string doing, Request? request, Func<Status, Task> tell, Func<ProjectWriteLock, Task<Status>> work, CancellationToken stop)
    {
        var (writeLock, holder) = await ProjectWriteLock.TryTakeAsync(folder, _shared, slug, doing, request, time, stop);
        if (writeLock is null) return new Failed($"{slug} is locked by {holder}. Wait until that finishes, then run the same command again.", [], []);
        return await writeLock.UseAsync(async () =>
        {
            if (writeLock.Lease is not null) await _shared.FetchAsync(slug, folder, stop);
            if (request?.Blueprint is { } blueprint) await _received.KeepAsync(slug, blueprint, stop);
            history.Demand(slug);
            var begun = request is { IsTakenOver: true } ? history.Of(slug).FirstOrDefault(record => record.Request == request.Id) : null;
            return begun is null ? await work(writeLock) : await GoOnAsync(begun, writeLock, tell, stop);
        }, engine.Cloud.FaultOf);
    }

    /// <summary>Finishes what another worker has started for the same command: the approval covers all of it.</summary>
    private async Task<Status> GoOnAsync(OperationRecord begun, ProjectWriteLock writeLock, Func<Status, Task> tell, CancellationToken stop)
    {
        if (begun.Outcome is not (null or OperationOutcome.Completed)) return StatusFactory.Told(begun);
        var isPower = begun.Operation.Kind is OperationKind.PowerOn or OperationKind.PowerOff;
        var latest = history.Of(begun.Operation.Project).First(record => isPower || record.Operation.Kind is not (OperationKind.PowerOn or OperationKind.PowerOff));
        // Someone has changed the project since, so the approval no longer applies.
        if (latest.Operation.Id != begun.Operation.Id) return StatusFactory.Changed;
        // An operation that ended without a report is checked again: its final steps may be missing.
        return await ResumeAsync(begun, Refuse, writeLock, tell, stop);

        Status? Refuse(Plan plan) => begun.Outcome is not null && !plan.IsEmpty ? StatusFactory.Told(begun) : _approval.Forbidden(plan);
    }

    private async Task<Status> ResumeAsync(OperationRecord record, Func<Plan, Status?> refuse, ProjectWriteLock writeLock, Func<Status, Task> tell, CancellationToken stop)
    {
        var blueprint = record.Operation.Kind is OperationKind.Deploy ? projects.Load(record.Operation.Project) : null;
        var plan = await recovery.PlanResumeAsync(record, stop);
        if (refuse(plan) is { } refusal) return refusal;
        return await Runner.CarryOutAsync(plan, record.Operation, record.Options, Recovery.IdentityOf(record), writeLock, record, tell, stop, async () =>
        {
            if (blueprint is not null) await KeepDeployedAsync(record.Operation, blueprint, writeLock);
            if (record.Operation.Of is not null) await CloseAsync(recovery.Undone(record).Operation, OperationOutcome.Undone, writeLock);
        });
    }

    private string NextId(string slug) => history.NextId(slug, time.GetUtcNow());
}
