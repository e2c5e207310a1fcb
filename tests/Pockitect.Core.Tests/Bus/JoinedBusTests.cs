using System.Runtime.CompilerServices;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Tests.Fakes;
using Pockitect.Testing;

namespace Pockitect.Core.Tests.Bus;

public sealed class JoinedBusTests
{
    private static readonly Envelope Command = Envelope.Command(new Keep(), "shop", DateTimeOffset.UnixEpoch);

    private readonly InProcessBus _here = new();
    private readonly KeptLog<JoinedBus> _log = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Status_that_cannot_be_taken_in_reaches_whoever_waits_for_it()
    {
        var workers = new InProcessBus();
        var joined = new JoinedBus(_here, workers, _ => throw new IOException("No space left on device"), _log);
        using var waiting = joined.Subscribe();
        await using var following = joined.Follow(new InstantTime(), CancellationToken.None);

        await workers.PublishAsync(Command.Answer(new Accepted(), DateTimeOffset.UnixEpoch), Ct);
        await workers.PublishAsync(Command.Answer(new Completed("Done."), DateTimeOffset.UnixEpoch), Ct);

        var heard = await waiting.ReadAllAsync(Ct).Take(2).ToListAsync(Ct);
        Assert.Equal([typeof(Accepted), typeof(Completed)], heard.Select(status => status.Data.GetType()));
        Assert.Equal(2, _log.Lines.Count(line => line.Contains("No space left on device", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Listening_goes_on_after_a_failure_without_losing_a_status()
    {
        var workers = new FailingBus();
        var joined = new JoinedBus(_here, workers, _ => Task.CompletedTask, _log);
        using var waiting = joined.Subscribe();
        await using var following = joined.Follow(new InstantTime(), CancellationToken.None);

        var heard = await waiting.ReadAllAsync(Ct).Take(4).ToListAsync(Ct);

        Assert.Equal(["0", "1", "2", "3"], heard.Select(status => ((Completed)status.Data).Summary));
        Assert.Contains(_log.Lines, line => line.Contains("Listening to the workers failed; restarting", StringComparison.Ordinal));
    }

    /// <summary>A bus whose connection breaks before every second status.</summary>
    private sealed class FailingBus : IBus, IStatusSubscription
    {
        private int _next;
        private bool _breaks;

        public Task SendAsync(Envelope command, CancellationToken ct) => Task.CompletedTask;

        public IAsyncEnumerable<Delivery> CommandsAsync(CancellationToken ct) => AsyncEnumerable.Empty<Delivery>();

        public Task PublishAsync(Envelope status, CancellationToken ct) => Task.CompletedTask;

        public IStatusSubscription Subscribe(bool fromStart = false) => this;

        public async IAsyncEnumerable<Envelope> ReadAllAsync([EnumeratorCancellation] CancellationToken ct)
        {
            while (true)
            {
                if (_next == 4) await RealTime.HangAsync(ct);
                _breaks = !_breaks;
                if (!_breaks) throw new InvalidOperationException("OOM command not allowed when used memory > 'maxmemory'.");
                yield return Command.Answer(new Completed($"{_next++}"), DateTimeOffset.UnixEpoch);
            }
        }

        public void Dispose()
        {
        }
    }
}
