using Microsoft.Extensions.Logging;

namespace Pockitect.Core.Hosting;

/// <summary>
/// A background loop. After a failure, it logs the error and restarts after a delay, so that nothing looks alive that has ended. With a
/// deadline, a loop that keeps failing ends with its last exception.
/// </summary>
public sealed partial class BackgroundLoop : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly string _name;
    private readonly Func<CancellationToken, Task> _work;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly TimeSpan? _deadline;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationToken _stopping;

    /// <summary>Starts the loop.</summary>
    /// <param name="name">What it does, for the log: "listening to the workers".</param>
    /// <param name="work">The work, until the token is canceled. If it returns, the loop ends; if it throws, it is called again.</param>
    /// <param name="deadline">How long it may keep failing; null for no limit.</param>
    /// <param name="ct">Stops the loop, like disposing it.</param>
    public BackgroundLoop(
        string name, Func<CancellationToken, Task> work, TimeProvider time, ILogger log, TimeSpan? deadline, CancellationToken ct)
    {
        (_name, _work, _time, _log, _deadline) = (name, work, time, log, deadline);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        _stopping = _stop.Token;
        Completion = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Completes when the loop was stopped or its work returned; faults with the last exception after the deadline.</summary>
    public Task Completion { get; }

    /// <summary>Why the work last failed; null while it runs well.</summary>
    public Exception? LastFailure { get; private set; }

    /// <summary>Awaits a task that no one else awaits, and logs its failure.</summary>
    /// <param name="name">What it does, for the log: "refreshing shop".</param>
    public static void Observe(Task task, string name, ILogger log) => _ = ObserveAsync(task, name, log);

    /// <summary>Reports that the work runs well again: resets the deadline and the delay between attempts.</summary>
    public void ReportProgress() => LastFailure = null;

    /// <summary>Stops the loop and waits for its end. A final failure is in <see cref="Completion"/>, not thrown here.</summary>
    public async ValueTask DisposeAsync()
    {
        // Already stopped by an earlier call.
        if (!_stopping.IsCancellationRequested) await _stop.CancelAsync();
        await Completion.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var pause = FirstPause;
        var failingSince = _time.GetTimestamp();
        while (!_stopping.IsCancellationRequested)
        {
            var began = _time.GetTimestamp();
            try
            {
                await _work(_stopping);
                return;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            // The error boundary of background work: failures are logged, and the work continues.
            catch (Exception e)
            {
                if (LastFailure is null || _time.GetElapsedTime(began) > LongestPause)
                    (failingSince, pause) = (_time.GetTimestamp(), FirstPause);
                LastFailure = e;
                if (_time.GetElapsedTime(failingSince) > _deadline)
                {
                    LogEnded(e, _name);
                    throw;
                }

                LogRestarted(e, _name, pause);
            }

            await PauseAsync(pause);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task PauseAsync(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, _time, _stopping);
        }
        catch (OperationCanceledException)
        {
            // Stopped: the loop checks the token.
        }
    }

    private static async Task ObserveAsync(Task task, string name, ILogger log)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // Stopped by its owner.
        }
        catch (Exception e)
        {
            LogFailed(log, e, name);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Name} failed; restarting it in {Pause}")]
    private partial void LogRestarted(Exception exception, string name, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Name} kept failing and has ended")]
    private partial void LogEnded(Exception exception, string name);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Name} failed")]
    private static partial void LogFailed(ILogger log, Exception exception, string name);
}
