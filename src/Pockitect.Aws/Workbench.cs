using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pockitect.Aws.Accounts;
using Pockitect.Aws.Clients;
using Pockitect.Core;
using Pockitect.Core.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Guards;
using Pockitect.Core.Inventory;
using Pockitect.Core.Projection;
using Pockitect.Core.Watching;

namespace Pockitect.Aws;

/// <summary>Everything that works on one account, put together: its inventory, the engine, and a worker on a bus. The terminal and the window each open one.</summary>
public sealed partial class Workbench : IAsyncDisposable
{
    /// <summary>A worker that is there and has a hand free says within this time that it has taken a command.</summary>
    private static readonly TimeSpan queueSaidAfter = TimeSpan.FromSeconds(2);

    private readonly AwsClients _aws;
    private readonly ILoggerFactory _logs;
    private readonly TimeProvider _time;
    private readonly IBus _bus;
    private readonly SharedWork? _shared;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _working;
    private readonly BackgroundLoop? _following;
    private readonly ConcurrentDictionary<string, string> _left = new(StringComparer.Ordinal);
    private readonly RemoteScans _remoteScans;
    private readonly Lazy<FolderWatcher> _projectFiles;
    private readonly Lazy<FolderWatcher> _settingsFile;
    private readonly ILogger<Workbench> _log;
    private readonly Lazy<Task> _closed;

    /// <param name="folder">The data folder of AWS, or that of the sandbox.</param>
    /// <param name="logs">Goes with the workbench.</param>
    /// <param name="calls">How calls to AWS are made, and who watches them; null for the usual way.</param>
    /// <param name="share">Opens what this process has in common with others, and goes with the workbench; null where it works alone.</param>
    /// <param name="worksForAll">It carries out what others send, and finishes that before it closes; otherwise it sends its own work to those who do.</param>
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
        _projectFiles = new Lazy<FolderWatcher>(() => new FolderWatcher(Folder.Projects, "*.yaml", time, logs.CreateLogger<FolderWatcher>()));
        _settingsFile = new Lazy<FolderWatcher>(() => new FolderWatcher(Folder.Root, SettingsFile.Name, time, logs.CreateLogger<FolderWatcher>()));
        _aws = new AwsClients(account, calls);
        Cloud = new AwsCloud(_aws, Folder.Keys, time) { PriceFolder = Path.Combine(Folder.Cache, "prices") };
        Choices = new Choices(_aws, Cloud, time);
        Guards = new AccountGuards(Folder, Cloud.AccountId);
        Inventory = AccountInventory.Open(Folder, Cloud.Catalog, Cloud.AccountId);
        _remoteScans = new RemoteScans(Inventory, Cloud.AccountId);
        Projects = new ProjectStore(Folder, Cloud);
        var durations = new Durations(Folder);
        History = new OperationHistory(Folder);
        Deployed = new DeployedBlueprints(Folder, Cloud.Catalog, History, isShared: share is not null);
        Engine = new Engine(Cloud, Inventory, time, durations, Guards, Deployed);
        Statuses = new StatusProjector(Folder, Projects, History, Deployed, Inventory, Cloud, time);
        Recovery = new Recovery(Engine, Projects, History, Deployed);
        _shared = share?.Invoke(Cloud);
        var operations = new Operations(
            Engine,
            Recovery,
            History,
            new Executor(Cloud, Folder, durations, time),
            Projects,
            Statuses,
            Folder,
            durations,
            time,
            _shared?.Projects);
        if (_shared is null || worksForAll)
        {
            _bus = _shared?.Bus ?? new InProcessBus();
        }
        else
        {
            var joined = new JoinedBus(new InProcessBus(), _shared.Bus, HearAsync, logs.CreateLogger<JoinedBus>());
            _bus = joined;
            _following = joined.Follow(time, _closing.Token);
        }

        _working = new Worker(_bus, operations, Cloud, time, _logs.CreateLogger<Worker>(), finishes: worksForAll).RunAsync(_closing.Token);
    }

    public AwsAccount Account { get; }

    public DataFolder Folder { get; }

    /// <summary>The log of everything that works on the account.</summary>
    public ILoggerFactory Logs => _logs;

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

    public ProjectRecovery ProjectRecovery => new(Engine, Projects, Statuses, Folder);

    public Recovery Recovery { get; }

    /// <summary>What projects are now, as far as it is known without asking AWS.</summary>
    public StatusProjector Statuses { get; }

    /// <summary>What this process has in common with others; null where it works alone.</summary>
    public SharedWork? Shared => _shared;

    /// <summary>Tells of changed blueprints and status files; watched from the first who asks.</summary>
    public FolderWatcher ProjectFiles => _projectFiles.Value;

    /// <summary>Tells of changes of the settings.</summary>
    public FolderWatcher SettingsChanges => _settingsFile.Value;

    /// <summary>Work is left to workers elsewhere.</summary>
    public bool LeavesWork => _bus is JoinedBus;

    /// <summary>Takes in what other computers have done to a project, so that its history here is whole.</summary>
    public async Task FetchAsync(string project, CancellationToken ct)
    {
        // Who is changing it on this computer has all of it already.
        if (_shared is not null && (project == Operation.Selections || !ProjectLock.IsHeld(Folder, project))) await _shared.Projects.FetchAsync(project, Folder, ct);
    }

    /// <summary>A command as it can be carried out by any worker: with the project's blueprint, and with an id for the project.</summary>
    public async Task<Envelope> RequestAsync(Command command, string? project, CancellationToken ct)
    {
        if (!LeavesWork || project is null || JoinedBus.IsDoneHere(command)) return Envelope.Command(command, project, _time.GetUtcNow());
        if (command is Deploy && Projects.Load(project) is { Project: { Id: null } section })
            await Projects.WriteIdAsync(project, (await Engine.OwnershipAsync(section, ct)).Id ?? ProjectStore.NewId(), ct);
        var blueprint = await DataFile.ReadTextAsync(Folder.BlueprintOf(project), ct, SentBlueprint.MaxBytes) is { } text ? SentBlueprint.Of(text) : null;
        var request = Envelope.Command(command with { Blueprint = blueprint }, project, _time.GetUtcNow());
        _left[request.RequestId] = project;
        return request;
    }

    /// <summary>Sends a command to the worker. Where nobody takes it, that is said on the bus.</summary>
    /// <exception cref="FaultException">There is no way to the workers.</exception>
    public async Task SendAsync(Envelope request)
    {
        var heard = LeavesWork && !JoinedBus.IsDoneHere(request.Data) ? _bus.Subscribe() : null;
        try
        {
            await _bus.SendAsync(request, CancellationToken.None);
        }
        catch (FaultException)
        {
            heard?.Dispose();
            throw;
        }

        if (heard is not null) BackgroundLoop.Observe(SayQueuedAsync(request, heard), "Waiting for a worker", _log);
    }

    /// <summary>Asks the worker to start nothing new of a command. One that nobody has taken ends here: whoever takes it later does nothing of it.</summary>
    /// <param name="isTaken">Whether a worker has said something of it.</param>
    public async Task CancelAsync(string requestId, string? project, Func<bool> isTaken)
    {
        var end = "No worker took the command. It is canceled: a worker that takes it now ends it.";
        try
        {
            await _bus.SendAsync(Envelope.Command(new Cancel(requestId), project, _time.GetUtcNow()), CancellationToken.None);
            if (!LeavesWork) return;
            // One who has taken it just now says so.
            await Task.Delay(queueSaidAfter, _time);
            if (isTaken()) return;
        }
        catch (FaultException e)
        {
            end = $"The wish to stop did not get through: {e.Message} What a worker has begun goes on.";
        }

        var ending = new Failed($"{end} `pockitect worker --list` shows who is at work.", [], [], WasCancelled: true);
        await _bus.PublishAsync(new Envelope(Guid.NewGuid().ToString("N"), requestId, project, _time.GetUtcNow(), ending), CancellationToken.None);
    }

    /// <summary>Sends a command to the workers elsewhere, now or later, and waits for nothing.</summary>
    public async Task LeaveAsync(Command command, string? project, CancellationToken ct) => await _bus.SendAsync(await RequestAsync(command, project, ct), ct);

    /// <summary>Sends a command to the worker and hands on all that is said of it.</summary>
    /// <param name="seen">Told of each status, the last one too.</param>
    /// <param name="interrupted">Asks the worker, once, to start nothing new; the end is waited for all the same.</param>
    /// <returns>The last status.</returns>
    public async Task<Status> CarryOutAsync(Command command, string? project, Action<Status> seen, CancellationToken interrupted)
    {
        var request = await RequestAsync(command, project, interrupted);
        // Listening begins before the command is sent, so that its first answer is not missed.
        using var subscription = _bus.Subscribe();
        await SendAsync(request);
        var isTaken = false;
        await using var cancelling = interrupted.Register(
            () => BackgroundLoop.Observe(CancelAsync(request.RequestId, project, () => Volatile.Read(ref isTaken)), "Canceling a command", _log));

        await foreach (var envelope in subscription.ReadAllAsync(CancellationToken.None))
        {
            if (envelope.RequestId != request.RequestId || envelope.Data is not Status status) continue;
            if (status is not Queued) Volatile.Write(ref isTaken, true);
            seen(status);
            if (!status.IsLast) continue;
            // What a worker did elsewhere is looked at, as if it had been done here: status file and inventory.
            if (LeavesWork && project is not null && !JoinedBus.IsDoneHere(command) && Projects.Read(project)?.Blueprint?.Project.Id is not null)
                await CarryOutAsync(new ProjectUpdated(), project, _ => { }, CancellationToken.None);
            return status;
        }

        throw new InvalidOperationException("The bus ended before the command did.");
    }

    /// <summary>Says so where nobody takes a command.</summary>
    private async Task SayQueuedAsync(Envelope request, IStatusSubscription heard)
    {
        using (heard)
        {
            using var late = new CancellationTokenSource(queueSaidAfter, _time);
            try
            {
                await heard.ReadAllAsync(late.Token).FirstAsync(said => said.RequestId == request.RequestId, late.Token);
            }
            catch (OperationCanceledException)
            {
                await _bus.PublishAsync(request.Answer(new Queued(), _time.GetUtcNow()), CancellationToken.None);
            }
        }
    }

    /// <summary>From now on tells the worker of each blueprint that somebody else changes, so that what is known of its project follows.</summary>
    public void FollowBlueprints() => ProjectFiles.Changed += OnProjectFile;

    private void OnProjectFile(FileChange change)
    {
        // What was written here is known here.
        if (change.IsOwn) return;
        foreach (var project in ((string?[])[change.OldName, change.Name]).OfType<string>().Select(ProjectStore.ProjectOf).OfType<string>())
        {
            var update = Envelope.Command(new ProjectUpdated(LookAtAws: false), project, _time.GetUtcNow());
            BackgroundLoop.Observe(_bus.SendAsync(update, CancellationToken.None), $"Noting the changed blueprint of {project}", _log);
        }
    }

    private async Task HearAsync(Envelope said)
    {
        var scanned = _remoteScans.Receive(said);
        if (said.Data is not Status { IsLast: true }) return;
        if (_left.TryRemove(said.RequestId, out var project)) await BringHistoryAsync(project);
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
            // How the command ended is known, and is told; the next one brings the history.
            LogNotFetched(project, e.Message);
        }
    }

    /// <summary>The worker. It ends when the workbench is closed, or faulted where it can take no more commands.</summary>
    public Task Working => _working;

    /// <summary>Takes nothing new, waits for what runs, and closes everything. A second call waits for the first.</summary>
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
            // Whoever watches the worker has it from there; here everything else has still to be closed.
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was done to {Project} elsewhere was not brought here: {Reason}")]
    private partial void LogNotFetched(string project, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The worker has ended with an error")]
    private partial void LogWorkerFailed(Exception exception);
}
