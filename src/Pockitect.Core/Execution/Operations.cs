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
    TimeProvider time)
{
    // Not handed in: there is no way to carry out a command without them.
    private readonly AccountGuards _guards = new(folder, engine.Cloud.AccountId);
    private readonly DeployedBlueprints _deployed = new(folder, engine.Cloud.Catalog, history);

    public async Task<Status> ScanAsync(ScanRequest request, Func<Status, Task> tell, CancellationToken stop)
    {
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

    public Task<Status> DeployAsync(string slug, Deploy command, Func<Status, Task> tell, CancellationToken stop) =>
        AloneAsync(slug, "deploy", async () =>
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
            var ending = await CarryOutAsync(plan, operation, new TerminateOptions(), IdentityOf(blueprint), tell, stop);
            if (ending is Completed) await _deployed.KeepAsync(operation, blueprint, CancellationToken.None);
            return ending;
        });

    /// <summary>Finishes what was begun, under its own id: the same tokens, the same names, the same final snapshots.</summary>
    public Task<Status> ResumeAsync(string slug, Resume command, Func<Status, Task> tell, CancellationToken stop) =>
        AloneAsync(slug, "resume", async () =>
        {
            if (history.Unfinished(slug) is not { } record) return NothingUnfinished(slug);
            var blueprint = record.Operation.Kind is OperationKind.Deploy ? projects.Load(slug) : null;
            var plan = await recovery.PlanResumeAsync(record, stop);
            if (Refusal(plan, command.Fingerprint, command, slug) is { } refusal) return refusal;
            var ending = await CarryOutAsync(plan, record.Operation, record.Options, Recovery.IdentityOf(record), tell, stop);
            if (ending is Completed && blueprint is not null) await _deployed.KeepAsync(record.Operation, blueprint, CancellationToken.None);
            if (ending is Completed && record.Operation.Of is not null) Close(recovery.Undone(record).Operation, OperationOutcome.Undone);
            return ending;
        });

    /// <summary>Takes back what was begun. An undo that is itself cut short can be resumed, and finds what it has done.</summary>
    public Task<Status> UndoAsync(string slug, Undo command, Func<Status, Task> tell, CancellationToken stop) =>
        AloneAsync(slug, "undo", async () =>
        {
            if (history.Unfinished(slug) is not { } record) return NothingUnfinished(slug);
            var plan = await recovery.PlanUndoAsync(record, stop);
            if (Refusal(plan, command.Fingerprint, command, slug) is { } refusal) return refusal;
            var operation = record.Operation.Of is not null
                ? record.Operation
                : new Operation(Operation.NewId(time.GetUtcNow()), OperationKind.Undo, slug, record.Operation.ProjectId) { Of = record.Operation.Id };
            // What the operation made is younger than it: there is no data to keep a snapshot of.
            var options = new TerminateOptions(FinalSnapshots: false, command.EmptyBuckets, LiftProtection: true);
            var ending = await CarryOutAsync(plan, operation, options, Recovery.IdentityOf(record), tell, stop);
            if (ending is Completed) Close(recovery.Undone(record).Operation, OperationOutcome.Undone);
            return ending;
        });

    /// <summary>Leaves what was begun as it is.</summary>
    public Task<Status> KeepAsync(string slug, Func<Status, Task> tell, CancellationToken stop) =>
        AloneAsync(slug, "keep", async () =>
        {
            if (history.Unfinished(slug) is not { } record) return NothingUnfinished(slug);
            var resources = await engine.ProjectResourcesAsync(Recovery.IdentityOf(record), stop);
            await tell(await statusFile.WriteAsync(slug, resources, stop));
            Close(record.Operation, OperationOutcome.Kept);
            return new Completed($"Kept as it is: {resources.Count} resources.");
        });

    public async Task<Status> TerminateAsync(string? slug, Terminate command, Func<Status, Task> tell, CancellationToken stop)
    {
        if (command.Selection is { } selection)
        {
            var plan = await engine.PlanTerminateAsync(selection, command.Options, stop);
            if (Refusal(plan, command.Fingerprint, command, project: null) is { } refusal) return refusal;
            var operation = new Operation(Operation.NewId(time.GetUtcNow()), OperationKind.Terminate, "", "");
            return await CarryOutAsync(plan, operation, command.Options, null, tell, stop);
        }

        var name = slug ?? throw new FaultException(new Fault(FaultKind.Invalid, "NoProject", "Name the project, or the resources, to delete."));
        return await AloneAsync(name, "delete", async () =>
        {
            var project = await projects.FindAsync(name, engine, stop);
            var plan = await engine.PlanTerminateAsync(project, command.Options, stop, history.Unfinished(name));
            if (Refusal(plan, command.Fingerprint, command, name) is { } refusal) return refusal;
            var operation = new Operation(Operation.NewId(time.GetUtcNow()), OperationKind.Terminate, name, project.Id);
            return await CarryOutAsync(plan, operation, command.Options, project, tell, stop);
        });
    }

    public Task<Status> PowerAsync(string slug, Power command, Func<Status, Task> tell, CancellationToken stop) =>
        AloneAsync(slug, command.On ? "start" : "stop", async () =>
        {
            var project = await projects.FindAsync(slug, engine, stop);
            var plan = await engine.PlanPowerAsync(project, command.On, command.On ? history.StoppedLast(slug) : null, stop);
            // Nothing is lost by it, so that no plan of it is approved; what is forbidden is forbidden all the same.
            if (Refusal(plan, plan.Fingerprint, command, slug) is { } refusal) return refusal;
            var kind = command.On ? OperationKind.PowerOn : OperationKind.PowerOff;
            return await CarryOutAsync(
                plan, new Operation(Operation.NewId(time.GetUtcNow()), kind, slug, project.Id), new TerminateOptions(), project, tell, stop);
        });

    public async Task<Status> RefreshAsync(string slug, Func<Status, Task> tell, CancellationToken stop)
    {
        var project = await projects.FindAsync(slug, engine, stop);
        await tell(await WriteStatusAsync(project, stop));
        return new Completed($"{slug} was looked at.");
    }

    private static Failed NothingUnfinished(string slug) => new($"{slug} has nothing to resume, undo or keep: its last operation has ended.", [], []);

    private void Close(Operation operation, OperationOutcome outcome)
    {
        using var journal = Journal.Open(folder, operation);
        journal.Append(new Ended(time.GetUtcNow(), outcome));
    }

    private async Task<Status> AloneAsync(string slug, string doing, Func<Task<Status>> work)
    {
        var (mine, holder) = await ProjectLock.TryTakeAsync(folder, slug, doing, time);
        if (mine is null) return new Failed($"{slug} is being changed by {holder}. Wait until that has ended, then run the same command again.", [], []);
        using (mine) return await work();
    }

    private Failed? Refusal(Plan plan, string approved, Command command, string? project) =>
        _guards.Hold(plan).Refusals is { Count: > 0 } refusals ? new Failed(string.Join("\n", refusals), refusals, [])
        : plan.Fingerprint != approved ? new Failed("What would be done has changed since the plan was shown. Look at the new plan and approve that.", [], [])
        : _guards.Unconfirmed(plan, project, command.Confirmation) is { } unconfirmed ? new Failed(unconfirmed, [unconfirmed], [])
        : null;

    private async Task<Status> CarryOutAsync(
        Plan plan, Operation operation, TerminateOptions options, ProjectIdentity? project, Func<Status, Task> tell, CancellationToken stop)
    {
        // One that goes on with an earlier attempt is carried out all the same: its journal gets its end.
        if (plan.IsEmpty && !Journal.Exists(folder, operation)) return new Completed("Nothing to do: everything is as wanted.");
        var reports = Channel.CreateUnbounded<StepReport>(new UnboundedChannelOptions { SingleReader = true });
        var telling = TellAsync(reports.Reader, tell);
        OperationResult result;
        try
        {
            result = await executor.RunAsync(plan, operation, options, report => reports.Writer.TryWrite(report), stop);
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

    private static async Task TellAsync(ChannelReader<StepReport> reports, Func<Status, Task> tell)
    {
        await foreach (var report in reports.ReadAllAsync())
        {
            await tell(new Progress(
                report.Ended, report.Total, report.Step.LogicalId, report.Step.Type.Name, report.Phase, report.Detail, report.Elapsed, report.Remaining));
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
