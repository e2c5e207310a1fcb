using Microsoft.Extensions.Logging;
using Pockitect.Aws;
using Pockitect.Aws.Accounts;
using Pockitect.Aws.Clients;
using Pockitect.Core;
using Pockitect.Core.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Guards;
using Pockitect.Core.Inventory;

namespace Pockitect.Cli;

/// <summary>Everything that a command needs which talks to AWS, put together: the account, the inventory, the engine, and a worker on a bus.</summary>
internal sealed class Workbench : IAsyncDisposable
{
    private readonly Invocation _invocation;
    private readonly AwsClients _aws;
    private readonly ILoggerFactory _logs;
    private readonly InProcessBus _bus = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _working;

    private readonly AwsAccount _account;

    private Workbench(Invocation invocation, AwsAccount account)
    {
        _account = account;
        _invocation = invocation;
        _logs = LogFile.Open(Folder);
        _aws = new AwsClients(account, invocation.Surroundings.Calls);
        Cloud = new AwsCloud(_aws, Folder.Keys, invocation.Time) { PriceFolder = Path.Combine(Folder.Cache, "prices") };
        Guards = new AccountGuards(Folder, Cloud.AccountId);
        Inventory = AccountInventory.Open(Folder, Cloud.Catalog, Cloud.AccountId);
        Projects = new ProjectStore(Folder, Cloud);
        var durations = new Durations(Folder);
        Engine = new Engine(Cloud, Inventory, invocation.Time, durations, Guards);
        History = new OperationHistory(Folder);
        Deployed = new DeployedBlueprints(Folder, Cloud.Catalog, History);
        Recovery = new Recovery(Engine, Projects, History, Deployed);
        var operations = new Operations(
            Engine,
            Recovery,
            History,
            new Executor(Cloud, Folder, durations, invocation.Time),
            Projects,
            new ProjectStatusFile(Folder, invocation.Time),
            Folder,
            durations,
            invocation.Time);
        _working = new Worker(_bus, operations, Cloud, invocation.Time, _logs.CreateLogger<Worker>()).RunAsync(_closing.Token);
    }

    public DataFolder Folder => _invocation.Folder;

    public AwsCloud Cloud { get; }

    public AccountGuards Guards { get; }

    public AccountInventory Inventory { get; }

    public ProjectStore Projects { get; }

    public Engine Engine { get; }

    public OperationHistory History { get; }

    public DeployedBlueprints Deployed { get; }

    public ProjectRecovery ProjectRecovery => new(Engine, Projects, new ProjectStatusFile(Folder, _invocation.Time), Folder);

    public Recovery Recovery { get; }

    /// <summary>Signs in, or makes sure that the sandbox runs.</summary>
    /// <param name="invocation">The command's run.</param>
    /// <param name="ct">Cancels signing in.</param>
    /// <param name="project">The project that the command is about, which may have an identity of its own.</param>
    /// <exception cref="SignInException">There are no usable credentials.</exception>
    public static async Task<Workbench> OpenAsync(Invocation invocation, CancellationToken ct, string? project = null)
        => new(invocation, await new Access(invocation).OpenAsync(ct, project));

    /// <summary>The same, for what changes the project.</summary>
    /// <exception cref="Complaint">The project is in another account.</exception>
    public static async Task<Workbench> OpenForChangeAsync(Invocation invocation, string project, CancellationToken ct)
    {
        var access = new Access(invocation);
        var account = await access.OpenAsync(ct, project);
        access.DemandAccountOf(project, account);
        return new Workbench(invocation, account);
    }

    /// <summary>Notes that a project is in this account, deployed with this identity.</summary>
    public Task RememberAsync(string project) => new Access(_invocation).RememberAsync(project, _account, CancellationToken.None);

    /// <summary>Sends a command to the worker and hands on all that is said of it.</summary>
    /// <param name="seen">Told of each status, the last one too.</param>
    /// <param name="interrupted">Asks the worker, once, to start nothing new; the end is waited for all the same.</param>
    /// <returns>The last status.</returns>
    public async Task<Status> CarryOutAsync(Command command, string? project, Action<Status> seen, CancellationToken interrupted)
    {
        var request = Envelope.Command(command, project, _invocation.Time.GetUtcNow());
        // Listening begins before the command is sent, so that its first answer is not missed.
        using var subscription = _bus.Subscribe();
        await _bus.SendAsync(request, CancellationToken.None);
        await using var cancelling = interrupted.Register(() => _ = _bus.SendAsync(
            Envelope.Command(new Cancel(request.RequestId), project, _invocation.Time.GetUtcNow()), CancellationToken.None));

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
