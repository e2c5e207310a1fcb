namespace Pockitect.Core.Commands.Bus;

/// <summary>Carries commands to workers and statuses back. In one process, or over Redis between many.</summary>
public interface IBus
{
    /// <summary>Hands a command to one worker. The same command twice is the same command.</summary>
    Task SendAsync(Envelope command, CancellationToken ct);

    /// <summary>
    /// The commands, for a worker. Each goes to exactly one of all the readers; but a <see cref="Cancel"/> to the one that has its target.
    /// </summary>
    IAsyncEnumerable<Delivery> CommandsAsync(CancellationToken ct);

    /// <summary>Tells everyone who listens.</summary>
    Task PublishAsync(Envelope status, CancellationToken ct);

    /// <summary>Starts to listen at once, so that nothing sent after this call is missed.</summary>
    /// <param name="fromStart">Also what was said before, as far as it is kept: whoever comes late gets the whole picture.</param>
    IStatusSubscription Subscribe(bool fromStart = false);
}

/// <summary>A listener; ends when it is disposed.</summary>
public interface IStatusSubscription : IDisposable
{
    /// <summary>What is said, in its order; the progress of a command never goes back.</summary>
    IAsyncEnumerable<Envelope> ReadAllAsync(CancellationToken ct);
}
