using Pockitect.Core.Journals;

namespace Pockitect.Core.Commands.Bus;

/// <summary>A command held by the worker that executes it.</summary>
public abstract class Delivery(Envelope command) : IDisposable
{
    public Envelope Command => command;

    /// <summary>Whether another worker held it before and did not finish it.</summary>
    public virtual bool IsTakenOver => false;

    /// <summary>Reports the command's progress.</summary>
    /// <exception cref="TakenOverException">Another worker holds the command now; nothing was reported.</exception>
    public abstract Task TellAsync(Envelope status);

    /// <summary>Reports the result and acknowledges the command, so that it never runs again.</summary>
    /// <exception cref="TakenOverException">Another worker has the command now; nothing is reported.</exception>
    public abstract Task EndAsync(Envelope last);

    /// <summary>Splits the command into parts that any worker may take. It ends when they end.</summary>
    /// <returns>False if no other worker could help; then it runs as a whole.</returns>
    public virtual Task<bool> TrySplitAsync(IReadOnlyList<ScanPart> parts) => Task.FromResult(false);

    /// <summary>Releases the command: it has ended, or another worker takes it.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
