namespace Pockitect.Aws.Tests.Clients;

/// <summary>A clock on which no wait takes any time: back-offs happen, and cost a test nothing.</summary>
internal sealed class HurriedTime : TimeProvider
{
    private static readonly TimeSpan atOnce = TimeSpan.Zero;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        => base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : atOnce, period);
}
