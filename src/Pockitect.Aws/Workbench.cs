using Microsoft.Extensions.Logging;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;
using Pockitect.Core.Accounts;
using Pockitect.Core.Changes;
using Pockitect.Core.Commands;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Guards;
using Pockitect.Core.Hosting;
using Pockitect.Core.Inventory;
using Pockitect.Core.Journals;
using Pockitect.Core.Pricing;
using Pockitect.Core.Projects;

namespace Pockitect.Aws;

/// <summary>
/// An account's services: its inventory, scans, planners, and a worker on a bus. The terminal and the window each open one.
/// </summary>
public sealed partial class Workbench : IAsyncDisposable
{
    private readonly AwsClients _aws;
    private readonly ILoggerFactory _logs;
    private readonly TimeProvider _time;
    private readonly IBus _bus;
    private readonly SharedWork? _shared;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _working;
    private readonly BackgroundLoop? _following;
    private readonly RemoteScans _remoteScans;
    private readonly ProjectRecords _records;
    private readonly Lazy<FolderWatcher> _projectFiles;
    private readonly Lazy<FolderWatcher> _settingsFile;
    private readonly ILogger<Workbench> _log;
    private readonly Lazy<Task> _closed;

    /// <param name="folder">The data folder of AWS, or of the sandbox.</param>
    /// <param name="logs">Disposed with this object.</param>
    /// <param name="calls">The HTTP client and observer for AWS calls; null for the default.</param>
    /// <param name="share">Opens the work shared with other processes; disposed with this object. Null to work alone.</param>
    /// <param name="worksForAll">
    /// Whether it runs other clients' commands, and finishes them before it closes; otherwise it sends its own commands to workers.
    /// </param>
    public Workbench(
        AwsAccount account,
        DataFolder folder,
        ILoggerFactory logs,
        TimeProvider time,
        AwsClientOptions? calls = null,
        Func<AwsCloud, SharedWork>? share = null,
        bool worksForAll = false)
    {
        Account = account;
        Folder = folder;
        _logs = logs;
        _log = logs.CreateLogger<Workbench>();
        _time = time;
        _closed = new Lazy<Task>(CloseAsync);
        _projectFiles = new Lazy<FolderWatcher>(
            () => new FolderWatcher(Folder.Projects, "*.yaml", time, logs.CreateLogger<FolderWatcher>()));
        _settingsFile = new Lazy<FolderWatcher>(
            () => new FolderWatcher(Folder.Root, SettingsFile.Name, time, logs.CreateLogger<FolderWatcher>()));
        _aws = new AwsClients(account, calls);
        Cloud = new AwsCloud(_aws, Folder.Keys, time) { PriceFolder = Path.Combine(Folder.Cache, "prices") };
        Choices = new Choices(_aws, Cloud, time);
        Guards = new AccountGuards(Folder, Cloud.AccountId);
        Inventory = AccountInventory.Open(Folder, Cloud.Catalog, Cloud.AccountId);
        _remoteScans = new RemoteScans(Inventory, Cloud.AccountId);
        _records = new ProjectRecords(Folder, Cloud, isShared: share is not null);
        Scanner = new AccountScanner(Cloud, Inventory, time);
        Reader = new ProjectReader(Scanner, Deployed);
        Planners = new Planners(Reader, _records.Durations, Guards, Deployed);
        Statuses = new StatusProjector(_records, Inventory, Cloud, time);
        Recovery = new Recovery(Planners, _records, Cloud.Catalog);
        _shared = share?.Invoke(Cloud);
        var executor = new Executor(Cloud, Folder, _records.Durations, time);
        var handlers = new CommandHandlers(_records, Reader, Planners, Statuses, executor, time, _shared?.Projects);
        if (_shared is null || worksForAll)
        {
            _bus = _shared?.Bus ?? new InProcessBus();
        }
        else
        {
            _bus = new JoinedBus(new InProcessBus(), _shared.Bus, HearAsync, logs.CreateLogger<JoinedBus>());
        }

        Commands = new CommandClient(_bus, Projects, Reader, Folder, time, logs.CreateLogger<CommandClient>());
        // What it hears needs everything above.
        if (_bus is JoinedBus remote) _following = remote.Follow(time, _closing.Token);
        _working = new Worker(_bus, handlers, Cloud, time, _logs.CreateLogger<Worker>(), finishes: worksForAll).RunAsync(_closing.Token);
    }

    public AwsAccount Account { get; }

    public DataFolder Folder { get; }

    /// <summary>The log of the account.</summary>
    public ILoggerFactory Logs => _logs;

    /// <summary>The bus for statuses.</summary>
    public IBus Bus => _bus;

    public AwsCloud Cloud { get; }

    /// <summary>The choices for editing a blueprint.</summary>
    public Choices Choices { get; }

    public AccountGuards Guards { get; }

    public AccountInventory Inventory { get; }

    public ProjectStore Projects => _records.Projects;

    public AccountScanner Scanner { get; }

    public ProjectReader Reader { get; }

    public Planners Planners { get; }

    /// <summary>Computes the monthly prices of resources.</summary>
    public Estimate Prices => new(Cloud.Catalog, Cloud.PricesAsync);

    public OperationHistory History => _records.History;

    public DeployedBlueprints Deployed => _records.Deployed;

    public ProjectRecovery ProjectRecovery => new(Reader, Projects, Statuses, Folder);

    public Recovery Recovery { get; }

    /// <summary>The statuses of projects, without calling AWS.</summary>
    public StatusProjector Statuses { get; }

    /// <summary>The work shared with other processes; null if it works alone.</summary>
    public SharedWork? Shared => _shared;

    /// <summary>Reports changed blueprints and status files; watched from the first use.</summary>
    public FolderWatcher ProjectFiles => _projectFiles.Value;

    /// <summary>Reports changes of the settings.</summary>
    public FolderWatcher SettingsChanges => _settingsFile.Value;

    /// <summary>Sends commands to the worker, follows and cancels them.</summary>
    public CommandClient Commands { get; }

    /// <summary>Gets the way in which the account is changed: plan, approve, start, follow.</summary>
    /// <param name="chosen">Which identity each project was deployed with.</param>
    public ChangeService Changes(ChosenIdentities chosen)
    {
        var accounts = Account.ProjectAccounts(chosen);
        var planner = new ChangePlanner(Reader, Planners, _records, Guards, accounts, FetchAsync);
        return new ChangeService(planner, accounts, Deployed, Cloud, _time, _logs.CreateLogger<ChangeService>());
    }

    /// <summary>Copies what other computers have done to a project, so that its history here is complete.</summary>
    public async Task FetchAsync(string project, CancellationToken ct)
    {
        // The process that changes it on this computer already has everything.
        if (_shared is not null && (project == Operation.Selections || !ProjectLock.IsHeld(Folder, project)))
            await _shared.Projects.FetchAsync(project, Folder, ct);
    }

    /// <summary>
    /// From now on reports each blueprint that other programs change to the worker, so that the project's status follows.
    /// </summary>
    public void FollowBlueprints() => ProjectFiles.Changed += OnProjectFile;

    private void OnProjectFile(FileChange change)
    {
        // Changes made here are already known.
        if (change.IsOwn) return;
        foreach (var project in ((string?[])[change.OldName, change.Name]).OfType<string>().Select(ProjectStore.ProjectOf).OfType<string>())
        {
            Commands.Refresh(project, lookAtAws: false);
        }
    }

    private async Task HearAsync(Envelope said)
    {
        var scanned = _remoteScans.Receive(said);
        if (said.Data is not Status { IsLast: true }) return;
        if (Commands.TakeProjectOf(said.RequestId) is { } project) await BringHistoryAsync(project);
        await Inventory.SaveAsync(scanned, CancellationToken.None);
    }

    private async Task BringHistoryAsync(string project)
    {
        try
        {
            await FetchAsync(project, CancellationToken.None);
        }
        catch (FaultException e)
        {
            // The result is known and reported; the next command brings the history.
            LogNotFetched(project, e.Message);
        }
    }

    /// <summary>The worker. Completes when this object is closed; faults if it can no longer take commands.</summary>
    public Task Working => _working;

    /// <summary>Takes no more commands, waits for running ones, and closes everything. A second call waits for the first.</summary>
    public async ValueTask DisposeAsync() => await _closed.Value;

    private async Task CloseAsync()
    {
        await _closing.CancelAsync();
        foreach (var watcher in (Lazy<FolderWatcher>[])[_projectFiles, _settingsFile])
        {
            if (watcher.IsValueCreated) watcher.Value.Dispose();
        }

        try
        {
            await _working;
        }
        catch (Exception e)
        {
            // Watchers of the worker receive its error; everything else must still be closed.
            LogWorkerFailed(e);
        }

        if (_following is not null) await _following.DisposeAsync();
        try
        {
            if (_shared is not null) await _shared.DisposeAsync();
        }
        finally
        {
            _closing.Dispose();
            _aws.Dispose();
            _logs.Dispose();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Can't copy the history of {Project} from other computers: {Reason}")]
    private partial void LogNotFetched(string project, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The worker failed")]
    private partial void LogWorkerFailed(Exception exception);
}
