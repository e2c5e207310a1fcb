using System.Threading.Channels;
using Pockitect.Core.Bus;
using Pockitect.Core.Guards;
using Pockitect.Core.Inventory;
using Pockitect.Core.Planning;

namespace Pockitect.Core.Execution;

/// <summary>What the commands do: plan anew, compare with what was approved, carry out, look again, say what came of it.</summary>
public sealed class Operations(
    Engine engine,
    Recovery recovery,
    OperationHistory history,
    Executor executor,
    ProjectStore projects,
    ProjectStatusFile statusFile,
    DataFolder folder,
    Durations durations,
    TimeProvider time,
    SharedProjects? shared = null)
{
    /// <summary>The place of resources that are no project's, among those that computers share.</summary>
    private const string NoProject = "no-project";

    private readonly SharedProjects _shared = shared ?? SharedProjects.None;
    private readonly ReceivedBlueprints _received = new(folder);

    // Not handed in: there is no way to carry out a command without them.
    private readonly AccountGuards _guards = new(folder, engine.Cloud.AccountId);
    private readonly DeployedBlueprints _deployed = new(folder, engine.Cloud.Catalog, history);

    public async Task<Status> ScanAsync(ScanRequest request, Func<Status, Task> tell, CancellationToken stop)
    {
        if (request.Types?.FirstOrDefault(name => engine.Cloud.Catalog.Find(name) is null) is { } unknown)
            throw new FaultException(new Fault(FaultKind.Invalid, "UnknownType", $"No resource type is called '{unknown}'. There are: {string.Join(", ", engine.Cloud.Catalog.Types.Select(type => type.Name))}."));
        await engine.ScanAsync(request, chunk => tell(new ScanRows(chunk)), stop);
        var entries = engine.Inventory.Entries
            .Where(entry => request.Regions is null || request.Regions.Contains(entry.Place.Region))
            .Where(entry => request.Types is null || request.Types.Contains(entry.Type))
            .ToList();
        await tell(new ScanComplete(
            entries.Sum(entry => entry.Resources.Count),
            entries.Select(entry => entry.Place.Region).Distinct().Count(),
            entries.GroupBy(entry => entry.Verdict).ToDictionary(group => group.Key, group => group.Count())));
        return new Completed($"{entries.Sum(entry => entry.Resources.Count)} resources seen.");
    }

    /// <summary>A scan as parts that workers can share: one for each Region, and one for the types that know no Regions.</summary>
    public async Task<IReadOnlyList<ScanPart>> ScanPartsAsync(ScanRequest request, CancellationToken stop)
    {
        var types = request.Types is null ? engine.Cloud.Catalog.Types : [.. request.Types.Select(name => engine.Cloud.Catalog[name])];
        var global = types.Where(type => type.IsGlobal).Select(type => type.Name).ToList();
        var regional = types.Where(type => !type.IsGlobal).Select(type => type.Name).ToList();
        var regions = regional.Count == 0 ? []
            : request.Regions?.Select(region => new CloudRegion(region, IsEnabled: true)) ?? await engine.Cloud.RegionsAsync(stop);
        var (open, closed) = (new List<string>(), new List<string>());
        foreach (var region in regions.DistinctBy(region => region.Name)) (region.IsEnabled ? open : closed).Add(region.Name);

        List<(string Name, ScanRequest Request)> parts = [.. open.Select(region => (region, new ScanRequest([region], regional)))];
        if (closed.Count > 0) parts.Add(("closed", new ScanRequest(closed, regional, AreNotEnabled: true)));
        if (global.Count > 0) parts.Add(("global", new ScanRequest(null, global)));
        return [.. parts.Select(part => new ScanPart(part.Request, part.Name, parts.Count))];
    }

    public Task<Status> DeployAsync(string slug, Deploy command, Func<Status, Task> tell, CancellationToken stop, Request? request = null) =>
        AloneAsync(slug, "deploy", request, tell, async writer =>
        {
            var blueprint = projects.Load(slug);
            // The id is on disk before anything carries it: a crash cannot leave resources that no file knows.
            if (blueprint.Project.Id is null)
                blueprint = await projects.WriteIdAsync(slug, await engine.ProjectIdAsync(blueprint.Project, stop) ?? ProjectStore.NewId(), stop);

            // A deploy of what a deploy before it left half done is that same deploy: it knows what is in doubt.
            var unfinished = history.UnfinishedDeploy(blueprint.Project);
            var plan = await engine.PlanDeployAsync(blueprint, stop, unfinished);
            if (Refusal(plan, command.Fingerprint, command, slug) is { } refusal) return refusal;
            var operation = unfinished?.Operation
                ?? new Operation(Operation.NewId(time.GetUtcNow()), OperationKind.Deploy, slug, blueprint.Project.Id!); // Written above.
            var ending = await CarryOutAsync(plan, operation, new TerminateOptions(), IdentityOf(blueprint), writer, null, tell, stop);
            if (ending is Completed) await KeepDeployedAsync(operation, blueprint, writer);
            return ending;
        }, stop);

    /// <summary>Finishes what was begun, under its own id: the same tokens, the same names, the same final snapshots.</summary>
    public Task<Status> ResumeAsync(string slug, Resume command, Func<Status, Task> tell, CancellationToken stop, Request? request = null) =>
        AloneAsync(slug, "resume", request, tell, async writer =>
        {
            if (history.Unfinished(slug) is not { } record) return NothingUnfinished(slug);
            return await ResumeAsync(record, plan => Refusal(plan, command.Fingerprint, command, slug), writer, tell, stop);
        }, stop);

    /// <summary>Takes back what was begun. An undo that is itself cut short can be resumed, and finds what it has done.</summary>
    public Task<Status> UndoAsync(string slug, Undo command, Func<Status, Task> tell, CancellationToken stop, Request? request = null) =>
        AloneAsync(slug, "undo", request, tell, async writer =>
        {
            if (history.Unfinished(slug) is not { } record) return NothingUnfinished(slug);
            var plan = await recovery.PlanUndoAsync(record, stop);
            if (Refusal(plan, command.Fingerprint, command, slug) is { } refusal) return refusal;
            var operation = record.Operation.Of is not null
                ? record.Operation
                : new Operation(Operation.NewId(time.GetUtcNow()), OperationKind.Undo, slug, record.Operation.ProjectId) { Of = record.Operation.Id };
            // What the operation made is younger than it: there is no data to keep a snapshot of.
            var options = new TerminateOptions(FinalSnapshots: false, command.EmptyBuckets, LiftProtection: true);
            var ending = await CarryOutAsync(plan, operation, options, Recovery.IdentityOf(record), writer, null, tell, stop);
            if (ending is Completed) await CloseAsync(recovery.Undone(record).Operation, OperationOutcome.Undone, writer);
            return ending;
        }, stop);

    /// <summary>Leaves what was begun as it is.</summary>
    public Task<Status> KeepAsync(string slug, Func<Status, Task> tell, CancellationToken stop, Request? request = null) =>
        AloneAsync(slug, "keep", request, tell, async writer =>
        {
            if (history.Unfinished(slug) is not { } record) return NothingUnfinished(slug);
            var resources = await engine.ProjectResourcesAsync(Recovery.IdentityOf(record), stop);
            await tell(await statusFile.WriteAsync(slug, resources, stop));
            await CloseAsync(record.Operation, OperationOutcome.Kept, writer);
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

    public async Task<Status> RefreshAsync(string slug, Func<Status, Task> tell, CancellationToken stop)
    {
        var project = await projects.FindAsync(slug, engine, stop);
        await tell(await WriteStatusAsync(project, stop));
        return new Completed($"{slug} was looked at.");
    }

    private static Failed NothingUnfinished(string slug) => new($"{slug} has nothing to resume, undo or keep: its last operation has ended.", [], []);

    /// <summary>Resources picked by hand: no project's lock holds them, and what is gone already is no mistake of whoever goes on.</summary>
    private async Task<Status> TerminateAsync(ResourceSelection selection, Terminate command, Request? request, Func<Status, Task> tell, CancellationToken stop)
    {
        await using var writer = await Writer.TakeSharedAsync(_shared, NoProject, "delete", request, time, stop);
        if (writer.Lease is not null) await _shared.FetchAsync(NoProject, folder, stop);
        var begun = request is { IsTakenOver: true } ? history.Of(NoProject).FirstOrDefault(record => record.Request == request.Id) : null;
        if (begun is { Outcome: not null }) return Told(begun);

        var plan = await engine.PlanTerminateAsync(begun is null ? selection : engine.StillThere(selection), command.Options, stop);
        if (begun is null && Refusal(plan, command.Fingerprint, command, project: null) is { } refusal) return refusal;
        var approved = begun?.Steps.Select(step => step.Step.Id).ToHashSet(StringComparer.Ordinal);
        if (approved is not null && (_guards.Hold(plan).Refusals.Count > 0 || plan.Steps.Any(step => !approved.Contains(step.Id)))) return Changed;
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
            var begun = request is { IsTakenOver: true } ? history.Of(slug).FirstOrDefault(record => record.Request == request.Id) : null;
            return begun is null ? await work(writer) : await GoOnAsync(begun, writer, tell, stop);
        }
    }

    /// <summary>Brings to its end what another worker has begun for the same command: its approval was given for all of it.</summary>
    private async Task<Status> GoOnAsync(OperationRecord begun, Writer writer, Func<Status, Task> tell, CancellationToken stop)
    {
        if (begun.Outcome is not (null or OperationOutcome.Completed)) return Told(begun);
        var isPower = begun.Operation.Kind is OperationKind.PowerOn or OperationKind.PowerOff;
        var latest = history.Of(begun.Operation.Project).First(record => isPower || record.Operation.Kind is not (OperationKind.PowerOn or OperationKind.PowerOff));
        // Somebody has changed the project since: nobody has approved to go on after that.
        if (latest.Operation.Id != begun.Operation.Id) return Changed;
        // What has ended and was not told is looked at once more: what comes after it may not have been done.
        return await ResumeAsync(begun, Refuse, writer, tell, stop);

        Status? Refuse(Plan plan) =>
            begun.Outcome is not null && !plan.IsEmpty ? Told(begun)
            : _guards.Hold(plan).Refusals is { Count: > 0 } refusals ? new Failed(string.Join("\n", refusals), refusals, [])
            : null;
    }

    private async Task<Status> ResumeAsync(OperationRecord record, Func<Plan, Status?> refuse, Writer writer, Func<Status, Task> tell, CancellationToken stop)
    {
        var blueprint = record.Operation.Kind is OperationKind.Deploy ? projects.Load(record.Operation.Project) : null;
        var plan = await recovery.PlanResumeAsync(record, stop);
        if (refuse(plan) is { } refusal) return refusal;
        var ending = await CarryOutAsync(plan, record.Operation, record.Options, Recovery.IdentityOf(record), writer, record, tell, stop);
        if (ending is Completed && blueprint is not null) await KeepDeployedAsync(record.Operation, blueprint, writer);
        if (ending is Completed && record.Operation.Of is not null) await CloseAsync(recovery.Undone(record).Operation, OperationOutcome.Undone, writer);
        return ending;
    }

    private static Failed Changed { get; } =
        new("What would be done has changed since the plan was shown. Look at the new plan and approve that.", [], []);

    /// <summary>What is to be said of an operation that had ended before the worker that did it could say so.</summary>
    private static Status Told(OperationRecord ended) => ended.Outcome switch
    {
        OperationOutcome.Failed => new Failed(
            ended.Steps.FirstOrDefault(step => step.Failure is not null) is { Failure: { } failure } step ? $"'{step.Step.Id}' failed: {failure.Message}" : "It failed.",
            [.. ended.Steps.Where(step => step.Failure is not null).Select(step => $"{step.Step.Id}: {step.Failure!.Message} ({step.Failure.Code})")], // Those that failed.
            [],
            OperationId: ended.Operation.Id),
        OperationOutcome.Cancelled => new Failed("Stopped, as asked. Run the same command again to go on.", [], [], WasCancelled: true, OperationId: ended.Operation.Id),
        _ => new Completed($"{ended.StepsDone} of {ended.Steps.Count} steps done."),
    };

    private Failed? Refusal(Plan plan, string approved, Command command, string? project) =>
        _guards.Hold(plan).Refusals is { Count: > 0 } refusals ? new Failed(string.Join("\n", refusals), refusals, [])
        : plan.Fingerprint != approved ? Changed
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
        CancellationToken stop)
    {
        // One that goes on with an earlier attempt is carried out all the same: its journal gets its end.
        if (plan.IsEmpty && !Journal.Exists(folder, operation)) return new Completed("Nothing to do: everything is as wanted.");
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
        var ending = Ending(plan, operation, result);
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
            await tell(await WriteStatusAsync(project, CancellationToken.None));
            return;
        }

        var regions = plan.Steps.Select(step => step.Place.Region).Distinct(StringComparer.Ordinal).ToList();
        await engine.ScanAsync(new ScanRequest(regions), _ => Task.CompletedTask, CancellationToken.None);
    }

    private async Task<ProjectStatus> WriteStatusAsync(ProjectIdentity project, CancellationToken ct)
    {
        var resources = await engine.ProjectResourcesAsync(project, ct);
        return await statusFile.WriteAsync(project.Slug, resources, ct);
    }

    private static Status Ending(Plan plan, Operation operation, OperationResult result)
    {
        if (result.Succeeded) return new Completed(Summary(plan));
        var failures = plan.Steps
            .Where(step => result.Outcomes[step.Id] is StepOutcome.FailedBecause)
            .Select(step => (step, ((StepOutcome.FailedBecause)result.Outcomes[step.Id]).Fault))
            .ToList();
        var skipped = plan.Steps
            .Where(step => result.Outcomes[step.Id] is StepOutcome.SkippedBecauseOf)
            .Select(step => $"{step.Id}, because '{((StepOutcome.SkippedBecauseOf)result.Outcomes[step.Id]).RootCause}' failed")
            .ToList();
        var done = result.Outcomes.Values.Count(outcome => outcome is StepOutcome.Succeeded);
        var reason = failures.Count > 0
            ? $"'{failures[0].step.Id}' failed: {failures[0].Fault.Message} {Advice.For(failures[0].Fault)}"
            : $"Stopped, as asked, after {done} of {plan.Steps.Count} steps. Run the same command again to go on.";
        return new Failed(
            reason,
            [.. failures.Select(failure => $"{failure.step.Id}: {failure.Fault.Message} ({failure.Fault.Code})")],
            skipped,
            WasCancelled: failures.Count == 0,
            NeedsSignIn: failures.Any(failure => failure.Fault.Kind is FaultKind.SignIn),
            OperationId: operation.Id);
    }

    private static string Summary(Plan plan)
    {
        var counts = plan.Changes.Where(change => change.Action is not ChangeAction.Keep).GroupBy(change => change.Action)
            .OrderBy(group => group.Key)
            .Select(group => $"{group.Count()} {group.Key switch { ChangeAction.Create => "created", ChangeAction.Update => "updated", ChangeAction.Replace => "replaced", _ => "deleted" }}");
        return string.Join(", ", counts) is { Length: > 0 } words ? words + "." : "Everything is as wanted.";
    }

    private static ProjectIdentity IdentityOf(Blueprints.Blueprint blueprint) =>
        new(blueprint.Project.Name, blueprint.Project.Id!, [blueprint.Project.Region]); // Deployed blueprints have one.
}
