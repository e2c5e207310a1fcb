using Pockitect.Aws;
using Pockitect.Core.Files;
using Pockitect.Core.Resources;
using Pockitect.Web.Projects.Listing;

namespace Pockitect.Web.Projects;

/// <summary>Why each project action would do nothing now: a sentence, or null if the action is available.</summary>
public sealed record ProjectActions
{
    /// <summary>All actions are available.</summary>
    public static readonly ProjectActions All = new();

    public string? NoDeploy { get; private init; }

    public string? NoStop { get; private init; }

    public string? NoStart { get; private init; }

    public string? NoDelete { get; private init; }

    public string? NoDuplicate { get; private init; }

    /// <summary>The reasons with their actions' names, for the line below the buttons.</summary>
    public IReadOnlyList<string> Reasons =>
    [
        .. new (string Name, string? Reason)[]
        {
            ("Deploy", NoDeploy),
            ("Stop", NoStop),
            ("Start", NoStart),
            ("Delete", NoDelete),
            ("Duplicate", NoDuplicate),
        }
            .Where(action => action.Reason is not null).Select(action => $"{action.Name}: {action.Reason}"),
    ];

    /// <summary>The actions for a row of the list.</summary>
    public static ProjectActions Of(AccountSession session, ProjectRow row) => !ProjectNames.IsValid(row.Slug)
        ? new ProjectActions { NoDeploy = BadName, NoStop = BadName, NoStart = BadName, NoDelete = BadName, NoDuplicate = BadName }
        : Of(
            session.Cloud.Catalog,
            row.HasBlueprint,
            row.Problem is not null,
            row.Resources,
            IsScanned(session, row.Region) || row.Unfinished is not null) with
        {
            // An unfinished operation can always be ended.
            NoDelete = row.Resources.Count == 0 && row.Unfinished is null && IsScanned(session, row.Region) ? Nothing : null,
        };

    /// <param name="hasErrors">Whether the blueprint has errors and can't be deployed.</param>
    /// <param name="resources">The project's resources from the last scan.</param>
    /// <param name="isScanned">Whether the project's Region was scanned, so that an empty list means no resources.</param>
    public static ProjectActions Of(
        Catalog catalog, bool hasBlueprint, bool hasErrors, IReadOnlyCollection<Observed> resources, bool isScanned)
    {
        // Without a scan, anything may exist.
        var isUnknown = resources.Count == 0 && !isScanned;
        return new ProjectActions
        {
            NoDeploy = !hasBlueprint ? NoBlueprint : hasErrors ? "The blueprint has errors." : null,
            NoDuplicate = hasBlueprint ? null : NoBlueprint,
            NoDelete = resources.Count > 0 || isUnknown ? null : Nothing,
            NoStop = isUnknown ? null : Power(catalog, resources, Phase.Ready, "Nothing in it is running."),
            NoStart = isUnknown ? null : Power(catalog, resources, Phase.Stopped, "Nothing in it is stopped."),
        };
    }

    private const string BadName = "Its tags contain an invalid project name. Use Monitor for its resources.";

    private const string NoBlueprint = "The blueprint is not on this computer.";

    private const string Nothing = "It has no resources in AWS.";

    private static string? Power(Catalog catalog, IReadOnlyCollection<Observed> resources, Phase from, string otherwise) =>
        resources.Count == 0 ? Nothing
        : !resources.Any(row => catalog[row.Type].HasPower) ? "It has no instances or databases."
        // Resources in transition may arrive at any time.
        : resources.Any(row => catalog[row.Type].HasPower && (row.Phase == from || row.Phase is Phase.Pending)) ? null
        : otherwise;

    private static bool IsScanned(AccountSession session, string? region) =>
        region is not null && session.Inventory.Entries.Any(entry => entry.Place.Region == region && entry.SeenAt is not null);
}
