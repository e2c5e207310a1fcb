using Microsoft.Extensions.Logging.Abstractions;
using Pockitect.Core.Commands;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Files;
using Pockitect.Core.Inventory;
using Pockitect.Core.Journals;
using Pockitect.Core.Projects;
using Pockitect.Core.Tests.Fakes;
using Pockitect.Testing;

namespace Pockitect.Redis.Tests;

/// <summary>A worker or client as on a computer of its own: another disk, another wire to Redis, the same account.</summary>
internal sealed class Member : IAsyncDisposable
{
    private readonly DataFolder _folder = new(Directory.CreateTempSubdirectory("pockitect-member-").FullName);
    private readonly CancellationTokenSource _stop = new();
    private readonly Computer _computer;
    private readonly ProjectRecords _records;
    private Task _working = Task.CompletedTask;

    private Member(FakeAccount account, Wire wire, Computer computer)
    {
        Wire = wire;
        _computer = computer;
        Cloud = new FakeCloud(account) { Lag = TimeSpan.FromMilliseconds(300) };
        Scanner = new AccountScanner(Cloud, AccountInventory.Open(_folder, Cloud.Catalog, Cloud.AccountId), TimeProvider.System);
        Reader = new ProjectReader(Scanner);
        Planners = new Planners(Reader);
        _records = new ProjectRecords(_folder, Cloud);
        Recovery = new Recovery(Planners, _records, Cloud.Catalog);
    }

    public Wire Wire { get; }

    public FakeCloud Cloud { get; }

    public AccountScanner Scanner { get; }

    public ProjectReader Reader { get; }

    public Planners Planners { get; }

    public Recovery Recovery { get; }

    public OperationHistory History => _records.History;

    public DataFolder Folder => _folder;

    public IBus Bus => _computer.Work.Bus;

    public RedisWork Work => _computer.Work;

    public static async Task<Member> JoinAsync(RedisServer server, string prefix, FakeAccount account, Timing? timing = null)
    {
        var wire = new Wire(server.Port);
        var options = RedisOptions.Parse(wire.Address) with { Prefix = prefix };
        var redis = await RedisConnection.OpenAsync(options, TimeProvider.System, TestContext.Current.CancellationToken);
        var profile = WorkerProfile.OfThisProcess("1.0", atOnce: 8);
        return new Member(account, wire, new Computer(redis, new RedisWork(redis, "111122223333", new FakeCloud().Catalog, profile, NullLogger.Instance, timing ?? RedisFixture.Quick)));
    }

    /// <summary>Begins to work for all.</summary>
    public Member Start()
    {
        var statuses = new StatusProjector(_records, Scanner.Inventory, Cloud, TimeProvider.System);
        var executor = new Executor(Cloud, _folder, _records.Durations, TimeProvider.System);
        var handlers = new CommandHandlers(
            _records, Reader, Planners, statuses, executor, TimeProvider.System, _computer.Work.Projects);
        _working = new Worker(Bus, handlers, Cloud, TimeProvider.System, NullLogger<Worker>.Instance, finishes: true).RunAsync(_stop.Token);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        Wire.Mend();
        await _stop.CancelAsync();
        await _working;
        await _computer.DisposeAsync();
        await Wire.DisposeAsync();
        _stop.Dispose();
        Directory.Delete(_folder.Root, recursive: true);
    }
}
