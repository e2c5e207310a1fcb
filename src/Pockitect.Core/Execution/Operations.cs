using System.Threading.Channels;
using Pockitect.Core.Bus;
using Pockitect.Core.Guards;
using Pockitect.Core.Inventory;
using Pockitect.Core.Planning;
using Pockitect.Core.Projection;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Execution;

/// <summary>What the commands do: plan anew, compare with what was approved, carry out, look again, say what came of it.</summary>
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
    /// <summary>The place of resources that are no project's, among those that computers share.</summary>
    private const string NoProject = "no-project";

    private readonly Scans _scans = new(engine);
    private readonly SharedProjects _shared = shared ?? SharedProjects.None;
    private readonly ReceivedBlueprints _received = new(folder);

    // Not handed in: there is no way to carry out a command without them.
    private readonly AccountGuards _guards = new(folder, engine.Cloud.AccountId);
    private readonly DeployedBlueprints _deployed = new(folder, engine.Cloud.Catalog, history);

    /// <summary>Looks at what a request names, and writes down what the projects that are known here are then.</summary>
    public async Task<Status> ScanAsync(ScanRequest request, Func<Status, Task> tell, CancellationToken stop)
    {
        var ending = await _scans.RunAsync(request, tell, stop);
        await TellStatusesAsync(engine.Inventory.Resources, tell, stop);
        return ending;
    }

    /// <summary>Looks at a part of a scan, of which nobody can say what a project is.</summary>
    public Task<Status> ScanPartAsync(ScanRequest request, Func<Status, Task> tell, CancellationToken stop) => _scans.RunAsync(request, tell, stop);

    /// <inheritdoc cref="Scans.PartsAsync"/>
    public Task<IReadOnlyList<ScanPart>> ScanPartsAsync(ScanRequest request, CancellationToken stop) => _scans.PartsAsync(request, stop);

    public Task<Status> DeployAsync(string slug, Deploy command, Func<Status, Task> tell, CancellationToken stop, Request? request = null) =>
        AloneAsync(slug, "deploy", request, tell, async writer =>
        {
            var blueprint = projects.Load(slug);
            // The id is on disk before anything carries it: a crash cannot leave resources that no file knows.
            if (blueprint.Project.Id is null)
            {
                var owner = await engine.OwnershipAsync(blueprint.Project, stop);
                if (owner.Conflict is { } conflict) return new Failed(conflict, [conflict], []);
                blueprint = await projects.WriteIdAsync(slug, owner.Id ?? ProjectStore.NewId(), stop);
            }

            // A deploy of what a deploy before it left half done is that same deploy: it knows what is in doubt.
            var unfinished = history.UnfinishedDeploy(blueprint.Project);
            var plan = await engine.PlanDeployAsync(blueprint, stop, unfinished);
            if (Refusal(plan, command.Fingerprint, command, slug) is { } refusal) return refusal;
            var operation = unfinished?.Operation
                ?? new Operation(Operation.NewId(time.GetUtcNow()), OperationKind.Deploy, slug, blueprint.Project.Id!); // Written above.
            return await CarryOutAsync(
                plan, operation, new TerminateOptions(), ProjectIdentity.Of(blueprint), writer, null, tell, stop, () => KeepDeployedAsync(operation, blueprint, writer));
        }, stop);

    /// <summary>Finishes what was begun, under its own id: the same tokens, the same names, the same final snapshots.</summary>
    public Task<Status> ResumeAsync(string slug, Resume command, Func<Status, Task> tell, CancellationToken stop, Request? request = null) =>
        AloneAsync(slug, "resume", request, tell, async writer =>
        {
            if (history.Unfinished(slug) is not { } record) return Endings.NothingUnfinished(slug);
            return await ResumeAsync(record, plan => Refusal(plan, command.Fingerprint, command, slug), writer, tell, stop);
        }, stop);

    /// <summary>Takes back what was begun. An undo that is itself cut short can be resumed, and finds what it has done.</summary>
    public Task<Status> UndoAsync(string slug, Undo command, Func<Status, Task> tell, CancellationToken stop, Request? request = null) =>
        AloneAsync(slug, "undo", request, tell, async writer =>
        {
            if (history.Unfinished(slug) is not { } record) return Endings.NothingUnfinished(slug);
            var plan = await recovery.PlanUndoAsync(record, stop, command.EmptyBuckets);
            if (Refusal(plan, command.Fingerprint, command, slug) is { } refusal) return refusal;
            var operation = record.Operation.Of is not null
                ? record.Operation
                : new Operation(Operation.NewId(time.GetUtcNow()), OperationKind.Undo, slug, record.Operation.ProjectId) { Of = record.Operation.Id };
            // What the operation made is younger than it: there is no data to keep a snapshot of.
            var options = new TerminateOptions(FinalSnapshots: false, command.EmptyBuckets, LiftProtection: true);
            return await CarryOutAsync(
                plan, operation, options, Recovery.IdentityOf(record), writer, null, tell, stop, () => CloseAsync(recovery.Undone(record).Operation, OperationOutcome.Undone, writer));
        }, stop);

    /// <summary>Leaves what was begun as it is.</summary>
    public Task<Status> KeepAsync(string slug, Func<Status, Task> tell, CancellationToken stop, Request? request = null) =>
        AloneAsync(slug, "keep", request, tell, async writer =>
        {
            if (history.Unfinished(slug) is not { } record) return Endings.NothingUnfinished(slug);
            // First a look: without one nobody knows what is kept.
            var resources = await engine.ProjectResourcesAsync(Recovery.IdentityOf(record), stop);
            await CloseAsync(record.Operation, OperationOutcome.Kept, writer);
            await TellStatusAsync(slug, resources, tell, stop);
            return new Completed($"Kept as it is: {resources.Count} resources.");
        }, stop);

    public async Task<Status> TerminateAsync(string? slug, Terminate command, Func<Status, Task> tell, CancellationToken stop, Request? request = null)
    {
        if (command.Selection is { } selection) return await TerminateAsync(selection, command, request, tell, stop);

        var name = slug ?? throw new FaultException(new Fault(FaultKind.Invalid, "NoProject", "Name the project, or the resources, to delete."));
        return await AloneAsync(name, "delete", request, tell, async writer =>
        {
            var project = await projects.FindAsync(name, engine, stop);
            var plan = await engine.PlanTerminateAsync(project, command.Options, stop, history.Unfinished(name));
            if (Refusal(plan, command.Fingerprint, command, name) is { } refusal) return refusal;
            var operation = new Operation(Operation.NewId(time.GetUtcNow()), OperationKind.Terminate, name, project.Id);
            return await CarryOutAsync(plan, operation, command.Options, project, writer, null, tell, stop);
        }, stop);
    }

    public Task<Status> PowerAsync(string slug, Power command, Func<Status, Task> tell, CancellationToken stop, Request? request = null) =>
        AloneAsync(slug, command.On ? "start" : "stop", request, tell, async writer =>
        {
            var project = await projects.FindAsync(slug, engine, stop);
            var plan = await engine.PlanPowerAsync(project, command.On, command.On ? history.StoppedLast(slug) : null, stop);
            // Nothing is lost by it, so that no plan of it is approved; what is forbidden is forbidden all the same.
            if (Refusal(plan, plan.Fingerprint, command, slug) is { } refusal) return refusal;
            var kind = command.On ? OperationKind.PowerOn : OperationKind.PowerOff;
            return await CarryOutAsync(
                plan, new Operation(Operation.NewId(time.GetUtcNow()), kind, slug, project.Id), new TerminateOptions(), project, writer, null, tell, stop);
        }, stop);

    /// <summary>Writes down what a project is now, after a look at AWS or by what was last seen.</summary>
    public async Task<Status> RefreshAsync(string slug, ProjectUpdated command, Func<Status, Task> tell, CancellationToken stop)
    {
        if (!command.LookAtAws)
        {
            await tell(await statuses.WriteAsync(slug, null, null, stop));
            return new Completed($"{slug} was noted.");
        }

        var project = await projects.FindAsync(slug, engine, stop);
        await TellStatusAsync(slug, await engine.ProjectResourcesAsync(project, stop), tell, stop);
        return new Completed($"{slug} was looked at.");
    }

    /// <summary>Resources picked by hand: no project's lock holds them, and what is gone already is no mistake of whoever goes on.</summary>
    private async Task<Status> TerminateAsync(ResourceSelection selection, Terminate command, Request? request, Func<Status, Task> tell, CancellationToken stop)
    {
        await using var writer = await Writer.TakeSharedAsync(_shared, NoProject, "delete", request, time, stop);
        if (writer.Lease is not null) await _shared.FetchAsync(NoProject, folder, stop);
        var begun = request is { IsTakenOver: true } ? history.Of(NoProject).FirstOrDefault(record => record.Request == request.Id) : null;
        if (begun is { Outcome: not null }) return Endings.Told(begun);

        var plan = await engine.PlanTerminateAsync(selection, command.Options, stop, isBegun: begun is not null);
        if (begun is null && Refusal(plan, command.Fingerprint, command, project: null) is { } refusal) return refusal;
        if (begun is not null && Forbidden(plan) is { } forbidden) return forbidden;
        var approved = begun?.Steps.Select(step => step.Step.Id).ToHashSet(StringComparer.Ordinal);
        if (approved is not null && plan.Steps.Any(step => !approved.Contains(step.Id))) return Endings.Changed;
        var operation = begun?.Operation ?? new Operation(Operation.NewId(time.GetUtcNow()), OperationKind.Terminate, "", "");
        return await CarryOutAsync(plan, operation, command.Options, null, writer, begun, tell, stop);
    }

    private async Task CloseAsync(Operation operation, OperationOutcome outcome, Writer writer)
    {
        using var journal = Journal.Open(folder, operation, writer.Lease);
        await journal.AppendAsync(new Ended(time.GetUtcNow(), outcome));
    }

    private async Task KeepDeployedAsync(Operation operation, Blueprints.Blueprint blueprint, Writer writer)
    {
        await _deployed.KeepAsync(operation, blueprint, CancellationToken.None);
        if (writer.Lease is not null) await writer.Lease.ShareDeployedAsync(folder);
    }

    private async Task<Status> AloneAsync(
        string slug, string doing, Request? request, Func<Status, Task> tell, Func<Writer, Task<Status>> work, CancellationToken stop)
    {
        var (writer, holder) = await Writer.TryTakeAsync(folder, _shared, slug, doing, request, time, stop);
        if (writer is null) return new Failed($"{slug} is being changed by {holder}. Wait until that has ended, then run the same command again.", [], []);
        await using (writer)
        {
            if (writer.Lease is not null) await _shared.FetchAsync(slug, folder, stop);
            if (request?.Blueprint is { } blueprint) await _received.KeepAsync(slug, blueprint, stop);
            history.Demand(slug);
            var begun = request is { IsTakenOver: true } ? history.Of(slug).FirstOrDefault(record => record.Request == request.Id) : null;
            return begun is null ? await work(writer) : await GoOnAsync(begun, writer, tell, stop);
        }
    }

    /// <summary>Brings to its end what another worker has begun for the same command: its approval was given for all of it.</summary>
    private async Task<Status> GoOnAsync(OperationRecord begun, Writer writer, Func<Status, Task> tell, CancellationToken stop)
    {
        if (begun.Outcome is not (null or OperationOutcome.Completed)) return Endings.Told(begun);
        var isPower = begun.Operation.Kind is OperationKind.PowerOn or OperationKind.PowerOff;
        var latest = history.Of(begun.Operation.Project).First(record => isPower || record.Operation.Kind is not (OperationKind.PowerOn or OperationKind.PowerOff));
        // Somebody has changed the project since: nobody has approved to go on after that.
        if (latest.Operation.Id != begun.Operation.Id) return Endings.Changed;
        // What has ended and was not told is looked at once more: what comes after it may not have been done.
        return await ResumeAsync(begun, Refuse, writer, tell, stop);

        Status? Refuse(Plan plan) => begun.Outcome is not null && !plan.IsEmpty ? Endings.Told(begun) : Forbidden(plan);
    }

    private async Task<Status> ResumeAsync(OperationRecord record, Func<Plan, Status?> refuse, Writer writer, Func<Status, Task> tell, CancellationToken stop)
    {
        var blueprint = record.Operation.Kind is OperationKind.Deploy ? projects.Load(record.Operation.Project) : null;
        var plan = await recovery.PlanResumeAsync(record, stop);
        if (refuse(plan) is { } refusal) return refusal;
        return await CarryOutAsync(plan, record.Operation, record.Options, Recovery.IdentityOf(record), writer, record, tell, stop, async () =>
        {
            if (blueprint is not null) await KeepDeployedAsync(record.Operation, blueprint, writer);
            if (record.Operation.Of is not null) await CloseAsync(recovery.Undone(record).Operation, OperationOutcome.Undone, writer);
        });
    }

    private Failed? Forbidden(Plan plan) => _guards.Hold(plan).Refusals is { Count: > 0 } refusals ? new Failed(string.Join("\n", refusals), refusals, []) : null;

    private Failed? Refusal(Plan plan, string approved, Command command, string? project) =>
        Forbidden(plan) is { } forbidden ? forbidden
        : plan.Fingerprint != approved ? Endings.Changed
        : _guards.Unconfirmed(plan, project, command.Confirmation) is { } unconfirmed ? new Failed(unconfirmed, [unconfirmed], [])
        : null;

    private async Task<Status> CarryOutAsync(
        Plan plan,
        Operation operation,
        TerminateOptions options,
        ProjectIdentity? project,
        Writer writer,
        OperationRecord? begun,
        Func<Status, Task> tell,
        CancellationToken stop,
        Func<Task>? whenDone = null)
    {
        // One that goes on with an earlier attempt is carried out all the same: its journal gets its end.
        if (plan.IsEmpty && !Journal.Exists(folder, operation))
        {
            if (whenDone is not null) await whenDone();
            return new Completed("Nothing to do: everything is as wanted.");
        }

        var reports = Channel.CreateUnbounded<StepReport>(new UnboundedChannelOptions { SingleReader = true });
        var telling = TellAsync(reports.Reader, Continued(begun, plan, writer), tell);
        OperationResult result;
        try
        {
            result = await executor.RunAsync(plan, operation, options, report => reports.Writer.TryWrite(report), stop, writer.Lease, writer.Request);
        }
        finally
        {
            reports.Writer.Complete();
            await telling;
        }

        await durations.SaveAsync(CancellationToken.None);
        var ending = Endings.Of(plan, operation, result);
        if (ending is Completed && whenDone is not null) await whenDone();
        // Nobody is signed in: there is nothing to look with, and how it ended must be told all the same.
        if (ending is not Failed { NeedsSignIn: true }) await LookAgainAsync(plan, project, tell);
        return ending;
    }

    /// <summary>What another worker has done of the same command, so that who watches sees it go on and not begin again.</summary>
    private (int Steps, TimeSpan Elapsed) Continued(OperationRecord? begun, Plan plan, Writer writer)
    {
        if (begun is null || writer.Request is null || begun.Request != writer.Request) return (0, TimeSpan.Zero);
        var left = plan.Steps.Select(step => step.Id).ToHashSet(StringComparer.Ordinal);
        var elapsed = time.GetUtcNow() - begun.RequestedAt;
        return (begun.Steps.Count(step => !left.Contains(step.Step.Id)), elapsed > TimeSpan.Zero ? elapsed : TimeSpan.Zero);
    }

    private static async Task TellAsync(ChannelReader<StepReport> reports, (int Steps, TimeSpan Elapsed) before, Func<Status, Task> tell)
    {
        await foreach (var report in reports.ReadAllAsync())
        {
            await tell(new Progress(
                before.Steps + report.Ended, before.Steps + report.Total, report.Step.LogicalId, report.Step.Type.Name, report.Phase, report.Detail, before.Elapsed + report.Elapsed, report.Remaining));
        }
    }

    private async Task LookAgainAsync(Plan plan, ProjectIdentity? project, Func<Status, Task> tell)
    {
        if (project is not null)
        {
            await TellStatusAsync(project.Slug, await engine.ProjectResourcesAsync(project, CancellationToken.None), tell, CancellationToken.None);
            return;
        }

        var regions = plan.Steps.Select(step => step.Place.Region).Distinct(StringComparer.Ordinal).ToList();
        await engine.ScanAsync(new ScanRequest(regions), _ => Task.CompletedTask, CancellationToken.None);
        await TellStatusesAsync(plan.Changes.Select(change => change.Now).OfType<Observed>(), tell, CancellationToken.None);
    }

    /// <summary>Compares what was looked at just now with what was deployed, and writes down what the project is.</summary>
    private async Task TellStatusAsync(string slug, IReadOnlyList<Observed> resources, Func<Status, Task> tell, CancellationToken ct)
    {
        // What was deployed isn't known while a journal can't be read; the status says why.
        var drift = history.Problem(slug) is null && _deployed.Latest(slug) is { } deployed ? await engine.DriftAsync(deployed, resources, ct) : null;
        await tell(await statuses.WriteAsync(slug, resources, drift, ct));
    }

    /// <summary>Writes down what those projects are now that have a blueprint here and to which some of these belong.</summary>
    private async Task TellStatusesAsync(IEnumerable<Observed> rows, Func<Status, Task> tell, CancellationToken ct)
    {
        var concerned = projects.Slugs.Intersect(rows.Select(row => row.Tags.GetValueOrDefault(OwnershipTags.Project)).OfType<string>(), StringComparer.Ordinal);
        foreach (var status in await statuses.WriteAsync(concerned, ct)) await tell(status);
    }
}
