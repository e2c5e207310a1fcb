using System.CommandLine;
using System.Text.Json.Nodes;
using Pockitect.Aws;
using Pockitect.Cli.Showing;
using Pockitect.Core.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Inventory;
using Pockitect.Core.Pricing;
using Pockitect.Core.Resources;
using Command = System.CommandLine.Command;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect status [PROJECT]</c></summary>
internal static class StatusCommand
{
    public static Command Create(GlobalOptions options)
    {
        var project = new Argument<string?>("project") { Description = "The project's name; all when left out.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("status", "Look at a project in AWS now: its state, resources, addresses and endpoints.") { project };
        options.Run(command, (invocation, parsed, ct) => RunAsync(invocation, parsed.GetValue(project), ct));
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, string? project, CancellationToken ct)
    {
        await using var bench = await Access.BenchAsync(invocation, ct, project);
        AccountView.Show(invocation.Output, bench.Cloud, bench.Guards.Rails);
        if (project is null) return await ShowAllAsync(invocation, bench, ct);
        ShowUnfinished(invocation, bench.History.Abandoned.Where(record => record.Operation.Project == project));

        if (await IdentityAsync(invocation, bench, project, ct) is not { } identity)
        {
            if (invocation.Json) invocation.Output.Json(Json(project, [], bench.Inventory, await Projects.PricesAsync(bench, [], ct)));
            invocation.Output.Tell($"{project}: not deployed. `pockitect deploy {project}` does that.");
            return ExitCodes.Done;
        }

        var last = await bench.CarryOutAsync(new ProjectUpdated(), project, _ => { }, ct);
        if (last is Failed) return ProgressView.End(invocation.Output, last);
        var rows = Projects.RowsOf(bench.Inventory, identity.Id);
        var prices = await Projects.PricesAsync(bench, rows, ct);
        if (invocation.Json) invocation.Output.Json(Json(project, rows, bench.Inventory, prices));
        Show(invocation.Output, project, rows, prices);
        return ExitCodes.Done;
    }

    /// <summary>How to find it; null for one that has a blueprint and no resources.</summary>
    private static async Task<ProjectIdentity?> IdentityAsync(Invocation invocation, Workbench bench, string project, CancellationToken ct)
    {
        // Another computer may have deployed what this file describes: the account is asked, not only the file.
        if (bench.Projects.Read(project)?.Blueprint?.Project is { } section && await bench.Engine.ProjectIdAsync(section, ct) is null) return null;
        return await bench.Projects.FindAsync(project, bench.Engine, ct);
    }

    private static async Task<int> ShowAllAsync(Invocation invocation, Workbench bench, CancellationToken ct)
    {
        var all = Projects.All(bench.Projects, bench.Inventory);
        var prices = await Projects.PricesAsync(bench, all.SelectMany(project => project.Rows), ct);
        foreach (var project in all.Where(_ => invocation.Json)) invocation.Output.Json(Json(project.Slug, project.Rows, bench.Inventory, prices));
        Projects.Show(invocation, all, bench.Inventory, prices);
        ShowUnfinished(invocation, bench.History.Abandoned);
        return ExitCodes.Done;
    }

    private static void ShowUnfinished(Invocation invocation, IEnumerable<OperationRecord> records)
    {
        foreach (var record in records)
        {
            if (invocation.Json) invocation.Output.Json(UnfinishedView.Json(record));
            UnfinishedView.Show(invocation.Output, record);
        }
    }

    private static void Show(Output output, string project, IReadOnlyList<Observed> rows, ObservedPrices prices)
    {
        output.Tell($"{output.DataInk.Strong(project)}: {ProjectStatusFile.StateOf(rows)}, {rows.Count} resource{(rows.Count == 1 ? "" : "s")}");
        ResourceRows.Show(output, rows, prices);
        var unknowns = rows.SelectMany(row => prices[row].Unknowns.Select(what => $"{row.DisplayName}: {what}")).Distinct(StringComparer.Ordinal).ToList();
        output.Tell($"price: {PriceWords.Usd(Projects.Of(prices, rows).Sum(price => price.Usd ?? 0))} a month as it is now{PriceWords.Besides(unknowns)}");
        PriceView.ShowSources(output, prices.Sources);
        foreach (var row in rows)
        {
            foreach (var (name, value) in ResourceRows.Outputs(row)) output.Tell($"{row.DisplayName} {name}: {output.DataInk.Strong(value)}");
        }
    }

    private static JsonObject Json(string project, IReadOnlyList<Observed> rows, AccountInventory inventory, ObservedPrices prices) => new()
    {
        ["type"] = "project_status",
        ["project"] = project,
        ["state"] = ProjectStatusFile.StateOf(rows),
        ["seen_at"] = Projects.SeenAt(inventory, rows),
        ["price"] = PriceView.Json(Projects.Of(prices, rows), prices.Sources),
        ["resources"] = new JsonArray([.. rows.Select(row => ResourceRows.Json(row, prices))]),
    };
}
