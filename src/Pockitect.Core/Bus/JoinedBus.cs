using Microsoft.Extensions.Logging;

namespace Pockitect.Core.Bus;

/// <summary>
/// The bus of a client that leaves its work to others: what only looks is done here, all else is sent to the workers, and whoever listens
/// hears both.
/// </summary>
/// <param name="here">The bus of this process.</param>
/// <param name="workers">The bus that all share.</param>
/// <param name="heard">Takes in what workers say, before anybody else hears of it.</param>
/// <param name="log">Where failures to listen go.</param>
public sealed partial class JoinedBus(InProcessBus here, IBus workers, Func<Envelope, Task> heard, ILogger<JoinedBus> log) : IBus
{
    /// <summary>Commands that this process does itself: they change nothing, and what they find belongs on this computer.</summary>
    public static bool IsDoneHere(Message message) => message is ProjectUpdated;

    public Task SendAsync(Envelope command, CancellationToken ct) => IsDoneHere(command.Data) ? here.SendAsync(command, ct) : workers.SendAsync(command, ct);

    /// <summary>Those that are done here.</summary>
    public IAsyncEnumerable<Delivery> CommandsAsync(CancellationToken ct) => here.CommandsAsync(ct);

    public Task PublishAsync(Envelope status, CancellationToken ct) => here.PublishAsync(status, ct);

    public IStatusSubscription Subscribe(bool fromStart = false) => here.Subscribe(fromStart);

    /// <summary>Listens to the workers from now on, until it is disposed or asked to end.</summary>
    public BackgroundLoop Follow(TimeProvider time, CancellationToken ct)
    {
        // What is said from here on is heard, also when reading fails and starts again: the subscription remembers how far it came.
        var subscription = workers.Subscribe();
        return new BackgroundLoop("Listening to the workers", stop => ReadAsync(subscription, stop), time, log, null, ct);
    }

    private async Task ReadAsync(IStatusSubscription subscription, CancellationToken ct)
    {
        try
        {
            await foreach (var status in subscription.ReadAllAsync(ct))
            {
                await HearAsync(status);
                await here.PublishAsync(status, ct);
            }
        }
        finally
        {
            if (ct.IsCancellationRequested) subscription.Dispose();
        }
    }

    private async Task HearAsync(Envelope status)
    {
        try
        {
            await heard(status);
        }
        // One status that can't be taken in must not hide it, or those after it, from whoever waits for them.
        catch (Exception e)
        {
            LogNotHeard(e, status.Data.GetType().Name, status.Project);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Status} of {Project}, which a worker sent, could not be taken in")]
    private partial void LogNotHeard(Exception exception, string status, string? project);
}
