using Pockitect.Aws;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Resources;
using Pockitect.Web.Controls;
using Pockitect.Web.Monitor.Queries;
using Pockitect.Web.Preferences;
using Pockitect.Web.Projects;
using Pockitect.Web.Tour;
using Pockitect.Web.Work;

namespace Pockitect.Web.Palette;

/// <summary>All palette entries: commands, projects, and resources from the last scan.</summary>
public sealed class PaletteList(SignedIn signedIn, OperationFeed feed, WindowNotes notes, TourGuide tour)
{
    private static readonly (string Verb, string Page, string Detail, Func<ProjectActions, string?> Reason)[] OfProject =
    [
        (
            "Deploy",
            "deploy",
            "plan with price, then deploy",
            actions => actions.NoDeploy), ("Stop", "stop", "instances and databases", actions => actions.NoStop),
        (
            "Start",
            "start",
            "what the last stop stopped",
            actions => actions.NoStart), ("Delete", "delete", "all of its resources", actions => actions.NoDelete),
    ];

    /// <summary>Returns the current entries. Reads the inventory and the projects folder, and doesn't call AWS.</summary>
    public IReadOnlyList<PaletteEntry> Now()
    {
        List<PaletteEntry> all = [.. signedIn.Session is { } session ? OfAccount(session) : []];
        all.Add(Page(signedIn.Session is null ? "Sign in" : "Accounts", "sign in, keys, permissions", "/sign-in"));
        all.Add(Page("Settings", "guard rails, theme, keyring, security", "/settings"));
        foreach (var theme in Enum.GetValues<Theme>().Where(theme => theme != notes.Now.Theme))
            all.Add(Done($"Theme: {ThemeNames.Of(theme)}", "theme", () => notes.Change(now => now with { Theme = theme })));
        if (!tour.IsShown) all.Add(Done("Show the tour", "two minutes, in the sandbox", tour.Show));
        return [.. all.OrderBy(entry => entry.Kind)];
    }

    private IEnumerable<PaletteEntry> OfAccount(AccountSession session)
    {
        yield return Page("Projects", "list of projects", "/");
        yield return Page("New project", "from a template", "/new");
        yield return Page("Monitor", "resources in every Region", "/monitor");
        yield return Page("Activity", "past and running operations", "/activity");
        yield return new PaletteEntry(PaletteKind.Action, "Scan every Region", "refresh the account", "/monitor")
        {
            Do = () => feed.All.Any(operation => operation is { IsRunning: true, Command: ScanAllRegions })
                ? Task.CompletedTask
                : feed.StartAsync(new ScanAllRegions(session.Guards.UsualScan), project: null),
        };
        var resources = session.Inventory.Resources.Where(row => row.Phase is not Phase.Gone).ToList();
        var here = session.Projects.Slugs.ToHashSet(StringComparer.Ordinal);
        var seen = resources.Where(row => row.Locked is null).ToLookup(Project);
        foreach (var slug in here.Concat(resources.Select(Project).OfType<string>())
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal))
        {
            // Reading every blueprint would be slow: actions with an unknown state are offered.
            var actions = ProjectActions.Of(
                session.Cloud.Catalog, here.Contains(slug), hasErrors: false, [.. seen[slug]], isScanned: false);
            yield return new PaletteEntry(PaletteKind.Project, slug, "project", AppLinks.Project(slug));
            foreach (var (verb, page, detail, reason) in OfProject)
            {
                if (reason(actions) is null)
                    yield return new PaletteEntry(PaletteKind.Project, $"{verb} {slug}", detail, AppLinks.Project(slug, page));
            }
        }

        foreach (var row in resources)
        {
            yield return new PaletteEntry(
                PaletteKind.Resource, row.DisplayName, $"{row.Type[(row.Type.LastIndexOf(':') + 1)..]} {row.Id} "
                    + $"{row.Place.Region}{(Project(row) is { } slug ? $" of {slug}" : "")}",
                AppLinks.Monitor(MonitorQuery.TermOf(QueryKey.Id, row.Id)));
        }
    }

    private static string? Project(Observed row) => row.Tags.GetValueOrDefault(OwnershipTags.Project);

    private static PaletteEntry Page(string title, string detail, string url) =>
        new(PaletteKind.Action, title, detail, url) { Keys = Shortcuts.KeysOf(url) };

    private static PaletteEntry Done(string title, string detail, Action action) => new(PaletteKind.Action, title, detail, null)
    {
        Do = () =>
        {
            action();
            return Task.CompletedTask;
        },
    };
}
