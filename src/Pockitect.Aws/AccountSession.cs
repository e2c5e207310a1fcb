using Microsoft.Extensions.Logging;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Credentials;
using Pockitect.Core.Accounts;
using Pockitect.Core.Changes;
using Pockitect.Core.Commands;
using Pockitect.Core.Execution;
using Pockitect.Core.Files;
using Pockitect.Core.Guards;
using Pockitect.Core.Inventory;
using Pockitect.Core.Journals;
using Pockitect.Core.Pricing;
using Pockitect.Core.Projects;

namespace Pockitect.Aws;

/// <summary>
/// An account with its inventory, its projects, the engine and, once started, a worker on a bus. The CLI and the app open one each.
/// </summary>
public sealed class AccountSession : IAsyncDisposable
{
    private readonly AccountSessionOptions _options;
    private readonly AwsClients _aws;
    private readonly ProjectRecords _records;
    private readonly Lazy<FolderWatcher> _projectFiles;
    private readonly Lazy<FolderWatcher> _settingsFile;
    private readonly Lazy<Task> _closed;
    private SessionWorker? _worker;

    private AccountSession(AccountSessionOptions options)
    {
        _options = options;
        _closed = new Lazy<Task>(CloseAsync);
        _projectFiles = Watcher(Folder.Projects, "*.yaml");
        _settingsFile = Watcher(Folder.Root, SettingsFile.Name);
        _aws = new AwsClients(Account, options.Calls);
        Cloud = new AwsCloud(_aws, Folder.Keys, options.Time) { PriceFolder = Path.Combine(Folder.Cache, "prices") };
        Choices = new Choices(_aws, Cloud, options.Time);
        Guards = new AccountGuards(Folder, Cloud.AccountId);
        Inventory = AccountInventory.Create(Folder, Cloud.Catalog, Cloud.AccountId);
        _records = new ProjectRecords(Folder, Cloud, isShared: options.Share is not null);
        Scanner = new AccountScanner(Cloud, Inventory, options.Time);
        Reader = new ProjectReader(Scanner, Deployed);
        Planners = new Planners(Reader, _records.Durations, Guards, Deployed);
        Statuses = new StatusProjector(_records, Inventory, Cloud, options.Time);
    }

    public AwsAccount Account => _options.Account;

    public DataFolder Folder => _options.Folder;

    /// <summary>The log of the account.</summary>
    public ILoggerFactory Logs => _options.Logs;

    public AwsCloud Cloud { get; }

    /// <summary>The choices for editing a blueprint.</summary>
    public Choices Choices { get; }

    public AccountGuards Guards { get; }

    public AccountInventory Inventory { get; }

    public AccountScanner Scanner { get; }

    public ProjectReader Reader { get; }

    public Planners Planners { get; }

    /// <summary>Computes the monthly prices of resources.</summary>
    public Estimate Prices => new(Cloud.Catalog, Cloud.PricesAsync);

    public ProjectStore Projects => _records.Projects;

    public OperationHistory History => _records.History;

    public DeployedBlueprints Deployed => _records.Deployed;

    /// <summary>The statuses of projects, without calling AWS.</summary>
    public StatusProjector Statuses { get; }

    /// <summary>Reports changed blueprints and status files; watched from the first use.</summary>
    public FolderWatcher ProjectFiles => _projectFiles.Value;

    /// <summary>Reports changes of the settings; watched from the first use.</summary>
    public FolderWatcher SettingsChanges => _settingsFile.Value;

    /// <summary>Sends commands to the worker, follows and cancels them.</summary>
    /// <exception cref="InvalidOperationException">The session has not started.</exception>
    public CommandClient Commands => Running.Commands;

    /// <summary>The work shared with other processes; null if the session works alone.</summary>
    /// <inheritdoc cref="Commands"/>
    public SharedWork? Shared => Running.Shared;

    /// <summary>Completes when the session is closed; faults if its worker can no longer take commands.</summary>
    /// <inheritdoc cref="Commands"/>
    public Task Completion => Running.Completion;

    private SessionWorker Running => _worker ?? throw new InvalidOperationException("The session has not started.");

    /// <summary>Creates a session. It reads and writes no files, calls no one, and starts nothing.</summary>
    public static AccountSession Create(AccountSessionOptions options) => new(options);

    /// <summary>Creates and starts a session. One that can't start is disposed.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public static async Task<AccountSession> OpenAsync(AccountSessionOptions options, CancellationToken ct)
    {
        var session = Create(options);
        try
        {
            await session.StartAsync(ct);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Reads the inventory, connects to other workers, and starts the worker, once. If that fails, nothing keeps running; dispose of the
    /// session.
    /// </summary>
    public async Task StartAsync(CancellationToken ct)
    {
        if (_worker is not null) throw new InvalidOperationException("The session has already started.");
        Inventory.Load();
        ct.ThrowIfCancellationRequested();
        try
        {
            _worker = await SessionWorker.StartAsync(this, _options);
            if (_options.FollowsBlueprints) ProjectFiles.Changed += OnProjectFile;
        }
        catch
        {
            await StopAsync();
            _worker = null;
            throw;
        }
    }

    /// <summary>Gets the way in which the account is changed: plan, approve, start, follow.</summary>
    /// <param name="chosen">Which identity each project was deployed with.</param>
    public ChangeService Changes(ChosenIdentities chosen)
    {
        var accounts = Account.ProjectAccounts(chosen);
        var planner = new ChangePlanner(Reader, Planners, _records, Guards, accounts, FetchAsync);
        return new ChangeService(planner, accounts, Deployed, Cloud, _options.Time, Logs.CreateLogger<ChangeService>());
    }

    /// <summary>Copies what other computers have done to a project, so that its history here is complete.</summary>
    /// <inheritdoc cref="Commands"/>
    public Task FetchAsync(string project, CancellationToken ct) => Running.FetchAsync(project, ct);

    /// <summary>Takes no more commands, waits for running ones, and closes everything. A second call waits for the first.</summary>
    public async ValueTask DisposeAsync() => await _closed.Value;

    /// <summary>Creates the handlers of the commands.</summary>
    /// <param name="shared">The work shared with other processes; null to work alone.</param>
    internal CommandHandlers HandlersOver(SharedWork? shared)
    {
        var executor = new Executor(Cloud, Folder, _records.Durations, _options.Time);
        return new CommandHandlers(_records, Reader, Planners, Statuses, executor, _options.Time, shared?.Projects);
    }

    private Lazy<FolderWatcher> Watcher(string folder, string filter) =>
        new(() => new FolderWatcher(folder, filter, _options.Time, Logs.CreateLogger<FolderWatcher>()));

    private void OnProjectFile(FileChange change)
    {
        // Changes made here are already known.
        if (change.IsOwn) return;
        foreach (var project in ((string?[])[change.OldName, change.Name]).OfType<string>().Select(ProjectStore.ProjectOf).OfType<string>())
        {
            Commands.Refresh(project, lookAtAws: false);
        }
    }

    private async Task StopAsync()
    {
        foreach (var watcher in (Lazy<FolderWatcher>[])[_projectFiles, _settingsFile])
        {
            if (watcher.IsValueCreated) watcher.Value.Dispose();
        }

        if (_worker is not null) await _worker.DisposeAsync();
    }

    private async Task CloseAsync()
    {
        try
        {
            await StopAsync();
        }
        finally
        {
            _aws.Dispose();
            Logs.Dispose();
        }
    }
}
