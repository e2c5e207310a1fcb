using Pockitect.Core.Files;

namespace Pockitect.Core.Journals;

/// <summary>What several computers have to agree on, and to know together, about projects.</summary>
public abstract class SharedProjects
{
    /// <summary>Nobody else is there: the lock and the files of this computer are all there is.</summary>
    public static SharedProjects None { get; } = new OnlyHere();

    /// <summary>Takes the right to change a project, as one of all computers.</summary>
    /// <param name="request">The command that it is for; what another worker holds for the same one is waited for.</param>
    /// <returns>The lease, or who holds it; neither where nobody else is there.</returns>
    public abstract Task<(ProjectLease? Lease, string? Holder)> TryTakeAsync(string project, string doing, string? request, CancellationToken ct);

    /// <summary>Brings into this data folder what other computers have done to a project: journals, and blueprints that were deployed.</summary>
    public abstract Task FetchAsync(string project, DataFolder folder, CancellationToken ct);

    private sealed class OnlyHere : SharedProjects
    {
        public override Task<(ProjectLease? Lease, string? Holder)> TryTakeAsync(string project, string doing, string? request, CancellationToken ct) =>
            Task.FromResult<(ProjectLease?, string?)>((null, null));

        public override Task FetchAsync(string project, DataFolder folder, CancellationToken ct) => Task.CompletedTask;
    }
}
