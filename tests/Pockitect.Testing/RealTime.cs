namespace Pockitect.Testing;

/// <summary>
/// Time that has to pass for real, because it is what a test is about: a schedule of faults, a pause of a process, a lease that expires. It is not
/// for waiting until something has happened; <see cref="Eventually"/> is.
/// </summary>
public static class RealTime
{
    /// <summary>Lets the time pass. No patience stretches it.</summary>
    public static Task PassAsync(TimeSpan time, CancellationToken ct) => Task.Delay(time, ct);

    /// <summary>Lets so many milliseconds pass.</summary>
    public static Task PassAsync(int milliseconds, CancellationToken ct) => Task.Delay(milliseconds, ct);

    /// <summary>Never ends, except by cancellation: stands for a call that hangs.</summary>
    public static Task HangAsync(CancellationToken ct) => Task.Delay(Timeout.InfiniteTimeSpan, ct);
}
