namespace Pockitect.Crash;

/// <summary>Where in the life of a call the process dies.</summary>
internal enum Moment
{
    /// <summary>The call was about to be sent, and never is.</summary>
    BeforeSend,

    /// <summary>AWS has acted, and its answer finds nobody.</summary>
    AfterEffect,

    /// <summary>The answer has come, and nothing was done with it.</summary>
    AfterAnswer,

    /// <summary>The journal tells what came of it, and nothing else was done.</summary>
    AfterJournal,
}

/// <summary>
/// One of the changing calls of a run. Steps run side by side, so that runs differ in the order of their calls but not in how
/// many there are of each action: the third <c>CreateSubnet</c> of a run is some subnet's, and there always is one.
/// </summary>
/// <param name="Service">The service's signing name.</param>
/// <param name="Action">The operation's name: as the SDK calls it, or the sandbox, which differ for S3.</param>
/// <param name="Ordinal">Which of its kind, from 1.</param>
internal sealed record CallName(string Service, string Action, int Ordinal)
{
    private const string Any = "*";

    /// <summary>A changing call of any kind, counted over all of them.</summary>
    public static CallName OfAny(int ordinal) => new(Any, Any, ordinal);

    public bool Means(string service, string action) => this is { Service: Any, Action: Any } || (service == Service && action == Action);

    public static CallName Parse(string text) => text.Split(':') is [var service, var action, var ordinal]
        ? new CallName(service, action, int.Parse(ordinal, System.Globalization.CultureInfo.InvariantCulture))
        : throw new FormatException($"A call is written service:action:ordinal; got '{text}'.");

    /// <summary>Numbers calls, each within those of its action.</summary>
    public static IReadOnlyList<CallName> Number(IEnumerable<(string Service, string Action)> calls) =>
        [.. calls.GroupBy(call => call).SelectMany(group => group.Select((call, index) => new CallName(call.Service, call.Action, index + 1)))];

    public override string ToString() => $"{Service}:{Action}:{Ordinal}";
}
