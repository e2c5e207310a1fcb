namespace Pockitect.Core.Commands.Bus;

/// <summary>Keeps each command's progress from going back: another worker that continues it counts from the start.</summary>
public sealed class MonotonicProgress
{
    private readonly Dictionary<string, Progress> _furthest = new(StringComparer.Ordinal);

    /// <summary>Returns the status, with numbers at least as large as earlier ones.</summary>
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
