using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Pockitect.Core.Hosting;

namespace Pockitect.Core.Files;

/// <summary>
/// Reports changed files of a folder, each change once, when the file is stable. The system's events are hints and may be lost; polling the
/// folder every two seconds finds the rest.
/// </summary>
public sealed partial class FolderWatcher : IDisposable
{
    // Enough for a folder into which an archive was just unpacked.
    private const int HintsKept = 10_000;

    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly FolderState _state;
    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<string?> _hints;
    private readonly FolderEvents? _events;
    private readonly TimeSpan _pause;
    private readonly long _began;
    private readonly BackgroundLoop _watching;

    /// <param name="filter">A file name pattern, such as <c>*.yaml</c>.</param>
    /// <param name="hasEvents">Whether the system's events are reliable there; null to find out.</param>
    public FolderWatcher(string folder, string filter, TimeProvider time, ILogger<FolderWatcher> log, bool? hasEvents = null)
    {
        _time = time;
        _log = log;
        _began = time.GetTimestamp();
        // A dropped hint is harmless: the next poll finds the file.
        _hints = Channel.CreateBounded<string?>(
            new BoundedChannelOptions(HintsKept) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
        var path = Path.GetFullPath(folder);
        var isTold = hasEvents ?? FolderPoll.HasEvents(path);
        _pause = FolderPoll.PauseFor(isTold);
        _events = isTold ? new FolderEvents(path, filter, _hints.Writer, log) : null;
        _state = new FolderState(path, filter);
        // After listening has started: changes from now on are reported.
        _state.Learn();
        _watching = new BackgroundLoop($"Watching {path}", WatchAsync, time, log, null, _closing.Token);
    }

    /// <summary>Raised when a file has changed, on the watcher's own thread, one change at a time.</summary>
    public event Action<FileChange>? Changed;

    private TimeSpan Now => _time.GetElapsedTime(_began);

    public void Dispose()
    {
        _closing.Cancel();
        // After the loop, which uses them, even between two attempts.
        BackgroundLoop.Observe(CloseAsync(), "Ending a watch", _log);
    }

    private async Task CloseAsync()
    {
        await _watching.DisposeAsync();
        _events?.Dispose();
    }

    private async Task WatchAsync(CancellationToken ct)
    {
        var nextWhole = _pause;
        while (true)
        {
            if (Now >= nextWhole)
            {
                _events?.Renew();
                _state.LookAround(Now);
                nextWhole = Now + _pause;
            }

            foreach (var change in _state.Settle(Now)) Tell(change);
            await HintsAsync(_state.NextLook is { } due && due < nextWhole ? due : nextWhole, ct);
        }
    }

    /// <summary>Processes events until it is time to poll.</summary>
    private async Task HintsAsync(TimeSpan until, CancellationToken ct)
    {
        var wait = until - Now;
        if (wait <= TimeSpan.Zero) return;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct);
        // Disposing waits for a running callback, which must not find a disposed source.
        await using var late = _time.CreateTimer(_ => either.Cancel(), null, wait, Timeout.InfiniteTimeSpan);
        try
        {
            await _hints.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return;
        }

        while (_hints.Reader.TryRead(out var name))
        {
            if (name is null) _state.LookAround(Now);
            else _state.Expect(name, Now);
        }
    }

    private void Tell(FileChange change)
    {
        try
        {
            Changed?.Invoke(change);
        }
        catch (Exception e)
        {
            // A failing handler must not block the others.
            LogFailed(e, change.Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A handler of the change of {File} failed")]
    private partial void LogFailed(Exception exception, string file);
}
