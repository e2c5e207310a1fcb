using Pockitect.Core.Execution;

namespace Pockitect.Core.Bus;

/// <summary>What the processes and computers that work on one account have in common.</summary>
public abstract class SharedWork : IAsyncDisposable
{
    public abstract IBus Bus { get; }

    public abstract SharedProjects Projects { get; }

    public abstract ValueTask DisposeAsync();
}
