namespace Pockitect.Aws.Clients.Pipeline;

/// <summary>Tokens that refill at a steady rate up to a size; who finds none waits in turn.</summary>
/// <remarks>
/// Not System.Threading.RateLimiting: that is a package outside the base framework, runs a timer per bucket (there are hundreds of
/// buckets, one per Region and action) and knows no TimeProvider.
/// </remarks>
internal sealed class TokenBucket(Limit limit, TimeProvider time)
{
    private readonly Lock gate = new();
    private double missing;
    private long refilled;

    /// <summary>Takes a token, waiting for it if need be; a cancelled wait gives it back.</summary>
    public ValueTask TakeAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var wait = Reserve();
        return wait == TimeSpan.Zero ? ValueTask.CompletedTask : new ValueTask(WaitAsync(wait, ct));
    }

    // Counted as what is missing from full. More missing than fits is what makes a queue: each who waits, waits for one more than the one before.
    private TimeSpan Reserve()
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            missing = Math.Max(0, missing - time.GetElapsedTime(refilled, now).TotalSeconds * limit.PerSecond) + 1;
            refilled = now;
            return missing <= limit.Size ? TimeSpan.Zero : TimeSpan.FromSeconds((missing - limit.Size) / limit.PerSecond);
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
            lock (gate)
            {
                missing--;
            }

            throw;
        }
    }
}

/// <summary>A bucket's size, and its refill.</summary>
internal readonly record struct Limit(double Size, double PerSecond);
