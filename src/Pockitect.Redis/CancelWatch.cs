using System.Collections.Concurrent;
using System.Threading.Channels;
using Pockitect.Core.Commands.Bus;

namespace Pockitect.Redis;

/// <summary>Forwards cancellations of the commands that a worker holds, wherever they were requested.</summary>
/// <param name="held">Gets the commands that the worker holds.</param>
/// <param name="deliveries">Receives the cancellations as commands.</param>
internal sealed class CancelWatch(RedisBus bus, Func<IEnumerable<RedisDelivery>> held, ChannelWriter<Delivery> deliveries)
{
    private readonly ConcurrentDictionary<string, byte> _cancelled = new(StringComparer.Ordinal);

    /// <summary>Forgets the cancellation of a command that the worker no longer holds.</summary>
    public void Forget(string request) => _cancelled.TryRemove(request, out _);

    /// <summary>Checks for cancellations of held commands, and forwards them.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var signal = bus.Signal.Next;
            try
            {
                foreach (var request in Uncancelled())
                {
                    if (await bus.Database.StringGetAsync(bus.Keys.Cancelled(request)) is not { IsNull: false } wish) continue;
                    var read = bus.Json.Read(wish.ToString(), Envelope.CurrentVersion);
                    if (read.Envelope is { Data: Cancel } cancel && _cancelled.TryAdd(request, 0))
                        await deliveries.WriteAsync(new CancelDelivery(bus, cancel), ct);
                }
            }
            catch (Exception e) when (RedisConnection.IsAway(e))
            {
                // The next check finds it.
            }
            catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
            {
                return;
            }

            await Signal.WaitAsync(signal, bus.Timing.Poll, bus.Time, ct).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private List<string> Uncancelled() =>
    [
        .. held().Where(delivery => delivery.IsHandedOut).Select(delivery => delivery.Command.RequestId).Distinct()
            .Where(request => !_cancelled.ContainsKey(request)),
    ];

    /// <summary>A request to cancel, for the worker that holds the command.</summary>
    private sealed class CancelDelivery(RedisBus bus, Envelope command) : Delivery(command)
    {
        public override Task TellAsync(Envelope status) => Task.CompletedTask;

        public override Task EndAsync(Envelope last) => bus.PublishAsync(last, CancellationToken.None);
    }
}
