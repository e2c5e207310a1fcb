using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Journals;

namespace Pockitect.Core.Commands;

/// <summary>What the processes and computers of one account share.</summary>
public abstract class SharedWork : IAsyncDisposable
{
    public abstract IBus Bus { get; }

    public abstract SharedProjects Projects { get; }

    public abstract ValueTask DisposeAsync();
}
