using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Inventory;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Projects;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Commands;

/// <summary>Updates projects' statuses and reports them.</summary>
internal sealed class StatusReporter(Engine engine, ProjectStore projects, OperationHistory history, DeployedBlueprints deployed, StatusProjector statuses)
{
    /// <summary>Compares what was just read with the deployed state, and updates the project's status.</summary>
    public async Task ReportAsync(string slug, IReadOnlyList<Observed> resources, Func<Status, Task> tell, CancellationToken ct)
    {
        // The deployed state is unknown while a journal is unreadable; the status says why.
        var drift = history.Problem(slug) is null && deployed.Latest(slug) is { } last ? await engine.DriftAsync(last, resources, ct) : null;
        await tell(new ProjectStatusChanged(await statuses.WriteAsync(slug, resources, drift, ct)));
    }

    /// <summary>Updates the statuses of projects with a blueprint here and with some of these rows.</summary>
    public async Task ReportAsync(IEnumerable<Observed> rows, Func<Status, Task> tell, CancellationToken ct)
    {
        var concerned = projects.Slugs.Intersect(rows.Select(row => row.Tags.GetValueOrDefault(OwnershipTags.Project)).OfType<string>(), StringComparer.Ordinal);
        foreach (var status in await statuses.WriteAsync(concerned, ct)) await tell(new ProjectStatusChanged(status));
    }

    /// <summary>Scans what a plan has changed, and reports the result.</summary>
    /// <param name="project">The project; null for a selection of resources.</param>
    public async Task RefreshAsync(Plan plan, ProjectIdentity? project, Func<Status, Task> tell)
    {
        if (project is not null)
        {
            await ReportAsync(project.Slug, await engine.ProjectResourcesAsync(project, CancellationToken.None), tell, CancellationToken.None);
            return;
        }

        var regions = plan.Steps.Select(step => step.Place.Region).Distinct(StringComparer.Ordinal).ToList();
        await engine.ScanAsync(new ScanRequest(regions), _ => Task.CompletedTask, CancellationToken.None);
        await ReportAsync(plan.Changes.Select(change => change.Now).OfType<Observed>(), tell, CancellationToken.None);
    }
}
