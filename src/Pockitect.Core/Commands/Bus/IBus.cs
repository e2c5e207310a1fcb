namespace Pockitect.Core.Commands.Bus;

/// <summary>Carries commands to workers and statuses back, in one process or over Redis.</summary>
public interface IBus
{
    /// <summary>Sends a command to one worker. Sending the same command twice has no further effect.</summary>
    Task SendAsync(Envelope command, CancellationToken ct);

    /// <summary>
    /// Reads commands as a worker. Each command goes to exactly one reader; a <see cref="Cancel"/> goes to the one with its target.
    /// </summary>
    IAsyncEnumerable<Delivery> CommandsAsync(CancellationToken ct);

    /// <summary>Publishes a status to all subscribers.</summary>
    Task PublishAsync(Envelope status, CancellationToken ct);

    /// <summary>Subscribes immediately, so that nothing sent after this call is missed.</summary>
    /// <param name="fromStart">Whether to include stored earlier statuses, for a complete picture.</param>
    IStatusSubscription Subscribe(bool fromStart = false);
}

/// <summary>A subscription; ends when disposed.</summary>
public interface IStatusSubscription : IDisposable
{
    /// <summary>The statuses in order. A command's progress never goes back.</summary>
    IAsyncEnumerable<Envelope> ReadAllAsync(CancellationToken ct);
}
