namespace Pockitect.Crash;

/// <summary>What happens at a call.</summary>
internal enum Kind
{
    /// <summary>The process is killed, at each of the four moments.</summary>
    Kill,

    /// <summary>AWS acts, and the connection ends without its answer.</summary>
    Lost,

    /// <summary>AWS acts, and answers that it failed.</summary>
    Error500,

    /// <summary>AWS refuses this call and the next of its kind as too many.</summary>
    Throttle,

    /// <summary>AWS acts, and for half a minute from then on no call gets an answer.</summary>
    Network,
}

/// <summary>A death of a command whose calls nobody has counted before.</summary>
/// <param name="Change">At which of its changing calls, of whatever kind, from 1; where it has fewer, it lives.</param>
internal sealed record Death(Moment Moment, int Change);

/// <summary>One disturbance of one deploy, and what follows it.</summary>
/// <param name="Moment">Where in the call the process dies; null where it does not.</param>
/// <param name="Then">The command that follows: resume, undo, or deploy.</param>
internal sealed record Point(Kind Kind, Moment? Moment, CallName Call, string Then)
{
    private const int OutageMs = 30_000;

    /// <summary>Where the command that follows is killed too, so that it follows once more; null where nothing disturbs it.</summary>
    public Death? Again { get; init; }

    public override string ToString() =>
        $"{Kind}{(Moment is { } moment ? $" {moment}" : "")} {Call}, then {Then}{(Again is { } again ? $" killed {again.Moment} at change {again.Change}" : "")}";

    /// <summary>The sandbox's fault; null for a process that is killed.</summary>
    public object? Fault => Kind switch
    {
        Kind.Kill => null,
        Kind.Lost => new { kind = "drop_after", service = Call.Service, action = Call.Action, skip = Call.Ordinal - 1, times = 1 },
        Kind.Error500 => new { kind = "fail_after", service = Call.Service, action = Call.Action, skip = Call.Ordinal - 1, times = 1 },
        // The SDK asks three times by itself; the fourth refusal is the engine's.
        Kind.Throttle => new { kind = "throttle", service = Call.Service, action = Call.Action, skip = Call.Ordinal - 1, times = 4 },
        Kind.Network => new { kind = "outage_after", service = Call.Service, action = Call.Action, skip = Call.Ordinal - 1, times = 1, outage_ms = OutageMs },
        _ => throw new InvalidOperationException($"No fault is of the kind {Kind}."),
    };
}
