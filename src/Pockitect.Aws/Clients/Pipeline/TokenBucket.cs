namespace Pockitect.Aws.Clients.Pipeline;

/// <summary>Tokens that refill at a steady rate up to a maximum. Callers without a token wait in order.</summary>
/// <remarks>
/// Not System.Threading.RateLimiting: it is a separate package, runs a timer per bucket (there are hundreds, one per Region and action) and
/// doesn't support TimeProvider.
/// </remarks>
internal sealed class TokenBucket(Limit limit, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _missing;
    private long _refilled;

    /// <summary>Takes a token, waiting if necessary; a canceled wait returns it.</summary>
    public ValueTask TakeAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var wait = Reserve();
        return wait == TimeSpan.Zero ? ValueTask.CompletedTask : new ValueTask(WaitAsync(wait, ct));
    }

    // Counts the deficit. A deficit above the size is a queue: each caller waits for one more token than the one before.
    private TimeSpan Reserve()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _missing = Math.Max(0, _missing - time.GetElapsedTime(_refilled, now).TotalSeconds * limit.PerSecond) + 1;
            _refilled = now;
            return _missing <= limit.Size ? TimeSpan.Zero : TimeSpan.FromSeconds((_missing - limit.Size) / limit.PerSecond);
        }
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken ct)
    {
        try
        {
            await Task.Delay(wait, time, ct);
        }
        catch (OperationCanceledException)
        {
            lock (_gate)
            {
                _missing--;
            }

            throw;
        }
    }
}

/// <summary>A bucket's size and refill rate.</summary>
internal readonly record struct Limit(double Size, double PerSecond);
