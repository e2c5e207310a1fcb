using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pockitect.Core.Faults;
using Pockitect.Core.Hosting;

namespace Pockitect.Core.Commands.Bus;

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
    private readonly ConcurrentDictionary<string, Envelope> _waiting = new(StringComparer.Ordinal);

    /// <summary>Commands that this process does itself: they change nothing, and what they find belongs on this computer.</summary>
    public static bool IsDoneHere(Message message) => message is ProjectUpdated;

    public async Task SendAsync(Envelope command, CancellationToken ct)
    {
        if (IsDoneHere(command.Data))
        {
            await here.SendAsync(command, ct);
            return;
        }

        _waiting[command.RequestId] = command;
        await workers.SendAsync(command, ct);
    }

    /// <summary>Those that are done here.</summary>
    public IAsyncEnumerable<Delivery> CommandsAsync(CancellationToken ct) => here.CommandsAsync(ct);

    public Task PublishAsync(Envelope status, CancellationToken ct) => here.PublishAsync(status, ct);

    public IStatusSubscription Subscribe(bool fromStart = false) => here.Subscribe(fromStart);

    /// <summary>Listens to the workers from now on, until it is disposed or asked to end.</summary>
    public BackgroundLoop Follow(TimeProvider time, CancellationToken ct)
    {
        // What is said from here on is heard, also when reading fails and starts again: the subscription remembers how far it came.
        var subscription = workers.Subscribe();
        return new BackgroundLoop("Listening to the workers", stop => ReadAsync(subscription, time, stop), time, log, null, ct);
    }

    private async Task ReadAsync(IStatusSubscription subscription, TimeProvider time, CancellationToken ct)
    {
        try
        {
            await foreach (var status in subscription.ReadAllAsync(ct))
            {
                await HearAsync(status);
                if (status.Data is Status { IsLast: true }) _waiting.TryRemove(status.RequestId, out _);
                await here.PublishAsync(status, ct);
            }
        }
        catch (FaultException e)
        {
            await EndWaitingAsync(e.Fault, time.GetUtcNow());
            throw;
        }
        finally
        {
            if (ct.IsCancellationRequested) subscription.Dispose();
        }
    }

    /// <summary>Ends the wait for commands of which nothing can be heard any more. What a worker has begun goes on.</summary>
    private async Task EndWaitingAsync(Fault fault, DateTimeOffset now)
    {
        foreach (var (request, command) in _waiting)
        {
            if (!_waiting.TryRemove(request, out _)) continue;
            var end = new Failed($"How this command goes can't be heard. {fault.Message} A worker that has begun it goes on.", [fault.Message], []);
            await here.PublishAsync(command.Answer(end, now), CancellationToken.None);
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
