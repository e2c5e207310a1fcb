using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pockitect.Core.Faults;
using Pockitect.Core.Hosting;

namespace Pockitect.Core.Commands.Bus;

/// <summary>
/// The bus of a client with remote workers: scans run here, everything else is sent to the workers, and subscribers receive statuses from
/// both.
/// </summary>
/// <param name="here">The bus of this process.</param>
/// <param name="workers">The shared bus.</param>
/// <param name="heard">Processes workers' statuses before any subscriber receives them.</param>
/// <param name="log">The log for subscription failures.</param>
public sealed partial class JoinedBus(InProcessBus here, IBus workers, Func<Envelope, Task> heard, ILogger<JoinedBus> log) : IBus
{
    private readonly ConcurrentDictionary<string, Envelope> _waiting = new(StringComparer.Ordinal);

    /// <summary>Commands that run in this process: they change nothing, and their results belong on this computer.</summary>
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

    /// <summary>The IDs of commands that run here.</summary>
    public IAsyncEnumerable<Delivery> CommandsAsync(CancellationToken ct) => here.CommandsAsync(ct);

    public Task PublishAsync(Envelope status, CancellationToken ct) => here.PublishAsync(status, ct);

    public IStatusSubscription Subscribe(bool fromStart = false) => here.Subscribe(fromStart);

    /// <summary>Subscribes to the workers until disposed or stopped.</summary>
    public BackgroundLoop Follow(TimeProvider time, CancellationToken ct)
    {
        // The subscription remembers its position, so nothing is missed when reading fails and restarts.
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

    /// <summary>Ends the wait for commands whose statuses can't be received anymore. Workers continue.</summary>
    private async Task EndWaitingAsync(Fault fault, DateTimeOffset now)
    {
        foreach (var (request, command) in _waiting)
        {
            if (!_waiting.TryRemove(request, out _)) continue;
            var end = new Failed(
                $"Can't follow this command. {fault.Message} A worker that has started it continues.", [fault.Message], []);
            await here.PublishAsync(command.Answer(end, now), CancellationToken.None);
        }
    }

    private async Task HearAsync(Envelope status)
    {
        try
        {
            await heard(status);
        }
        // A failing callback must not hide this status, or later ones, from subscribers.
        catch (Exception e)
        {
            LogNotHeard(e, status.Data.GetType().Name, status.Project);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Can't process {Status} of {Project} from a worker")]
    private partial void LogNotHeard(Exception exception, string status, string? project);
}
