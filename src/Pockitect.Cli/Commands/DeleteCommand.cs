using System.CommandLine;
using Pockitect.Aws;
using Pockitect.Cli.Rendering;
using Pockitect.Core.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Planning;
using Command = System.CommandLine.Command;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect delete PROJECT</c> and <c>pockitect delete --id ID… --region REGION</c></summary>
internal static class DeleteCommand
{
    public static Command Create(GlobalOptions options)
    {
        var project = new Argument<string?>("project") { Description = "The project's name.", Arity = ArgumentArity.ZeroOrOne };
        var ids = new Option<string[]>("--id") { Description = "Resource ID to delete, with its dependents. Repeatable.", HelpName = "id" };
        var region = new Option<string?>("--region") { Description = "Region of these resources.", HelpName = "region" };
        var noSnapshot = new Option<bool>("--no-final-snapshot") { Description = "Don't keep a final snapshot of databases." };
        var empty = new Option<bool>("--empty-buckets") { Description = "Also delete the contents of buckets." };
        var lift = new Option<bool>("--lift-protection") { Description = "Turn off termination and deletion protection first." };
        var command = new Command("delete", "Delete a project's resources, or some by ID. Lists what will be deleted, then asks.") { project, ids, region, noSnapshot, empty, lift };
        options.RunChange(command, (invocation, parsed, ct) => RunAsync(
            invocation,
            parsed.GetValue(project),
            parsed.GetValue(ids) ?? [],
            parsed.GetValue(region),
            new TerminateOptions(!parsed.GetValue(noSnapshot), parsed.GetValue(empty), parsed.GetValue(lift)),
            ct));
        return command;
    }

    private static async Task<int> RunAsync(
        Invocation invocation, string? project, string[] ids, string? region, TerminateOptions how, CancellationToken ct)
    {
        if (project is null == (ids.Length == 0))
            throw new CommandException("Name either a project or resources: `pockitect delete my-site`, or `pockitect delete --id i-0abc --region eu-west-1`.", ExitCodes.Usage);

        await using var bench = project is null ? await Access.BenchAsync(invocation, ct) : await Access.BenchForChangeAsync(invocation, project, ct);
        var selection = project is null ? Select(bench, ids, region) : null;
        var plan = selection is not null
            ? await bench.Engine.PlanTerminateAsync(selection, how, ct)
            : await bench.Engine.PlanTerminateAsync(await FindAsync(invocation, bench, project!, ct), how, ct, bench.History.Unfinished(project!)); // One of the two is there.
        PlanView.Show(invocation.Output, plan);
        if (invocation.Json) invocation.Output.Json(PlanView.Json(plan));
        if (plan.Refusals.Count > 0) return ExitCodes.Failed;
        if (plan.IsEmpty)
        {
            if (project is not null) await new Access(invocation).AccountsOf(bench.Account).ForgetAsync(project, ct);
            return ExitCodes.Done;
        }

        var consent = await AskAsync(invocation, bench, plan, project, how, ct);
        if (!consent.Agreed)
        {
            invocation.Output.Say($"Nothing was changed.");
            return ExitCodes.Failed;
        }

        var last = await Change.CarryOutAsync(invocation, bench, new Terminate(plan.Fingerprint, selection, how) { Confirmation = consent.Name }, project, ct);
        if (last is Completed && project is not null) await new Access(invocation).AccountsOf(bench.Account).ForgetAsync(project, CancellationToken.None);
        if (last is Completed && project is not null && File.Exists(bench.Folder.BlueprintOf(project))) invocation.Output.Say($"Kept the blueprint {bench.Folder.BlueprintOf(project)}.");
        return Change.End(invocation, last, project);
    }

    private static async Task<ProjectIdentity> FindAsync(Invocation invocation, Workbench bench, string project, CancellationToken ct)
    {
        try
        {
            return await bench.Projects.FindAsync(project, bench.Engine, ct);
        }
        finally
        {
            // By tags alone it may be in any Region, and so a part of it where nobody could look.
            if (bench.Projects.Read(project)?.Blueprint?.Project.Id is null) new ScanView(invocation.Output).EndUnseen(bench.Inventory.Entries);
        }
    }

    private static ResourceSelection Select(Workbench bench, string[] ids, string? region)
    {
        if (region is not null)
        {
            RegionNames.Demand([region], bench.Inventory);
            return new ResourceSelection(region, ids);
        }

        var regions = ids.Select(id => Lookup.Find(bench.Inventory, id).Place.Region).Distinct(StringComparer.Ordinal).ToList();
        return regions is [var only]
            ? new ResourceSelection(only, ids)
            : throw new CommandException($"These resources are in several Regions ({string.Join(", ", regions)}). Delete those of one Region at a time.", ExitCodes.Usage);
    }

    private static Task<Consent> AskAsync(
        Invocation invocation, Workbench bench, Plan plan, string? project, TerminateOptions how, CancellationToken ct)
    {
        var count = plan.Changes.Count;
        var snapshots = how.FinalSnapshots && plan.Changes.Any(change => change.KeepsData) ? " Databases keep a final snapshot." : "";
        var doing = $"Delete {(count == 1 ? "this resource" : $"these {count} resources")}";
        return Consent.AskAsync(invocation, bench, plan, project, doing, ct, typed: project is not null || plan.LosesData, more: snapshots);
    }
}
