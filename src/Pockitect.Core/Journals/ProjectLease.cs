using Pockitect.Core.Faults;
using Pockitect.Core.Files;

namespace Pockitect.Core.Journals;

/// <summary>The right to change a project, held by one process of all computers at a time, until it is given back or runs out.</summary>
public abstract class ProjectLease : IAsyncDisposable
{
    private static readonly AsyncLocal<ProjectLease?> Writing = new();

    /// <summary>Asked by a cloud right before it sends what changes something, on behalf of the operation that this flow of control is a part of.</summary>
    /// <exception cref="TakenOverException">Another worker has taken over.</exception>
    /// <exception cref="FaultException">Whether one has is not known; nothing may be sent.</exception>
    public static void DemandForChange() => Writing.Value?.Demand();

    /// <summary>From here on, and in all that begins here, changes are made in the name of this lease.</summary>
    internal static void Enter(ProjectLease? lease) => Writing.Value = lease;

    /// <summary>Looks, by this computer's own clock, whether nobody else can have taken the project.</summary>
    /// <exception cref="TakenOverException">Another worker has taken over.</exception>
    /// <exception cref="FaultException">Whether one has is not known.</exception>
    public abstract void Demand();

    /// <summary>Waits until it is sure that nobody else has taken the project.</summary>
    /// <exception cref="TakenOverException">Another worker has taken over.</exception>
    /// <exception cref="FaultException">It stayed unknown for too long.</exception>
    public abstract Task EnsureAsync(CancellationToken ct);

    /// <summary>Adds a line to the journal that all share, if the project is still ours.</summary>
    /// <exception cref="TakenOverException">Another worker has taken over, and nothing was written.</exception>
    public abstract Task AppendAsync(Operation operation, string line);

    /// <summary>Gives all others the blueprints that were deployed and are kept in this data folder.</summary>
    public abstract Task ShareDeployedAsync(DataFolder folder);

    public abstract ValueTask DisposeAsync();
}
