namespace Pockitect.Redis;

/// <summary>How long things are waited for, and kept.</summary>
internal sealed record Timing
{
    /// <summary>How long a lease lasts that is not renewed.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>For how long at the end of a lease nothing more is sent, as clocks differ and a call takes its way.</summary>
    public TimeSpan Margin { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long work waits for a Redis that is away, before it gives up what is not done yet.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a client tries to get a command to Redis.</summary>
    public TimeSpan Sending { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often a worker says that it is alive and at work.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>After this silence the commands of a worker are taken by others.</summary>
    public TimeSpan Dead { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long after its return of Redis nobody is taken for dead: all have been silent.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often is looked for commands and statuses when nobody says that there are any.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the end of a command is remembered.</summary>
    public TimeSpan Memory { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long statuses can be read.</summary>
    public TimeSpan Statuses { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long a journal is kept after its last line.</summary>
    public TimeSpan Journals { get; init; } = TimeSpan.FromDays(90);

    /// <summary>All of it in proportion to how soon a worker is taken for dead; its leases have run out by then.</summary>
    public static Timing For(TimeSpan dead) => new()
    {
        Lease = dead / 2,
        Margin = dead / 10,
        Beat = dead / 6,
        Dead = dead,
        Grace = dead / 3,
    };
}
