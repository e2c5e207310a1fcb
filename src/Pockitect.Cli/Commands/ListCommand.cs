using System.CommandLine;
using System.Text.Json.Nodes;
using Pockitect.Cli.Showing;
using Pockitect.Core.Execution;
using Pockitect.Core.Inventory;
using Pockitect.Core.Resources;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect list [projects|resources]</c></summary>
internal static class ListCommand
{
    public static Command Create(GlobalOptions options)
    {
        var what = new Argument<string?>("what")
        {
            Description = "projects (the default) or resources.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        what.AcceptOnlyFromAmong("projects", "resources");
        var region = new Option<string[]>("--region") { Description = "Only resources of this Region.", HelpName = "region" };
        var type = new Option<string[]>("--type") { Description = "Only resources of this type: Instance, AWS::EC2::Instance.", HelpName = "type" };
        var project = new Option<string?>("--project") { Description = "Only resources of this project.", HelpName = "project" };
        var tag = new Option<string[]>("--tag") { Description = "Only resources with this tag.", HelpName = "key=value" };
        var all = new Option<bool>("--all") { Description = "Also what AWS made by itself: default networks, roles of services." };
        var command = new Command("list", "List projects, or resources as they were last seen.") { what, region, type, project, tag, all };
        options.Run(command, async (invocation, parsed, ct) =>
        {
            var filter = new Filter(
                parsed.GetValue(region) ?? [], parsed.GetValue(type) ?? [], parsed.GetValue(project), parsed.GetValue(tag) ?? [], parsed.GetValue(all));
            await using var bench = await Workbench.OpenAsync(invocation, ct, filter.Project);
            return parsed.GetValue(what) == "resources" || filter.IsSet
                ? ShowResources(invocation, bench.Inventory, filter)
                : ShowProjects(invocation, bench);
        });
        return command;
    }

    private static int ShowProjects(Invocation invocation, Workbench bench)
    {
        var all = Projects.All(bench.Projects, bench.Inventory);
        foreach (var project in all.Where(_ => invocation.Json))
        {
            invocation.Output.Json(new JsonObject
            {
                ["type"] = "project",
                ["project"] = project.Slug,
                ["region"] = project.Region,
                ["state"] = ProjectStatusFile.StateOf(project.Rows),
                ["resources"] = project.Rows.Count,
                ["seen_at"] = Projects.SeenAt(bench.Inventory, project.Rows),
                ["has_blueprint"] = project.HasBlueprint,
            });
        }

        Projects.Show(invocation, all, bench.Inventory);
        foreach (var record in bench.History.Abandoned) UnfinishedView.Show(invocation.Output, record);
        return ExitCodes.Done;
    }

    private static int ShowResources(Invocation invocation, AccountInventory inventory, Filter filter)
    {
        var output = invocation.Output;
        var rows = inventory.Resources.Where(filter.Takes).ToList();
        foreach (var row in rows.Where(_ => invocation.Json)) output.Json(ObservedJson.Write(row));
        if (rows.Count > 0) ResourceRows.Show(output, rows);
        else output.Tell($"{(inventory.Entries.Count == 0 ? "Nothing was ever looked at here. `pockitect scan` looks." : "Nothing like that was seen.")}");

        var looks = inventory.Entries.Where(entry => entry.SeenAt is not null).ToList();
        if (looks.Count > 0)
        {
            output.Say($"{rows.Count} resources, seen {Ages.Ago(looks.Min(entry => entry.SeenAt), invocation.Time)} to {Ages.Ago(looks.Max(entry => entry.SeenAt), invocation.Time)}. `pockitect scan` looks again.");
        }

        return ExitCodes.Done;
    }

    private sealed record Filter(string[] Regions, string[] Types, string? Project, string[] Tags, bool All)
    {
        public bool IsSet => Regions.Length > 0 || Types.Length > 0 || Project is not null || Tags.Length > 0 || All;

        public bool Takes(Observed row) =>
            (All || ResourceRows.IsTheirs(row))
            && (Regions.Length == 0 || Regions.Contains(row.Place.Region))
            && (Types.Length == 0 || Types.Any(type => TypeNames.Means(type, row.Type)))
            && (Project is null || row.Tags.GetValueOrDefault(OwnershipTags.Project) == Project)
            && Tags.All(tag => HasTag(row, tag));

        private static bool HasTag(Observed row, string tag) => tag.Split('=', 2) switch
        {
            [var key, var value] => row.Tags.GetValueOrDefault(key) == value,
            [var key] => row.Tags.ContainsKey(key),
            _ => false,
        };
    }
}
