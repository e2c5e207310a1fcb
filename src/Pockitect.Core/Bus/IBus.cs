namespace Pockitect.Core.Bus;

/// <summary>Carries commands to workers and statuses back. In one process, or over Redis between many.</summary>
public interface IBus
{
    /// <summary>Hands a command to one worker.</summary>
    Task SendAsync(Envelope command, CancellationToken ct);

    /// <summary>The commands, for a worker. Each goes to exactly one of all the readers.</summary>
    IAsyncEnumerable<Envelope> CommandsAsync(CancellationToken ct);

    /// <summary>Tells everyone who listens.</summary>
    Task PublishAsync(Envelope status, CancellationToken ct);

    /// <summary>Starts to listen at once, so that nothing sent after this call is missed.</summary>
    IStatusSubscription Subscribe();
}

/// <summary>A listener; ends when it is disposed.</summary>
public interface IStatusSubscription : IDisposable
{
    IAsyncEnumerable<Envelope> ReadAllAsync(CancellationToken ct);
}
