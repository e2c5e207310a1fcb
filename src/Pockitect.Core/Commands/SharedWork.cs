using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Journals;

namespace Pockitect.Core.Commands;

/// <summary>What the processes and computers that work on one account have in common.</summary>
public abstract class SharedWork : IAsyncDisposable
{
    public abstract IBus Bus { get; }

    public abstract SharedProjects Projects { get; }

    public abstract ValueTask DisposeAsync();
}
