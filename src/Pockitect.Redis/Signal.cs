namespace Pockitect.Redis;

/// <summary>Wakes all who wait, at once.</summary>
internal sealed class Signal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the next signal. Taken before the look for which a signal would be too late.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Set() => Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Waits for a signal that was taken earlier, and no longer than this.</summary>
    public static async Task WaitAsync(Task signal, TimeSpan longest, TimeProvider time, CancellationToken ct)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(signal, Task.Delay(longest, time, enough.Token));
        await enough.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }
}
