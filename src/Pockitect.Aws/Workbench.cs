using Microsoft.Extensions.Logging;
using Pockitect.Aws.Accounts;
using Pockitect.Aws.Clients;
using Pockitect.Core;
using Pockitect.Core.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Guards;
using Pockitect.Core.Inventory;

namespace Pockitect.Aws;

/// <summary>Everything that works on one account, put together: its inventory, the engine, and a worker on a bus. The terminal and the window each open one.</summary>
public sealed class Workbench : IAsyncDisposable
{
    private readonly AwsClients _aws;
    private readonly ILoggerFactory _logs;
    private readonly TimeProvider _time;
    private readonly InProcessBus _bus = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _working;

    /// <param name="folder">The data folder of AWS, or that of the sandbox.</param>
    /// <param name="logs">Goes with the workbench.</param>
    /// <param name="calls">How calls to AWS are made, and who watches them; null for the usual way.</param>
    public Workbench(AwsAccount account, DataFolder folder, ILoggerFactory logs, TimeProvider time, AwsClientOptions? calls = null)
    {
        Account = account;
        Folder = folder;
        _logs = logs;
        _time = time;
        _aws = new AwsClients(account, calls);
        Cloud = new AwsCloud(_aws, Folder.Keys, time) { PriceFolder = Path.Combine(Folder.Cache, "prices") };
        Choices = new Choices(_aws, Cloud, time);
        Guards = new AccountGuards(Folder, Cloud.AccountId);
        Inventory = AccountInventory.Open(Folder, Cloud.Catalog, Cloud.AccountId);
        Projects = new ProjectStore(Folder, Cloud);
        var durations = new Durations(Folder);
        Engine = new Engine(Cloud, Inventory, time, durations, Guards);
        History = new OperationHistory(Folder);
        Deployed = new DeployedBlueprints(Folder, Cloud.Catalog, History);
        Recovery = new Recovery(Engine, Projects, History, Deployed);
        var operations = new Operations(
            Engine,
            Recovery,
            History,
            new Executor(Cloud, Folder, durations, time),
            Projects,
            new ProjectStatusFile(Folder, time),
            Folder,
            durations,
            time);
        _working = new Worker(_bus, operations, Cloud, time, _logs.CreateLogger<Worker>()).RunAsync(_closing.Token);
    }

    public AwsAccount Account { get; }

    public DataFolder Folder { get; }

    /// <summary>What all that is said of commands travels on.</summary>
    public IBus Bus => _bus;

    public AwsCloud Cloud { get; }

    /// <summary>What a person can choose from while a blueprint is written.</summary>
    public Choices Choices { get; }

    public AccountGuards Guards { get; }

    public AccountInventory Inventory { get; }

    public ProjectStore Projects { get; }

    public Engine Engine { get; }

    public OperationHistory History { get; }

    public DeployedBlueprints Deployed { get; }

    public ProjectRecovery ProjectRecovery => new(Engine, Projects, new ProjectStatusFile(Folder, _time), Folder);

    public Recovery Recovery { get; }

    /// <summary>Sends a command to the worker and hands on all that is said of it.</summary>
    /// <param name="seen">Told of each status, the last one too.</param>
    /// <param name="interrupted">Asks the worker, once, to start nothing new; the end is waited for all the same.</param>
    /// <returns>The last status.</returns>
    public async Task<Status> CarryOutAsync(Command command, string? project, Action<Status> seen, CancellationToken interrupted)
    {
        var request = Envelope.Command(command, project, _time.GetUtcNow());
        // Listening begins before the command is sent, so that its first answer is not missed.
        using var subscription = _bus.Subscribe();
        await _bus.SendAsync(request, CancellationToken.None);
        await using var cancelling = interrupted.Register(() => _ = _bus.SendAsync(
            Envelope.Command(new Cancel(request.RequestId), project, _time.GetUtcNow()), CancellationToken.None));

        await foreach (var envelope in subscription.ReadAllAsync(CancellationToken.None))
        {
            if (envelope.RequestId != request.RequestId || envelope.Data is not Status status) continue;
            seen(status);
            if (status.IsLast) return status;
        }

        throw new InvalidOperationException("The bus ended before the command did.");
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _working;
        _closing.Dispose();
        _aws.Dispose();
        _logs.Dispose();
    }
}
