using Pockitect.Aws;
using Pockitect.Core.Bus;
using Pockitect.Core.Execution;

namespace Pockitect.Web.Work;

/// <summary>
/// All that runs and ran since the app was started: what the bus said, folded, so that a window that is opened late sees all of it
/// and one that is closed stops nothing.
/// </summary>
public sealed class OperationFeed : IDisposable
{
    private const int Kept = 50;

    private readonly Lock _folding = new();
    private readonly SignedIn _signedIn;
    private readonly TimeProvider _time;
    private readonly List<RunningOperation> _operations = [];
    private Workbench? _bench;
    private IStatusSubscription? _subscription;

    public OperationFeed(SignedIn signedIn, TimeProvider time)
    {
        _signedIn = signedIn;
        _time = time;
        signedIn.Changed += Follow;
        Follow();
    }

    /// <summary>Something was said. Called from any thread.</summary>
    public event Action? Changed;

    /// <summary>Rows of a scan have come. Called from any thread.</summary>
    public event Action<ScanRows>? Scanned;

    /// <summary>The newest first.</summary>
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

    /// <summary>Sends a command to the worker.</summary>
    /// <returns>Its id, by which it is found here.</returns>
    /// <exception cref="InvalidOperationException">Nobody is signed in.</exception>
    public async Task<string> StartAsync(Command command, string? project)
    {
        var bench = _signedIn.Bench ?? throw new InvalidOperationException("Nobody is signed in.");
        var envelope = await bench.RequestAsync(command, project, CancellationToken.None);
        var operation = new RunningOperation(envelope.RequestId, project, command, envelope.At);
        lock (_folding)
        {
            _operations.Add(operation);
            if (_operations.Count > Kept && _operations.Find(other => !other.IsRunning) is { } oldest) _operations.Remove(oldest);
        }

        try
        {
            await bench.SendAsync(envelope);
        }
        catch (FaultException e)
        {
            // It got to no worker, so that none will ever say so.
            Replace(operation.With(new Failed(e.Message, [e.Message], []), _time.GetUtcNow()));
        }

        Changed?.Invoke();
        return envelope.RequestId;
    }

    /// <summary>Asks to start nothing new of it; what runs is waited for.</summary>
    public async Task CancelAsync(string requestId)
    {
        if (Find(requestId) is not { IsRunning: true } operation || _signedIn.Bench is not { } bench) return;
        Replace(operation with { IsCancelling = true });
        Changed?.Invoke();
        await bench.CancelAsync(requestId, operation.Project, () => Find(requestId) is { IsTaken: true });
    }

    public void Dispose()
    {
        _signedIn.Changed -= Follow;
        _subscription?.Dispose();
    }

    private void Follow()
    {
        if (ReferenceEquals(_bench, _signedIn.Bench)) return;
        _bench = _signedIn.Bench;
        _subscription?.Dispose();
        _subscription = _bench?.Bus.Subscribe();
        if (_bench is { } bench && _subscription is { } subscription) _ = ReadAsync(bench, subscription);
    }

    private async Task ReadAsync(Workbench bench, IStatusSubscription subscription)
    {
        await foreach (var envelope in subscription.ReadAllAsync(CancellationToken.None))
        {
            if (envelope.Data is ScanRows rows) Scanned?.Invoke(rows);
            if (envelope.Data is not Status status || Find(envelope.RequestId) is not { } operation) continue;
            Replace(operation.With(status, envelope.At));
            Changed?.Invoke();
            // What a worker did elsewhere is looked at from here, so that the pages show it.
            if (status.IsLast && operation.Project is { } project && bench.LeavesWork) await bench.Bus.SendAsync(Envelope.Command(new ProjectUpdated(), project, _time.GetUtcNow()), CancellationToken.None);
        }
    }

    private void Replace(RunningOperation operation)
    {
        lock (_folding)
        {
            var index = _operations.FindIndex(other => other.RequestId == operation.RequestId);
            // A cancel and what is said meanwhile must not undo each other.
            if (index >= 0) _operations[index] = operation with { IsCancelling = operation.IsCancelling || _operations[index].IsCancelling };
        }
    }
}
