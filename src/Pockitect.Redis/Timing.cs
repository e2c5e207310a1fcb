namespace Pockitect.Redis;

/// <summary>Timeouts, intervals and retention times.</summary>
internal sealed record Timing
{
    /// <summary>How long a lease lasts without renewal.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The end of a lease during which nothing more is sent, because clocks differ and calls take time.</summary>
    public TimeSpan Margin { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long work waits for an unreachable Redis before it gives up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a client tries to send a command to Redis.</summary>
    public TimeSpan Sending { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often a worker reports that it is alive.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The silence after which other workers take over a worker's commands.</summary>
    public TimeSpan Dead { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long after Redis returns no worker counts as dead, because all were silent.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often to poll for commands and statuses without a wake-up.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a command's result is kept.</summary>
    public TimeSpan Memory { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long statuses can be read.</summary>
    public TimeSpan Statuses { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long a journal is kept after its last line.</summary>
    public TimeSpan Journals { get; init; } = TimeSpan.FromDays(90);

    /// <summary>All intervals, in proportion to the silence after which a worker counts as dead; its leases have expired by then.</summary>
    public static Timing For(TimeSpan dead) => new()
    {
        Lease = dead / 2,
        Margin = dead / 10,
        Beat = dead / 6,
        Dead = dead,
        Grace = dead / 3,
    };
}
