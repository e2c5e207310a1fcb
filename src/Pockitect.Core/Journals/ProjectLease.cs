using Pockitect.Core.Faults;
using Pockitect.Core.Files;

namespace Pockitect.Core.Journals;

/// <summary>The right to change a project, held by one process of all computers at a time, until it is released or expires.</summary>
public abstract class ProjectLease : IAsyncDisposable
{
    private static readonly AsyncLocal<ProjectLease?> Writing = new();

    /// <summary>Checked by a cloud right before each changing call, for the operation of the current async flow.</summary>
    /// <exception cref="TakenOverException">Another worker has taken over.</exception>
    /// <exception cref="FaultException">It is unknown whether one has; nothing may be sent.</exception>
    public static void DemandForChange() => Writing.Value?.Demand();

    /// <summary>From here on, the current async flow makes changes in the name of this lease.</summary>
    internal static void Enter(ProjectLease? lease) => Writing.Value = lease;

    /// <summary>Checks, by this computer's clock, that no one else can have taken the project.</summary>
    /// <exception cref="TakenOverException">Another worker has taken over.</exception>
    /// <exception cref="FaultException">It is unknown whether one has.</exception>
    public abstract void Demand();

    /// <summary>Waits until it is certain that no one else has taken the project.</summary>
    /// <exception cref="TakenOverException">Another worker has taken over.</exception>
    /// <exception cref="FaultException">It stayed unknown for too long.</exception>
    public abstract Task EnsureAsync(CancellationToken ct);

    /// <summary>Adds a line to the shared journal, if the project is still ours.</summary>
    /// <exception cref="TakenOverException">Another worker has taken over, and nothing was written.</exception>
    public abstract Task AppendAsync(Operation operation, string line);

    /// <summary>Shares the deployed blueprints of this data folder.</summary>
    public abstract Task ShareDeployedAsync(DataFolder folder);

    public abstract ValueTask DisposeAsync();
}
