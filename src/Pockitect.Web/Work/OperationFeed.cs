using Microsoft.Extensions.Logging;
using Pockitect.Aws;
using Pockitect.Core.Changes;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Faults;
using Pockitect.Core.Hosting;

namespace Pockitect.Web.Work;

/// <summary>
/// All operations since the app started, built from bus messages. A window that opens late sees everything, and closing one stops nothing.
/// </summary>
public sealed partial class OperationFeed : IDisposable
{
    private const int Kept = 50;

    private readonly Lock _folding = new();
    private readonly SignedIn _signedIn;
    private readonly TimeProvider _time;
    private readonly List<RunningOperation> _operations = [];
    private readonly Dictionary<string, TaskCompletionSource<Status>> _ends = new(StringComparer.Ordinal);
    private AccountSession? _session;
    private IStatusSubscription? _subscription;
    private BackgroundLoop? _reading;

    public OperationFeed(SignedIn signedIn, TimeProvider time)
    {
        _signedIn = signedIn;
        _time = time;
        signedIn.Changed += Follow;
        Follow();
    }

    /// <summary>Raised on any thread when an operation changes.</summary>
    public event Action? Changed;

    /// <summary>Raised on any thread when rows of a scan arrive.</summary>
    public event Action<ScanRows>? Scanned;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<RunningOperation> All
    {
        get
        {
            lock (_folding) return [.. _operations.AsEnumerable().Reverse()];
        }
    }

    public bool IsBusy
    {
        get
        {
            lock (_folding) return _operations.Any(operation => operation.IsRunning && operation.Command is not ScanAllRegions);
        }
    }

    public RunningOperation? Find(string requestId)
    {
        lock (_folding) return _operations.Find(operation => operation.RequestId == requestId);
    }

    /// <summary>Sends a command to the worker, and follows it.</summary>
    /// <returns>Its ID, by which it is found here, and its end.</returns>
    /// <exception cref="InvalidOperationException">Not signed in.</exception>
    public async Task<StartedCommand> StartAsync(Command command, string? project)
    {
        var session = _signedIn.Session ?? throw new InvalidOperationException("Not signed in.");
        var envelope = await session.Commands.PrepareAsync(command, project, CancellationToken.None);
        var operation = new RunningOperation(envelope.RequestId, project, command, envelope.At);
        var end = new TaskCompletionSource<Status>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_folding)
        {
            _ends[envelope.RequestId] = end;
            _operations.Add(operation);
            if (_operations.Count > Kept && _operations.Find(other => !other.IsRunning) is { } oldest) _operations.Remove(oldest);
        }

        try
        {
            await session.Commands.SendAsync(envelope);
        }
        catch (FaultException e)
        {
            // The command reached no worker, so no status will arrive.
            Replace(operation.With(new Failed(e.Message, [e.Message], []), _time.GetUtcNow()));
        }

        Changed?.Invoke();
        return new StartedCommand(envelope.RequestId, end.Task);
    }

    /// <summary>Requests that the operation starts no new steps. Running steps finish.</summary>
    public async Task CancelAsync(string requestId)
    {
        if (Find(requestId) is not { IsRunning: true } operation || _signedIn.Session is not { } session) return;
        Replace(operation with { IsCancelling = true });
        Changed?.Invoke();
        await session.Commands.CancelAsync(requestId, operation.Project, () => Find(requestId) is { IsTaken: true });
    }

    public void Dispose()
    {
        _signedIn.Changed -= Follow;
        Stop();
    }

    private void Follow()
    {
        if (ReferenceEquals(_session, _signedIn.Session)) return;
        _session = _signedIn.Session;
        Stop();
        if (_session is not { } session) return;
        var log = session.Logs.CreateLogger<OperationFeed>();
        var subscription = _subscription = session.Commands.Subscribe();
        _reading = new BackgroundLoop(
            "Following operations", ct => ReadAsync(session, subscription, log, ct), _time, log, null, CancellationToken.None);
    }

    private void Stop()
    {
        _subscription?.Dispose();
        // Not awaited: nothing is left to do after it.
        if (_reading is { } reading) _ = reading.DisposeAsync().AsTask();
        (_subscription, _reading) = (null, null);
    }

    private async Task ReadAsync(AccountSession session, IStatusSubscription subscription, ILogger log, CancellationToken ct)
    {
        await foreach (var envelope in subscription.ReadAllAsync(ct))
        {
            try
            {
                Take(envelope, session);
            }
            // A page that fails to render must not block the others.
            catch (Exception e)
            {
                LogNotShown(log, e, envelope.Data.GetType().Name, envelope.Project);
            }
        }
    }

    private void Take(Envelope envelope, AccountSession session)
    {
        if (envelope.Data is ScanRows rows) Scanned?.Invoke(rows);
        if (envelope.Data is not Status status || Find(envelope.RequestId) is not { } operation) return;
        Replace(operation.With(status, envelope.At));
        // After a remote worker's change, this app refreshes its own inventory for the pages.
        if (status.IsLast && operation.Project is { } project && session.Commands.IsRemote) session.Commands.Refresh(project);
        Changed?.Invoke();
    }

    private void Replace(RunningOperation operation)
    {
        lock (_folding)
        {
            var index = _operations.FindIndex(other => other.RequestId == operation.RequestId);
            // A cancel and concurrent statuses must not overwrite each other.
            if (index >= 0)
                _operations[index] = operation with { IsCancelling = operation.IsCancelling || _operations[index].IsCancelling };
            if (operation.End is { } end && _ends.Remove(operation.RequestId, out var waiting)) waiting.TrySetResult(end);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Can't show {Status} of {Project}")]
    private static partial void LogNotShown(ILogger log, Exception exception, string status, string? project);
}
