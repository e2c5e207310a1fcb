using System.CommandLine;
using System.Text.Json.Nodes;
using Pockitect.Aws;
using Pockitect.Cli.Commands.Input;
using Pockitect.Cli.Files;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Rendering;
using Pockitect.Cli.Sessions;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Text;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect list [projects|resources|orphans]</c></summary>
internal static class ListCommand
{
    public static Command Create(GlobalOptions options)
    {
        var what = new Argument<string?>("what")
        {
            Description = "projects (the default), resources, or orphans: resources without a project that has a blueprint here.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        what.AcceptOnlyFromAmong("projects", "resources", "orphans");
        var region = new Option<string[]>("--region") { Description = "Only resources in this Region.", HelpName = "region" };
        var type = new Option<string[]>("--type")
        {
            Description = "Only resources of this type, such as Instance or AWS::EC2::Instance.",
            HelpName = "type",
        };
        var project = new Option<string?>("--project") { Description = "Only resources of this project.", HelpName = "project" };
        var tag = new Option<string[]>("--tag") { Description = "Only resources with this tag.", HelpName = "key=value" };
        var all = new Option<bool>("--all") { Description = "Include AWS-created resources, such as default VPCs and service roles." };
        var command = new Command("list", "List projects or last-scanned resources, with costs.") { what, region, type, project, tag, all };
        options.Run(command, async (invocation, parsed, ct) =>
        {
            var filter = new Filter(
                parsed.GetValue(region) ?? [],
                parsed.GetValue(type) ?? [],
                parsed.GetValue(project),
                parsed.GetValue(tag) ?? [],
                parsed.GetValue(all));
            await using var session = await Access.OpenKnownSessionAsync(invocation, filter.Project, ct);
            filter.Demand(session);
            return parsed.GetValue(what) switch
            {
                "orphans" =>
                    await ShowResourcesAsync(
                        invocation, session, filter with { ProjectsHere = session.Projects.Slugs.ToHashSet(StringComparer.Ordinal) }, ct),
                "resources" => await ShowResourcesAsync(invocation, session, filter, ct),
                _ when filter.IsSet => await ShowResourcesAsync(invocation, session, filter, ct),
                _ => await ShowProjectsAsync(invocation, session, ct),
            };
        });
        return command;
    }

    private static async Task<int> ShowProjectsAsync(Invocation invocation, AccountSession session, CancellationToken ct)
    {
        var all = Projects.All(session);
        var prices = await Projects.PricesAsync(session, all.SelectMany(project => project.Rows), ct);
        var seenAt = Projects.SeenAt(session.Inventory);
        foreach (var project in all.Where(_ => invocation.Json))
        {
            invocation.Output.Json(new JsonObject
            {
                ["type"] = "project",
                ["project"] = project.Slug,
                ["region"] = project.Region,
                ["state"] = project.State,
                ["resources"] = project.Rows.Count,
                ["price"] = PriceView.Json(Projects.Of(prices, project.Rows), prices.Sources),
                ["seen_at"] = seenAt(project.Rows),
                ["drift"] = project.Status.ComparedAt is null ? null : project.Status.Drifted,
                ["edited"] = project.Status.IsEdited,
                ["stale"] = project.Status.StaleWords(invocation.Time),
                ["has_blueprint"] = project.HasBlueprint,
                ["problem"] = project.Status.Problem,
            });
        }

        Projects.Show(invocation, all, session.Inventory, prices);
        PriceView.ShowSources(invocation.Output, prices.Sources);
        foreach (var record in session.History.Abandoned) UnfinishedView.Show(invocation.Output, record);
        FileProblems.Show(invocation.Output, session);
        return ExitCodes.Done;
    }

    private static async Task<int> ShowResourcesAsync(Invocation invocation, AccountSession session, Filter filter, CancellationToken ct)
    {
        var (output, inventory) = (invocation.Output, session.Inventory);
        // Deleted resources cost nothing and are shown only with --all.
        var rows = inventory.Resources.Where(filter.Takes).ToList();
        var prices = await Projects.PricesAsync(session, rows, ct);
        foreach (var row in rows.Where(_ => invocation.Json)) output.Json(ResourceRows.Json(row, prices));
        if (rows.Count > 0) ResourceRows.Show(output, rows, prices);
        else output.Tell($"{(inventory.Entries.Count == 0 ? "No scan yet. Run `pockitect scan`." : "No matching resources.")}");

        if (rows.Count > 0)
        {
            output.Tell($"price: {PriceText.Sum(Projects.Of(prices, rows))} a month in the current state");
            PriceView.ShowSources(output, prices.Sources);
        }

        var looks = inventory.Entries.Where(entry => entry.SeenAt is not null).ToList();
        if (looks.Count > 0)
        {
            var (first, last) = (
                Ages.Ago(looks.Min(entry => entry.SeenAt), invocation.Time), Ages.Ago(looks.Max(entry => entry.SeenAt), invocation.Time));
            var age = first == last ? last : $"{first} to {last}";
            output.Say($"{rows.Count} resources, last checked {age}. Run `pockitect scan` to refresh.");
        }

        return ExitCodes.Done;
    }

    private sealed record Filter(string[] Regions, string[] Types, string? Project, string[] Tags, bool All)
    {
        /// <summary>Excludes resources of these projects; null for none.</summary>
        public HashSet<string>? ProjectsHere { get; init; }

        public bool IsSet => Regions.Length > 0 || Types.Length > 0 || Project is not null || Tags.Length > 0 || All;

        public bool Takes(Observed row) =>
            (All || row.IsTheirs)
            && (Regions.Length == 0 || Regions.Contains(row.Place.Region))
            && (Types.Length == 0 || Types.Any(type => TypeNames.Means(type, row.Type)))
            && (ProjectsHere is null || row.IsKept || !ProjectsHere.Contains(row.Tags.GetValueOrDefault(OwnershipTags.Project) ?? ""))
            && (Project is null || row.Tags.GetValueOrDefault(OwnershipTags.Project) == Project)
            && Tags.All(tag => HasTag(row, tag));

        /// <exception cref="CommandException">Unknown Region, type or project.</exception>
        public void Demand(AccountSession session)
        {
            RegionNames.Demand(Regions, session.Inventory);
            TypeNames.Resolve(session.Cloud.Catalog, Types);
            if (Project is null) return;
            var known =
                session.Projects.Slugs
                    .Concat(session.Inventory.Resources.Select(row => row.Tags.GetValueOrDefault(OwnershipTags.Project)).OfType<string>())
                    .ToHashSet(StringComparer.Ordinal);
            if (!known.Contains(Project))
            {
                throw new CommandException(
                    $"Unknown project '{Project}'.{Spelling.Hint(Project, known)} `pockitect list` shows the projects.");
            }
        }

        private static bool HasTag(Observed row, string tag) => tag.Split('=', 2) switch
        {
            [var key, var value] => row.Tags.GetValueOrDefault(key) == value,
            [var key] => row.Tags.ContainsKey(key),
            _ => false,
        };
    }
}
