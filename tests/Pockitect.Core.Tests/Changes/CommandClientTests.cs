using Pockitect.Core.Changes;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Faults;
using Pockitect.Core.Hosting;
using Pockitect.Core.Projects;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Changes;

public sealed class CommandClientTests : IAsyncDisposable
{
    private readonly House _house = new();
    private readonly InProcessBus _here = new();
    private readonly InProcessBus _workers = new();
    private readonly JoinedBus _joined;
    private readonly BackgroundLoop _following;

    public CommandClientTests()
    {
        _joined = new JoinedBus(_here, _workers, _ => Task.CompletedTask, new KeptLog<JoinedBus>());
        _following = _joined.Follow(_house.Time, CancellationToken.None);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _following.DisposeAsync();
        _house.Dispose();
    }

    [Fact]
    public async Task Command_for_this_process_carries_no_blueprint()
    {
        var client = ClientOn(_here);

        var request = await client.PrepareAsync(new Deploy("f"), "shop", Ct);

        Assert.False(client.IsRemote);
        Assert.Null(((Command)request.Data).Blueprint);
        Assert.Null(client.TakeProjectOf(request.RequestId));
    }

    [Fact]
    public async Task Command_for_workers_elsewhere_carries_the_blueprint_with_an_id()
    {
        await File.WriteAllTextAsync(_house.Folder.BlueprintOf("fresh"), "project: {name: fresh, region: eu-west-1}\n", Ct);
        var client = ClientOn(_joined);

        var request = await client.PrepareAsync(new Deploy("f"), "fresh", Ct);

        Assert.True(client.IsRemote);
        Assert.Contains("id:", ((Command)request.Data).Blueprint?.Text, StringComparison.Ordinal);
        Assert.Equal("fresh", client.TakeProjectOf(request.RequestId));
        Assert.Null(client.TakeProjectOf(request.RequestId));
        Assert.Null(((Command)(await client.PrepareAsync(new ProjectUpdated(), "fresh", Ct)).Data).Blueprint);
    }

    [Fact]
    public async Task Command_that_no_worker_accepts_is_queued_and_ends_when_it_is_canceled()
    {
        List<Status> seen = [];
        using var interrupted = new CancellationTokenSource();
        var started = await ClientOn(_joined).StartAsync(new Keep(), "shop", status =>
        {
            seen.Add(status);
            if (status is Queued) interrupted.Cancel();
        }, interrupted.Token);
        await EndAsync(_here, new Completed("Refreshed."));

        var last = Assert.IsType<Failed>(await started.End.WaitAsync(TimeSpan.FromSeconds(30), Ct));

        Assert.Equal([typeof(Queued), typeof(Failed)], seen.Select(status => status.GetType()));
        Assert.True(last.WasCancelled);
        Assert.StartsWith("No worker had accepted the command, and none will run it now.", last.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task End_elsewhere_is_followed_by_a_refresh_here()
    {
        var started = await ClientOn(_joined).StartAsync(new Keep(), "shop", _ => { }, Ct);
        await EndAsync(_workers, new Completed("Kept."));
        var refresh = await EndAsync(_here, new Completed("Refreshed."));

        Assert.Equal(new Completed("Kept."), await started.End.WaitAsync(TimeSpan.FromSeconds(30), Ct));
        Assert.Equal((new ProjectUpdated(), "shop"), (refresh.Data, refresh.Project));
    }

    [Fact]
    public async Task Command_that_can_not_be_sent_fails_at_its_start()
    {
        var fault = await Assert.ThrowsAsync<FaultException>(() => ClientOn(new AwayBus()).StartAsync(new Keep(), "shop", _ => { }, Ct));

        Assert.Equal("Redis is away.", fault.Message);
    }

    private CommandClient ClientOn(IBus bus) => new(
        bus, new ProjectStore(_house.Folder, _house.Cloud), _house.Reader, _house.Folder, _house.Time, new KeptLog<CommandClient>());

    /// <summary>Takes the next command as a worker does, and ends it.</summary>
    private static async Task<Envelope> EndAsync(InProcessBus bus, Status last)
    {
        using var delivery = await bus.CommandsAsync(Ct).FirstAsync(Ct);
        await delivery.EndAsync(delivery.Command.Answer(last, DateTimeOffset.UnixEpoch));
        return delivery.Command;
    }

    /// <summary>A bus that can't be reached.</summary>
    private sealed class AwayBus : IBus, IStatusSubscription
    {
        public Task SendAsync(Envelope command, CancellationToken ct) =>
            throw new FaultException(new Fault(FaultKind.Unreachable, "Redis", "Redis is away."));

        public IAsyncEnumerable<Delivery> CommandsAsync(CancellationToken ct) => AsyncEnumerable.Empty<Delivery>();

        public Task PublishAsync(Envelope status, CancellationToken ct) => Task.CompletedTask;

        public IStatusSubscription Subscribe(bool fromStart = false) => this;

        public IAsyncEnumerable<Envelope> ReadAllAsync(CancellationToken ct) => AsyncEnumerable.Empty<Envelope>();

        public void Dispose()
        {
        }
    }
}
