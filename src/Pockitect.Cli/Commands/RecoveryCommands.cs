using System.CommandLine;
using Pockitect.Aws;
using Pockitect.Cli.Showing;
using Pockitect.Core.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Planning;
using Command = System.CommandLine.Command;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect resume PROJECT</c>, <c>pockitect undo PROJECT</c> and <c>pockitect keep PROJECT</c></summary>
internal static class RecoveryCommands
{
    public static Command CreateResume(GlobalOptions options)
    {
        var project = Arguments.Project();
        var command = new Command("resume", "Finish what was interrupted, failed or was stopped. Shows the plan and asks first.") { project };
        options.RunChange(command, (invocation, parsed, ct) => ResumeAsync(invocation, parsed.GetRequiredValue(project), ct));
        return command;
    }

    public static Command CreateUndo(GlobalOptions options)
    {
        var project = Arguments.Project();
        var empty = new Option<bool>("--empty-buckets") { Description = "Delete what is in the buckets that go, too." };
        var command = new Command("undo", "Take back what was interrupted, failed or was stopped. Shows the plan and asks first.") { project, empty };
        options.RunChange(command, (invocation, parsed, ct) => UndoAsync(invocation, parsed.GetRequiredValue(project), parsed.GetValue(empty), ct));
        return command;
    }

    public static Command CreateKeep(GlobalOptions options)
    {
        var project = Arguments.Project();
        var command = new Command("keep", "Leave what was interrupted, failed or was stopped as it is.") { project };
        options.RunChange(command, (invocation, parsed, ct) => KeepAsync(invocation, parsed.GetRequiredValue(project), ct));
        return command;
    }

    public static async Task<int> ResumeAsync(Invocation invocation, string slug, CancellationToken ct)
    {
        await using var bench = await Access.BenchForChangeAsync(invocation, slug, ct);
        var record = Find(bench, slug);
        var plan = await bench.Recovery.PlanResumeAsync(record, ct);
        return await CarryOutAsync(invocation, bench, record, plan, "Finish it", new Resume(plan.Fingerprint), ct);
    }

    public static async Task<int> UndoAsync(Invocation invocation, string slug, bool emptyBuckets, CancellationToken ct)
    {
        await using var bench = await Access.BenchForChangeAsync(invocation, slug, ct);
        var record = Find(bench, slug);
        var plan = await bench.Recovery.PlanUndoAsync(record, ct, emptyBuckets);
        return await CarryOutAsync(invocation, bench, record, plan, "Take it back", new Undo(plan.Fingerprint, emptyBuckets), ct);
    }

    public static async Task<int> KeepAsync(Invocation invocation, string slug, CancellationToken ct)
    {
        await using var bench = await Access.BenchForChangeAsync(invocation, slug, ct);
        Find(bench, slug);
        return Change.End(invocation, await Change.CarryOutAsync(invocation, bench, new Keep(), slug, ct), project: slug);
    }

    private static OperationRecord Find(Workbench bench, string slug) => bench.History.Unfinished(slug)
        ?? throw new Complaint($"{slug} has nothing to resume, undo or keep: its last operation has ended.", ExitCodes.Failed);

    private static async Task<int> CarryOutAsync(
        Invocation invocation, Workbench bench, OperationRecord record, Plan plan, string doing, Core.Bus.Command command, CancellationToken ct)
    {
        invocation.Output.Say($"Unfinished: {OperationWords.Of(record)}");
        PlanView.Show(invocation.Output, plan);
        if (invocation.Json) invocation.Output.Json(PlanView.Json(plan));
        if (plan.Refusals.Count > 0) return ExitCodes.Failed;

        var slug = record.Operation.Project;
        var consent = await Consent.AskAsync(
            invocation, bench, plan, slug, doing, ct, typed: plan.LosesData, more: plan.LosesData ? " Data is lost, as the plan says." : "");
        if (!consent.Agreed)
        {
            invocation.Output.Say($"Nothing was changed.");
            return ExitCodes.Failed;
        }

        return Change.End(invocation, await Change.CarryOutAsync(invocation, bench, command with { Confirmation = consent.Name }, slug, ct), slug);
    }
}
