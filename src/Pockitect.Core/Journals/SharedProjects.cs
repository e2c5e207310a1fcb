using Pockitect.Core.Files;

namespace Pockitect.Core.Journals;

/// <summary>What several computers must agree on about projects, and share.</summary>
public abstract class SharedProjects
{
    /// <summary>A single computer: the local lock and files are enough.</summary>
    public static SharedProjects None { get; } = new OnlyHere();

    /// <summary>Takes the right to change a project among all computers.</summary>
    /// <param name="request">The command. Waits if another worker holds the right for the same one.</param>
    /// <returns>The lease, or its holder; neither with a single computer.</returns>
    public abstract Task<(ProjectLease? Lease, string? Holder)> TryTakeAsync(
        string project, string doing, string? request, CancellationToken ct);

    /// <summary>Copies what other computers have done to a project to this data folder: journals and deployed blueprints.</summary>
    public abstract Task FetchAsync(string project, DataFolder folder, CancellationToken ct);

    private sealed class OnlyHere : SharedProjects
    {
        public override Task<(ProjectLease? Lease, string? Holder)> TryTakeAsync(
            string project, string doing, string? request, CancellationToken ct) =>
            Task.FromResult<(ProjectLease?, string?)>((null, null));

        public override Task FetchAsync(string project, DataFolder folder, CancellationToken ct) => Task.CompletedTask;
    }
}
