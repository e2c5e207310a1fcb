using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Pockitect.Core.Commands.Bus;

/// <summary>The bus of one process. Requires no installation.</summary>
public sealed class InProcessBus : IBus
{
    private const int Kept = 1000;

    private readonly Channel<Delivery> _commands = Channel.CreateUnbounded<Delivery>();
    private readonly ConcurrentDictionary<string, byte> _seen = new(StringComparer.Ordinal);
    private readonly Lock _speaking = new();
    private readonly List<Channel<Envelope>> _listeners = [];
    private readonly Queue<Envelope> _said = new();

    public Task SendAsync(Envelope command, CancellationToken ct) =>
        _seen.TryAdd(command.Id, 0) ? _commands.Writer.WriteAsync(new InHand(this, command), ct).AsTask() : Task.CompletedTask;

    public IAsyncEnumerable<Delivery> CommandsAsync(CancellationToken ct) => _commands.Reader.ReadAllAsync(ct);

    public Task PublishAsync(Envelope status, CancellationToken ct)
    {
        lock (_speaking)
        {
            // Rows of a scan are in the inventory, where late subscribers find them.
            if (status.Data is not ScanRows) _said.Enqueue(status);
            if (_said.Count > Kept) _said.Dequeue();
            foreach (var listener in _listeners) listener.Writer.TryWrite(status);
        }

        return Task.CompletedTask;
    }

    public IStatusSubscription Subscribe(bool fromStart = false) => new Subscription(this, fromStart);

    private sealed class InHand(InProcessBus bus, Envelope command) : Delivery(command)
    {
        public override Task TellAsync(Envelope status) => bus.PublishAsync(status, CancellationToken.None);

        public override Task EndAsync(Envelope last) => bus.PublishAsync(last, CancellationToken.None);
    }

    private sealed class Subscription : IStatusSubscription
    {
        private readonly InProcessBus _bus;
        private readonly MonotonicProgress _steady = new();
        private readonly Channel<Envelope> _channel = Channel.CreateUnbounded<Envelope>();

        public Subscription(InProcessBus bus, bool fromStart)
        {
            _bus = bus;
            lock (bus._speaking)
            {
                if (fromStart)
                {
                    foreach (var status in bus._said) _channel.Writer.TryWrite(status);
                }

                bus._listeners.Add(_channel);
            }
        }

        public IAsyncEnumerable<Envelope> ReadAllAsync(CancellationToken ct) => _channel.Reader.ReadAllAsync(ct).Select(_steady.Hold);

        public void Dispose()
        {
            lock (_bus._speaking) _bus._listeners.Remove(_channel);
        }
    }
}
