using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Projects;

namespace Pockitect.Core.Commands;

/// <summary>Updates a project's status, after reading AWS or from the inventory.</summary>
internal sealed class RefreshHandler(ProjectStore projects, ProjectReader reader, StatusProjector statuses, StatusReporter reporter)
{
    public async Task<Status> HandleAsync(ProjectUpdated command, CommandContext context, CancellationToken stop)
    {
        var slug = context.Slug;
        if (!command.LookAtAws)
        {
            await context.Tell(new ProjectStatusChanged(await statuses.WriteAsync(slug, null, null, stop)));
            return new Completed($"Updated the status of {slug}.");
        }

        var project = await projects.FindAsync(slug, reader, stop);
        await reporter.ReportAsync(slug, await reader.ReadAsync(project, stop), context.Tell, stop);
        return new Completed($"Refreshed {slug}.");
    }
}
