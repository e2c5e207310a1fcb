namespace Pockitect.Core.Commands.Bus;

/// <summary>Holds the progress of each command where it has been: another worker that goes on with it begins to count anew.</summary>
public sealed class MonotonicProgress
{
    private readonly Dictionary<string, Progress> _furthest = new(StringComparer.Ordinal);

    /// <summary>The same status; a progress with no smaller numbers than those before it.</summary>
    public Envelope Hold(Envelope status)
    {
        if (status.Data is Status { IsLast: true }) _furthest.Remove(status.RequestId);
        if (status.Data is not Progress now) return status;
        if (_furthest.TryGetValue(status.RequestId, out var before))
        {
            now = now with
            {
                Step = Math.Max(now.Step, before.Step),
                Total = Math.Max(now.Total, before.Total),
                Elapsed = now.Elapsed > before.Elapsed ? now.Elapsed : before.Elapsed,
            };
        }

        _furthest[status.RequestId] = now;
        return status with { Data = now };
    }
}
