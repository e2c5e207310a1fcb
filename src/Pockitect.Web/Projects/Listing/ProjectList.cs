using Pockitect.Aws;
using Pockitect.Core.Journals;
using Pockitect.Core.Projects;
using Pockitect.Core.Resources;

namespace Pockitect.Web.Projects.Listing;

/// <summary>A project in the list, without calling AWS.</summary>
/// <param name="Problem">Why the blueprint can't be deployed, with line and column; null if it can.</param>
/// <param name="Status">The current status, as far as known.</param>
/// <param name="Resources">From the last scan.</param>
/// <param name="Unfinished">The unfinished operation; null if missing.</param>
public sealed record ProjectRow(
    string Slug,
    bool HasBlueprint,
    string? Region,
    string? Problem,
    ProjectStatus Status,
    IReadOnlyList<Observed> Resources,
    OperationRecord? Unfinished);

/// <summary>The projects of a data folder, with their resources from the inventory.</summary>
public static class ProjectList
{
    public static IReadOnlyList<ProjectRow> Of(AccountSession session)
    {
        var seen = session.Inventory.Resources
            .Where(row => row.Phase is not Phase.Gone && row.Locked is null && !row.IsKept)
            .ToLookup(row => row.Tags.GetValueOrDefault(OwnershipTags.Project));
        var here = session.Projects.Slugs.ToHashSet(StringComparer.Ordinal);
        var unfinished = session.History.Abandoned.Where(record => !record.Operation.IsOfSelection)
            .ToDictionary(record => record.Operation.Project, StringComparer.Ordinal);
        return
        [
            .. session.Statuses
                .Of(here.Concat(seen.Select(group => group.Key).OfType<string>())
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal))
                .Select(
                    status => Row(
                        session,
                        status,
                        here.Contains(status.Project),
                        [.. status.RowsOf(seen[status.Project], here.Contains(status.Project))],
                        unfinished.GetValueOrDefault(status.Project))),
        ];
    }

    /// <summary>
    /// Whether anything is known of a project: a blueprint or an operation on this computer, or resources in the last scan.
    /// </summary>
    public static bool Knows(AccountSession session, string slug) => Core.Files.ProjectNames.IsValid(slug)
        && (session.Projects.Slugs.Contains(slug) || session.History.Slugs.Contains(slug)
            || session.Inventory.Resources.Any(
                row => row.Phase is not Phase.Gone && row.Tags.GetValueOrDefault(OwnershipTags.Project) == slug));

    private static ProjectRow Row(
        AccountSession session, ProjectStatus status, bool hasBlueprint, IReadOnlyList<Observed> rows, OperationRecord? unfinished)
    {
        var slug = status.Project;
        var reading = hasBlueprint ? session.Projects.Read(slug) : null;
        var error = reading?.Problems.FirstOrDefault(problem => problem.Severity is Core.Faults.Severity.Error);
        return new ProjectRow(
            slug,
            hasBlueprint,
            reading?.Blueprint?.Project.Region ?? (rows is [var first, ..] ? first.Place.Region : null),
            error is null ? null : $"{slug}.yaml:{error.Line}:{error.Column}: {error.Message}",
            status,
            rows,
            unfinished);
    }
}
