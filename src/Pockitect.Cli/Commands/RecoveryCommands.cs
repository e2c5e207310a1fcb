using System.CommandLine;
using Pockitect.Aws;
using Pockitect.Cli.Rendering;
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
        var command = new Command("resume", "Finish an unfinished operation. Shows the plan and asks for approval.") { project };
        options.RunChange(command, (invocation, parsed, ct) => ResumeAsync(invocation, parsed.GetRequiredValue(project), ct));
        return command;
    }

    public static Command CreateUndo(GlobalOptions options)
    {
        var project = Arguments.Project();
        var empty = new Option<bool>("--empty-buckets") { Description = "Also delete the contents of removed buckets." };
        var command = new Command("undo", "Roll back an unfinished operation. Shows the plan and asks for approval.") { project, empty };
        options.RunChange(command, (invocation, parsed, ct) => UndoAsync(invocation, parsed.GetRequiredValue(project), parsed.GetValue(empty), ct));
        return command;
    }

    public static Command CreateKeep(GlobalOptions options)
    {
        var project = Arguments.Project();
        var command = new Command("keep", "Keep the current state and close the unfinished operation.") { project };
        options.RunChange(command, (invocation, parsed, ct) => KeepAsync(invocation, parsed.GetRequiredValue(project), ct));
        return command;
    }

    public static async Task<int> ResumeAsync(Invocation invocation, string slug, CancellationToken ct)
    {
        await using var bench = await OpenAsync(invocation, slug, ct);
        var record = await FindAsync(bench, slug, ct);
        var plan = await bench.Recovery.PlanResumeAsync(record, ct);
        var command = new Resume(plan.Fingerprint) { OperationId = record.Operation.IsOfSelection ? record.Operation.Id : null };
        return await CarryOutAsync(invocation, bench, record, plan, "Finish it", command, ct);
    }

    public static async Task<int> UndoAsync(Invocation invocation, string slug, bool emptyBuckets, CancellationToken ct)
    {
        await using var bench = await OpenAsync(invocation, slug, ct);
        var record = await FindAsync(bench, slug, ct);
        if (record.Operation.IsOfSelection)
            throw new CommandException($"A delete of selected resources can't be undone. `pockitect resume {slug}` finishes it, `pockitect keep {slug}` keeps the current state.", ExitCodes.Failed);
        var plan = await bench.Recovery.PlanUndoAsync(record, ct, emptyBuckets);
        return await CarryOutAsync(invocation, bench, record, plan, "Take it back", new Undo(plan.Fingerprint, emptyBuckets), ct);
    }

    public static async Task<int> KeepAsync(Invocation invocation, string slug, CancellationToken ct)
    {
        await using var bench = await OpenAsync(invocation, slug, ct);
        var record = await FindAsync(bench, slug, ct);
        var command = new Keep { OperationId = record.Operation.IsOfSelection ? record.Operation.Id : null };
        return Change.End(invocation, await Change.CarryOutAsync(invocation, bench, command, ProjectOf(record), ct), project: ProjectOf(record));
    }

    /// <summary>The id of a delete of selected resources begins with a digit, and a project's name doesn't.</summary>
    private static bool IsOperation(string name) => name.Length > 0 && char.IsAsciiDigit(name[0]);

    private static string? ProjectOf(OperationRecord record) => record.Operation.IsOfSelection ? null : record.Operation.Project;

    private static Task<Workbench> OpenAsync(Invocation invocation, string name, CancellationToken ct) =>
        IsOperation(name) ? Access.BenchAsync(invocation, ct) : Access.BenchForChangeAsync(invocation, name, ct);

    private static async Task<OperationRecord> FindAsync(Workbench bench, string slug, CancellationToken ct)
    {
        if (IsOperation(slug)) await bench.FetchAsync(Operation.Selections, ct);
        return (IsOperation(slug) ? bench.History.UnfinishedSelection(slug) : bench.History.Unfinished(slug)) ?? throw NothingUnfinished(slug);
    }

    private static CommandException NothingUnfinished(string slug) => new($"No unfinished operation for {slug}.", ExitCodes.Failed);

    private static async Task<int> CarryOutAsync(
        Invocation invocation, Workbench bench, OperationRecord record, Plan plan, string doing, Core.Bus.Command command, CancellationToken ct)
    {
        invocation.Output.Say($"Unfinished: {OperationText.Of(record)}");
        PlanView.Show(invocation.Output, plan);
        if (invocation.Json) invocation.Output.Json(PlanView.Json(plan));
        if (plan.Refusals.Count > 0) return ExitCodes.Failed;

        var slug = ProjectOf(record);
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
