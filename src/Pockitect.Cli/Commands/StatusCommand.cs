using System.CommandLine;
using System.Text.Json.Nodes;
using Pockitect.Aws;
using Pockitect.Cli.Files;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Rendering;
using Pockitect.Cli.Sessions;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Pricing;
using Pockitect.Core.Projects;
using Pockitect.Core.Resources;
using Pockitect.Core.Text;
using Command = System.CommandLine.Command;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect status [PROJECT]</c></summary>
internal static class StatusCommand
{
    public static Command Create(GlobalOptions options)
    {
        var project = new Argument<string?>("project")
        {
            Description = "The project's name. Default: all projects.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("status", "Show a project's current state in AWS: resources, addresses and endpoints.") { project };
        options.Run(command, (invocation, parsed, ct) => RunAsync(invocation, parsed.GetValue(project), ct));
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, string? project, CancellationToken ct)
    {
        await using var session = await Access.OpenSessionAsync(invocation, ct, project);
        AccountView.Show(invocation.Output, session.Cloud, session.Guards.Rails);
        if (project is null) return await ShowAllAsync(invocation, session, ct);
        if (session.Statuses.Of(project) is { Problem: not null } unknown) return await ShowUnknownAsync(invocation, session, unknown, ct);
        ShowUnfinished(invocation, session.History.Abandoned.Where(record => record.Operation.Project == project));

        if (await IdentityAsync(invocation, session, project, ct) is not { } identity)
        {
            if (invocation.Json)
            {
                invocation.Output.Json(
                    Json(session.Statuses.Of(project), [], await Projects.PricesAsync(session, [], ct), invocation.Time));
            }

            invocation.Output.Tell($"{project}: not deployed. Run `pockitect deploy {project}`.");
            return ExitCodes.Done;
        }

        var last = await session.Commands.RunAsync(new ProjectUpdated(), project, _ => { }, ct);
        if (last is Failed) return ProgressView.End(invocation.Output, last);
        var rows = Projects.RowsOf(session.Inventory, identity.Id);
        var prices = await Projects.PricesAsync(session, rows, ct);
        var status = session.Statuses.Of(project);
        if (invocation.Json) invocation.Output.Json(Json(status, rows, prices, invocation.Time));
        Show(invocation, status, rows, prices);
        LoginView.Show(invocation.Output, session.Folder, rows);
        return ExitCodes.Done;
    }

    /// <summary>Shows a project with a damaged journal from the last scan. AWS isn't asked, because the desired state is unknown.</summary>
    private static async Task<int> ShowUnknownAsync(
        Invocation invocation, AccountSession session, ProjectStatus status, CancellationToken ct)
    {
        var rows = status.ProjectId is { } id ? Projects.RowsOf(session.Inventory, id) : [];
        var prices = await Projects.PricesAsync(session, rows, ct);
        if (invocation.Json) invocation.Output.Json(Json(status, rows, prices, invocation.Time));
        Show(invocation, status, rows, prices);
        return ExitCodes.Failed;
    }

    /// <summary>How to find the project; null if it has a blueprint and no resources.</summary>
    private static async Task<ProjectIdentity?> IdentityAsync(
        Invocation invocation, AccountSession session, string project, CancellationToken ct)
    {
        // Another computer may have deployed this file, so the account is checked as well.
        if (session.Projects.Read(project)?.Blueprint?.Project is { } section
            && await session.Reader.OwnershipAsync(section, ct) is { Id: null, Conflict: null }) return null;
        return await session.Projects.FindAsync(project, session.Reader, ct);
    }

    private static async Task<int> ShowAllAsync(Invocation invocation, AccountSession session, CancellationToken ct)
    {
        var all = Projects.All(session);
        var prices = await Projects.PricesAsync(session, all.SelectMany(project => project.Rows), ct);
        foreach (var project in all.Where(_ => invocation.Json))
            invocation.Output.Json(Json(project.Status, project.Rows, prices, invocation.Time));
        Projects.Show(invocation, all, session.Inventory, prices);
        ShowUnfinished(invocation, session.History.Abandoned);
        FileProblems.Show(invocation.Output, session);
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

    private static void Show(Invocation invocation, ProjectStatus status, IReadOnlyList<Observed> rows, ObservedPrices prices)
    {
        var output = invocation.Output;
        var count = $"{rows.Count} resource{(rows.Count == 1 ? "" : "s")}";
        var drift = status.Drifted > 0 ? $", {status.DriftWords}" : "";
        output.Tell($"{output.DataStyle.Strong(status.Project)}: {status.State}, {count}{drift}");
        if (status.StaleWords(invocation.Time) is { } stale) output.Say($"{status.Project} is {stale}.");
        if (status.Problem is { } problem) output.SayMessage(problem);
        output.Table(
            ["name", Column.Type, "id", "region", "state", "since", "a month"],
            rows.Select(row => (row, now: Of(status, row))).Select(pair => (IReadOnlyList<object?>)
            [
                pair.now?.Name ?? pair.row.DisplayName,
                pair.row.Type,
                pair.row.Id,
                pair.row.Place.Region,
                ResourceRows.State(pair.row),
                Ages.Ago(pair.now?.Since, invocation.Time),
                PriceText.Words(prices[pair.row]),
            ]));
        foreach (var drifted in status.Resources.Where(resource => resource.Drift is not null))
            output.Tell($"{drifted.Name}: {drifted.DriftWords}");
        if (status.IsEdited)
            output.Say($"The blueprint has changed since the last deploy. Run `pockitect plan {status.Project}` to see what would change.");
        var unknowns =
            rows.SelectMany(row => prices[row].Unknowns.Select(what => $"{row.DisplayName}: {what}"))
                .Distinct(StringComparer.Ordinal)
                .ToList();
        var sum = rows.Count == 0 ? PriceText.Usd(0) : PriceText.Sum([.. Projects.Of(prices, rows)]);
        output.Tell($"price: {sum} a month in the current state{PriceText.Also(unknowns)}");
        PriceView.ShowSources(output, prices.Sources);
        foreach (var row in rows)
        {
            foreach (var (name, value) in ResourceRows.Outputs(
                row)) output.Tell($"{row.DisplayName} {name}: {output.DataStyle.Strong(value)}");
        }
    }

    private static ResourceStatus? Of(ProjectStatus status, Observed row) =>
        status.Resources.FirstOrDefault(resource => resource.Id == row.Id && resource.Type == row.Type);

    private static JsonObject Json(ProjectStatus status, IReadOnlyList<Observed> rows, ObservedPrices prices, TimeProvider time) => new()
    {
        ["type"] = "project_status",
        ["project"] = status.Project,
        ["project_id"] = status.ProjectId,
        ["state"] = status.State,
        ["problem"] = status.Problem,
        ["seen_at"] = status.SeenAt,
        ["stale"] = status.StaleWords(time),
        ["compared_at"] = status.ComparedAt,
        ["edited"] = status.IsEdited,
        ["price"] = PriceView.Json(Projects.Of(prices, rows), prices.Sources),
        ["resources"] = new JsonArray([.. rows.Select(row => Json(row, Of(status, row), prices))]),
        ["deleted_outside"] = new JsonArray(
            [.. status.Resources.Where(resource => resource.Id is null).Select(resource => JsonValue.Create(resource.Name))]),
    };

    private static JsonObject Json(Observed row, ResourceStatus? status, ObservedPrices prices)
    {
        var json = ResourceRows.Json(row, prices);
        json["since"] = status?.Since;
        json["seen_at"] = status?.SeenAt;
        json["endpoint"] = status?.Endpoint;
        json["drift"] = status?.Drift?.ToString().ToLowerInvariant();
        json["changed_outside"] = new JsonArray([.. (status?.Changed ?? []).Select(path => JsonValue.Create(path))]);
        return json;
    }
}
