using Microsoft.Extensions.Logging;
using Pockitect.Core.Changes;
using Pockitect.Core.Commands;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Faults;
using Pockitect.Core.Hosting;
using Pockitect.Core.Journals;

namespace Pockitect.Aws;

/// <summary>The running part of an account session: the bus, a worker on it, and the connection to other workers.</summary>
internal sealed partial class SessionWorker : IAsyncDisposable
{
    private readonly AccountSession _session;
    private readonly CancellationTokenSource _closing = new();
    private readonly RemoteScans _remoteScans;
    private readonly ILogger _log;
    private BackgroundLoop? _following;

    private SessionWorker(AccountSession session, SharedWork? shared, AccountSessionOptions options)
    {
        _session = session;
        _remoteScans = new RemoteScans(session.Inventory, session.Cloud.AccountId);
        _log = options.Logs.CreateLogger<SessionWorker>();
        Shared = shared;
        Bus = shared is null ? new InProcessBus()
            : options.WorksForAll ? shared.Bus
            : new JoinedBus(new InProcessBus(), shared.Bus, HearAsync, options.Logs.CreateLogger<JoinedBus>());
        Commands = new CommandClient(
            Bus, session.Projects, session.Reader, session.Folder, options.Time, options.Logs.CreateLogger<CommandClient>());
    }

    /// <summary>The work shared with other processes; null if the session works alone.</summary>
    public SharedWork? Shared { get; }

    public IBus Bus { get; }

    public CommandClient Commands { get; }

    /// <summary>Completes when the worker was closed; faults if it can no longer take commands.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Connects to other workers, if there are any, and starts to take commands. If that fails, nothing keeps running.</summary>
    public static async Task<SessionWorker> StartAsync(AccountSession session, AccountSessionOptions options)
    {
        var worker = new SessionWorker(session, options.Share?.Invoke(session.Cloud), options);
        try
        {
            if (worker.Bus is JoinedBus remote) worker._following = remote.Follow(options.Time, worker._closing.Token);
            var log = options.Logs.CreateLogger<Worker>();
            worker.Completion = new Worker(
                worker.Bus, session.HandlersOver(worker.Shared), session.Cloud, options.Time, log, finishes: options.WorksForAll)
                .RunAsync(worker._closing.Token);
            return worker;
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Copies what other computers have done to a project, so that its history here is complete.</summary>
    public async Task FetchAsync(string project, CancellationToken ct)
    {
        if (Shared is null) return;
        // The process that changes it on this computer already has everything.
        if (project == Operation.Selections || !ProjectLock.IsHeld(_session.Folder, project))
            await Shared.Projects.FetchAsync(project, _session.Folder, ct);
    }

    /// <summary>Takes no more commands, waits for running ones, and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        try
        {
            await Completion;
        }
        catch (Exception e)
        {
            // Watchers of the worker receive its error; everything else must still be closed.
            LogWorkerFailed(e);
        }

        if (_following is not null) await _following.DisposeAsync();
        try
        {
            if (Shared is not null) await Shared.DisposeAsync();
        }
        finally
        {
            _closing.Dispose();
        }
    }

    /// <summary>Processes a status of another worker: takes over its scan, and the history of a finished command.</summary>
    private async Task HearAsync(Envelope said)
    {
        var scanned = _remoteScans.Receive(said);
        if (said.Data is not Status { IsLast: true }) return;
        if (Commands.TakeProjectOf(said.RequestId) is { } project) await BringHistoryAsync(project);
        await _session.Inventory.SaveAsync(scanned, CancellationToken.None);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Can't copy the history of {Project} from other computers: {Reason}")]
    private partial void LogNotFetched(string project, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The worker failed")]
    private partial void LogWorkerFailed(Exception exception);
}
