using Pockitect.Aws;
using Pockitect.Cli.Interaction;
using Pockitect.Core.Inventory;
using Pockitect.Core.Planning;
using Pockitect.Core.Pricing;
using Pockitect.Core.Projects;
using Pockitect.Core.Resources;
using Pockitect.Core.Text;

namespace Pockitect.Cli.Files;

/// <summary>A project as known without calling AWS.</summary>
/// <param name="HasBlueprint">Whether its file is on this computer.</param>
/// <param name="Rows">Its resources from the last scan.</param>
/// <param name="Status">The current status.</param>
internal sealed record KnownProject(string Slug, bool HasBlueprint, string? Region, IReadOnlyList<Observed> Rows, ProjectStatus Status)
{
    /// <summary>The state as one word; "unknown" if a journal is unreadable.</summary>
    public string State => Status.State;
}

/// <summary>The projects known from blueprints and inventory.</summary>
internal static class Projects
{
    /// <summary>Returns projects with a blueprint here, and projects from the inventory.</summary>
    public static IReadOnlyList<KnownProject> All(AccountSession session)
    {
        var store = session.Projects;
        var seen = session.Inventory.Resources.Where(IsThere).ToLookup(row => row.Tags.GetValueOrDefault(OwnershipTags.Project));
        var here = store.Slugs.ToHashSet(StringComparer.Ordinal);
        var names =
            here.Concat(seen.Select(group => group.Key).OfType<string>())
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .ToList();
        return
        [
            .. session.Statuses.Of(names).Select(status => new KnownProject(
                status.Project,
                here.Contains(status.Project),
                session.Statuses.RegionOf(status.Project) ?? seen[status.Project].FirstOrDefault()?.Place.Region,
                [.. status.RowsOf(seen[status.Project], here.Contains(status.Project))],
                status)),
        ];
    }

    /// <summary>Returns the resources with a project's ID, from the last scan.</summary>
    public static IReadOnlyList<Observed> RowsOf(AccountInventory inventory, string projectId) =>
        [.. inventory.Resources.Where(row => IsThere(row) && row.Tags.GetValueOrDefault(OwnershipTags.ProjectId) == projectId)];

    /// <summary>Returns a function that formats the age of the oldest row; null if there are no rows.</summary>
    public static Func<IReadOnlyList<Observed>, DateTimeOffset?> SeenAt(AccountInventory inventory)
    {
        var seen = inventory.Entries.ToDictionary(entry => (entry.Place, entry.Type), entry => entry.SeenAt);
        return rows => rows.Select(row => seen.GetValueOrDefault((row.Place, row.Type))).Min();
    }

    /// <summary>Returns the monthly prices of these resources, from the last scan.</summary>
    public static Task<ObservedPrices> PricesAsync(AccountSession session, IEnumerable<Observed> rows, CancellationToken ct)
    {
        // The parts of a resource are separate rows, but included in its price.
        var places = rows.Select(row => row.Place).ToHashSet();
        return session.Prices.OfAsync([.. session.Inventory.Resources.Where(row => places.Contains(row.Place))], ct);
    }

    public static void Show(Invocation invocation, IReadOnlyList<KnownProject> projects, AccountInventory inventory, ObservedPrices prices)
    {
        if (projects.Count == 0)
        {
            invocation.Output.Tell(
                $"No projects yet. Create one with `pockitect new`, or run `pockitect scan` to find others in the account.");
            return;
        }

        var seenAt = SeenAt(inventory);
        invocation.Output.Table(
            ["project", "region", "state", "resources", "a month", "drift", "seen", "blueprint"],
            projects.Select(project => (IReadOnlyList<object?>)
            [
                project.Slug, project.Region, project.State, project.Rows.Count,
                PriceText.Sum(
                    Of(prices, project.Rows)), project.Status.DriftWords, Ages.Ago(
                        seenAt(project.Rows), invocation.Time), project.HasBlueprint
                    ? "here"
                    : "not on this computer",
            ]));
        foreach (var project in projects)
        {
            if (project.Status.StaleWords(invocation.Time) is { } stale)
                invocation.Output.Say($"{project.Slug} is {stale}. Run `pockitect status {project.Slug}` to refresh.");
        }
    }

    public static IReadOnlyList<MonthlyPrice> Of(ObservedPrices prices, IEnumerable<Observed> rows) => [.. rows.Select(row => prices[row])];

    /// <summary>Locked resources, such as an instance's root volume, carry their owner's tags and are not in the blueprint.</summary>
    private static bool IsThere(Observed row) => row.Phase is not Phase.Gone && row.Locked is null && !row.IsKept;
}
