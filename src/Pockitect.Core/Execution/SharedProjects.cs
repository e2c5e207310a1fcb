namespace Pockitect.Core.Execution;

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

/// <summary>The right to change a project, held by one process of all computers at a time, until it is given back or runs out.</summary>
public abstract class ProjectLease : IAsyncDisposable
{
    private static readonly AsyncLocal<ProjectLease?> Writing = new();

    /// <summary>Asked by a cloud right before it sends what changes something, on behalf of the operation that this flow of control is a part of.</summary>
    /// <exception cref="Bus.TakenOverException">Another worker has taken over.</exception>
    /// <exception cref="FaultException">Whether one has is not known; nothing may be sent.</exception>
    public static void DemandForChange() => Writing.Value?.Demand();

    /// <summary>From here on, and in all that begins here, changes are made in the name of this lease.</summary>
    internal static void Enter(ProjectLease? lease) => Writing.Value = lease;

    /// <summary>Looks, by this computer's own clock, whether nobody else can have taken the project.</summary>
    /// <exception cref="Bus.TakenOverException">Another worker has taken over.</exception>
    /// <exception cref="FaultException">Whether one has is not known.</exception>
    public abstract void Demand();

    /// <summary>Waits until it is sure that nobody else has taken the project.</summary>
    /// <exception cref="Bus.TakenOverException">Another worker has taken over.</exception>
    /// <exception cref="FaultException">It stayed unknown for too long.</exception>
    public abstract Task EnsureAsync(CancellationToken ct);

    /// <summary>Adds a line to the journal that all share, if the project is still ours.</summary>
    /// <exception cref="Bus.TakenOverException">Another worker has taken over, and nothing was written.</exception>
    public abstract Task AppendAsync(Operation operation, string line);

    /// <summary>Gives all others the blueprints that were deployed and are kept in this data folder.</summary>
    public abstract Task ShareDeployedAsync(DataFolder folder);

    public abstract ValueTask DisposeAsync();
}
