using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Inventory;
using Pockitect.Core.Planning;
using Pockitect.Core.Projects;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Commands;

/// <summary>Updates projects' statuses and reports them.</summary>
internal sealed class StatusReporter(ProjectReader reader, DriftCheck drift, ProjectRecords records, StatusProjector statuses)
{
    /// <summary>Compares what was just read with the deployed state, and updates the project's status.</summary>
    public async Task ReportAsync(string slug, IReadOnlyList<Observed> resources, Func<Status, Task> tell, CancellationToken ct)
    {
        // The deployed state is unknown while a journal is unreadable; the status says why.
        var found = records.History.Problem(slug) is null && records.Deployed.Latest(slug) is { } last
            ? await drift.CompareAsync(last, resources, ct)
            : null;
        await tell(new ProjectStatusChanged(await statuses.WriteAsync(slug, resources, found, ct)));
    }

    /// <summary>Updates the statuses of projects with a blueprint here and with some of these rows.</summary>
    public async Task ReportAsync(IEnumerable<Observed> rows, Func<Status, Task> tell, CancellationToken ct)
    {
        var concerned = records.Projects.Slugs.Intersect(
            rows.Select(row => row.Tags.GetValueOrDefault(OwnershipTags.Project)).OfType<string>(), StringComparer.Ordinal);
        foreach (var status in await statuses.WriteAsync(concerned, ct)) await tell(new ProjectStatusChanged(status));
    }

    /// <summary>Scans what a plan has changed, and reports the result.</summary>
    /// <param name="project">The project; null for a selection of resources.</param>
    public async Task RefreshAsync(Plan plan, ProjectIdentity? project, Func<Status, Task> tell)
    {
        if (project is not null)
        {
            await ReportAsync(project.Slug, await reader.ReadAsync(project, CancellationToken.None), tell, CancellationToken.None);
            return;
        }

        var regions = plan.Steps.Select(step => step.Place.Region).Distinct(StringComparer.Ordinal).ToList();
        await reader.Scanner.ScanAsync(new ScanRequest(regions), CancellationToken.None);
        await ReportAsync(plan.Changes.Select(change => change.Now).OfType<Observed>(), tell, CancellationToken.None);
    }
}
