using Pockitect.Core.Journals;

namespace Pockitect.Core.Commands.Bus;

/// <summary>A command in the hands of the one worker that carries it out.</summary>
public abstract class Delivery(Envelope command) : IDisposable
{
    public Envelope Command => command;

    /// <summary>Another worker had it before, and did not bring it to its end.</summary>
    public virtual bool IsTakenOver => false;

    /// <summary>Says how it goes.</summary>
    /// <exception cref="TakenOverException">Another worker has the command now; nobody was told.</exception>
    public abstract Task TellAsync(Envelope status);

    /// <summary>Says how it ended, and gives it back for good: nobody carries it out again.</summary>
    /// <exception cref="TakenOverException">Another worker has the command now; nobody was told.</exception>
    public abstract Task EndAsync(Envelope last);

    /// <summary>Hands it out again in parts, which any worker may take, and whose end is its end.</summary>
    /// <returns>False where nobody else could help; then it is carried out as it is.</returns>
    public virtual Task<bool> TrySplitAsync(IReadOnlyList<ScanPart> parts) => Task.FromResult(false);

    /// <summary>It is in these hands no more: ended, or to be taken by another worker.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
