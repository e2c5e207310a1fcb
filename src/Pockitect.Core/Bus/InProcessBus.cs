using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Pockitect.Core.Bus;

/// <summary>The bus of one process. Needs nothing installed.</summary>
public sealed class InProcessBus : IBus
{
    private readonly Channel<Envelope> _commands = Channel.CreateUnbounded<Envelope>();
    private readonly ConcurrentDictionary<Guid, Channel<Envelope>> _listeners = new();

    public Task SendAsync(Envelope command, CancellationToken ct) => _commands.Writer.WriteAsync(command, ct).AsTask();

    public IAsyncEnumerable<Envelope> CommandsAsync(CancellationToken ct) => _commands.Reader.ReadAllAsync(ct);

    public async Task PublishAsync(Envelope status, CancellationToken ct)
    {
        foreach (var listener in _listeners.Values) await listener.Writer.WriteAsync(status, ct);
    }

    public IStatusSubscription Subscribe() => new Subscription(this);

    private sealed class Subscription : IStatusSubscription
    {
        private readonly InProcessBus _bus;
        private readonly Guid _id = Guid.NewGuid();
        private readonly Channel<Envelope> _channel = Channel.CreateUnbounded<Envelope>();

        public Subscription(InProcessBus bus)
        {
            _bus = bus;
            bus._listeners[_id] = _channel;
        }

        public IAsyncEnumerable<Envelope> ReadAllAsync(CancellationToken ct) => _channel.Reader.ReadAllAsync(ct);

        public void Dispose()
        {
            // A publisher may hold this channel still; completing it would make its write throw.
            _bus._listeners.TryRemove(_id, out _);
        }
    }
}
