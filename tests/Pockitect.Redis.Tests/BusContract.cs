using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Inventory;
using Pockitect.Core.Journals;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Redis.Tests;

/// <summary>What every bus promises, whatever carries it.</summary>
public abstract class BusContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The bus as one process has it; another call is another process, where there can be several.</summary>
    protected abstract Task<IBus> JoinAsync();

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Each_command_goes_to_exactly_one_of_all_workers()
    {
        var (client, one, other) = (await JoinAsync(), await JoinAsync(), await JoinAsync());
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var taken = new System.Collections.Concurrent.ConcurrentBag<string>();
        using var heard = client.Subscribe();
        var work = Task.WhenAll(WorkAsync(one, taken, enough.Token), WorkAsync(other, taken, enough.Token));

        var sent = Enumerable.Range(0, 40).Select(_ => Command(new ProjectUpdated())).ToList();
        foreach (var command in sent) await client.SendAsync(command, Ct);
        var ended = await heard.ReadAllAsync(Ct).Where(status => status.Data is Completed).Take(40).ToListAsync(Ct);
        await enough.CancelAsync();
        await work;

        Assert.Equal(sent.Select(command => command.Id).Order(), taken.Order());
        Assert.Equal(sent.Select(command => command.Id).Order(), ended.Select(status => status.RequestId).Order());
    }

    [Fact]
    public async Task The_same_command_twice_is_the_same_command()
    {
        var (client, worker) = (await JoinAsync(), await JoinAsync());
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var taken = new System.Collections.Concurrent.ConcurrentBag<string>();
        using var heard = client.Subscribe();
        var command = Command(new Power(true));

        await client.SendAsync(command, Ct);
        await client.SendAsync(command, Ct);
        var work = WorkAsync(worker, taken, enough.Token);
        await heard.ReadAllAsync(Ct).FirstAsync(status => status.Data is Completed, Ct);
        await client.SendAsync(command, Ct);
        var last = Command(new Power(false));
        await client.SendAsync(last, Ct);
        await heard.ReadAllAsync(Ct).FirstAsync(status => status.Data is Completed && status.RequestId == last.Id, Ct);
        await enough.CancelAsync();
        await work;

        Assert.Equal([command.Id, last.Id], taken.Reverse());
    }

    [Fact]
    public async Task Commands_wait_for_a_worker_that_is_off()
    {
        var client = await JoinAsync();
        var command = Command(new Deploy("0123456789abcdef") { Blueprint = SentBlueprint.Of("project: {name: shop}\n"), Confirmation = "shop" });

        await client.SendAsync(command, Ct);
        await using var commands = (await JoinAsync()).CommandsAsync(Ct).GetAsyncEnumerator(Ct);
        Assert.True(await commands.MoveNextAsync());

        Assert.Equivalent(command, commands.Current.Command, strict: true);
        Assert.False(commands.Current.IsTakenOver);
        await commands.Current.EndAsync(command.Answer(new Completed("done"), Now));
    }

    [Fact]
    public async Task Every_listener_hears_everything_in_its_order_and_progress_never_goes_back()
    {
        var (client, late, worker) = (await JoinAsync(), await JoinAsync(), await JoinAsync());
        using var heard = client.Subscribe();
        var command = Command(new Deploy("0123456789abcdef"));
        await client.SendAsync(command, Ct);

        await using (var commands = worker.CommandsAsync(Ct).GetAsyncEnumerator(Ct))
        {
            await commands.MoveNextAsync();
            using var hands = commands.Current;
            await hands.TellAsync(command.Answer(new Accepted(), Now));
            foreach (var (step, total) in ((int, int)[])[(1, 9), (4, 9), (0, 5), (6, 9)])
                await hands.TellAsync(command.Answer(new Progress(step, total, "server", "Fake::House::Box", "creating", null, TimeSpan.FromSeconds(step), null), Now));
            await hands.EndAsync(command.Answer(new Completed("done"), Now));
        }

        using var fromStart = late.Subscribe(fromStart: true);
        foreach (var subscription in (IStatusSubscription[])[heard, fromStart])
        {
            var all = await subscription.ReadAllAsync(Ct).Where(status => status.RequestId == command.Id).Take(6).ToListAsync(Ct);
            Assert.IsType<Accepted>(all[0].Data);
            Assert.Equal([(1, 9), (4, 9), (4, 9), (6, 9)], all.Select(status => status.Data).OfType<Progress>().Select(progress => (progress.Step, progress.Total)));
            Assert.Equal(new Completed("done"), all[^1].Data);
        }
    }

    [Fact]
    public async Task A_wish_to_stop_reaches_the_worker_that_has_the_command()
    {
        var (client, one, other) = (await JoinAsync(), await JoinAsync(), await JoinAsync());
        var command = Command(new Power(true));
        await client.SendAsync(command, Ct);
        await using var commands = one.CommandsAsync(Ct).GetAsyncEnumerator(Ct);
        await commands.MoveNextAsync();
        using var hands = commands.Current;

        await other.SendAsync(Command(new Cancel(command.Id)), Ct);
        await commands.MoveNextAsync();

        Assert.Equal(new Cancel(command.Id), commands.Current.Command.Data);
    }

    [Fact]
    public async Task Rows_of_a_scan_arrive_with_all_that_they_had()
    {
        var (client, worker) = (await JoinAsync(), await JoinAsync());
        using var heard = client.Subscribe();
        var row = new Observed
        {
            Type = "Fake::House::Net",
            Id = "net-1",
            Place = new Place("111122223333", "eu-west-1"),
            Spec = new Net { Range = "10.0.0.0/16" },
            Tags = new Dictionary<string, string> { ["Name"] = "web" },
            Phase = Phase.Ready,
            Outputs = new Dictionary<string, string> { ["Address"] = "192.0.2.1" },
        };
        var chunk = new ScanChunk(row.Place, row.Type, [row], Now, Verdict.Partial, "Half of it.");

        await worker.PublishAsync(Command(new ScanAllRegions(new ScanRequest())).Answer(new ScanRows(chunk), Now), Ct);
        var arrived = Assert.IsType<ScanRows>((await heard.ReadAllAsync(Ct).FirstAsync(Ct)).Data).Chunk;

        Assert.Equivalent(chunk, arrived, strict: true);
        Assert.Equal(row.Spec, arrived.Resources[0].Spec);
    }

    private static Envelope Command(Command command) => Envelope.Command(command, "shop", Now);

    private static async Task WorkAsync(IBus bus, System.Collections.Concurrent.ConcurrentBag<string> taken, CancellationToken ct)
    {
        try
        {
            await foreach (var delivery in bus.CommandsAsync(ct))
            {
                using var hands = delivery;
                taken.Add(delivery.Command.Id);
                await delivery.EndAsync(delivery.Command.Answer(new Completed("done"), Now));
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Asked to end.
        }
    }
}

public sealed class InProcessBusTests : BusContract
{
    private readonly InProcessBus _bus = new();

    protected override Task<IBus> JoinAsync() => Task.FromResult<IBus>(_bus);
}

public sealed class RedisBusTests(RedisFixture redis) : BusContract
{
    private readonly string _prefix = $"t{Guid.NewGuid():N}:";
    private readonly List<Computer> _computers = [];

    protected override async Task<IBus> JoinAsync()
    {
        _computers.Add(await RedisFixture.JoinAsync(redis.Server, _prefix));
        return _computers[^1].Work.Bus;
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var computer in _computers) await computer.DisposeAsync();
        await base.DisposeAsync();
    }
}
