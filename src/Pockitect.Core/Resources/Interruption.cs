namespace Pockitect.Core.Resources;

/// <summary>How a change interrupts an existing resource.</summary>
public enum InterruptionKind
{
    /// <summary>It stops and starts again.</summary>
    Restart,

    /// <summary>AWS reboots it.</summary>
    Reboot,

    /// <summary>Its public address changes.</summary>
    NewAddress,

    /// <summary>The standby takes over.</summary>
    Failover,

    /// <summary>It is unavailable for a while.</summary>
    Downtime,

    /// <summary>It is stopped, and runs during the change.</summary>
    TemporaryStart,

    /// <summary>It is replaced.</summary>
    Replaced,
}

/// <summary>One way in which a change interrupts a resource.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Text">What happens, and how long it takes, in a sentence or two.</param>
public sealed record Interruption(InterruptionKind Kind, string Text)
{
    public static Interruption Restart { get; } = new(
        InterruptionKind.Restart, "Pockitect stops it, changes it, and starts it again. It is down for a few minutes.");

    public static Interruption TemporaryStart { get; } = new(
        InterruptionKind.TemporaryStart, "It is stopped. Pockitect starts it, changes it, and stops it again.");

    public static Interruption Replaced { get; } = new(InterruptionKind.Replaced, "It is replaced, with a new ID and new addresses.");
}
