using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Inventory;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Projects;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Commands;

/// <summary>Writes down what projects are now, and reports it to whoever waits for a command.</summary>
internal sealed class StatusReporter(Engine engine, ProjectStore projects, OperationHistory history, DeployedBlueprints deployed, StatusProjector statuses)
{
    /// <summary>Compares what was just read of a project with what was deployed, and writes down what the project is.</summary>
    public async Task ReportAsync(string slug, IReadOnlyList<Observed> resources, Func<Status, Task> tell, CancellationToken ct)
    {
        // What was deployed isn't known while a journal can't be read; the status says why.
        var drift = history.Problem(slug) is null && deployed.Latest(slug) is { } last ? await engine.DriftAsync(last, resources, ct) : null;
        await tell(new ProjectStatusChanged(await statuses.WriteAsync(slug, resources, drift, ct)));
    }

    /// <summary>Writes down what those projects are now that have a blueprint here and to which some of these rows belong.</summary>
    public async Task ReportAsync(IEnumerable<Observed> rows, Func<Status, Task> tell, CancellationToken ct)
    {
        var concerned = projects.Slugs.Intersect(rows.Select(row => row.Tags.GetValueOrDefault(OwnershipTags.Project)).OfType<string>(), StringComparer.Ordinal);
        foreach (var status in await statuses.WriteAsync(concerned, ct)) await tell(new ProjectStatusChanged(status));
    }

    /// <summary>Scans what a plan has changed, and reports what came of it.</summary>
    /// <param name="project">The project that it was about; null for resources that were selected.</param>
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
