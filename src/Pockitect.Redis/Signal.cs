namespace Pockitect.Redis;

/// <summary>Wakes all waiting tasks together.</summary>
internal sealed class Signal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the next signal. Read it before polling, so that no signal is missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Set() =>
        Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Waits for a signal obtained earlier, up to a timeout.</summary>
    public static async Task WaitAsync(Task signal, TimeSpan longest, TimeProvider time, CancellationToken ct)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(signal, Task.Delay(longest, time, enough.Token));
        await enough.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }
}
