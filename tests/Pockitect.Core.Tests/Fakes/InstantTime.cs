namespace Pockitect.Core.Tests.Fakes;

/// <summary>Time that passes only by being waited for, and then at once: whoever waits ten minutes goes on ten minutes later, now.</summary>
public sealed class InstantTime : TimeProvider
{
    private long _ticks = DateTimeOffset.UnixEpoch.AddYears(56).Ticks;
    private long _setBy;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks) + Interlocked.Read(ref _setBy), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    /// <summary>Sets the clock, also back; the time that passes is another matter.</summary>
    public void SetTo(DateTimeOffset moment) => Interlocked.Exchange(ref _setBy, moment.UtcTicks - Interlocked.Read(ref _ticks));

    /// <summary>Goes on to this moment, if it is later.</summary>
    public void AdvanceTo(DateTimeOffset moment) => Interlocked.Exchange(ref _ticks, Math.Max(moment.UtcTicks, Interlocked.Read(ref _ticks)));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero) Interlocked.Add(ref _ticks, dueTime.Ticks);
        return System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
    }
}
