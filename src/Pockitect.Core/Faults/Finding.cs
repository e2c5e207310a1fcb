namespace Pockitect.Core.Faults;

/// <summary>A preflight result: something in the account that affects a plan.</summary>
/// <param name="Severity">An error blocks the deploy; a warning informs the user.</param>
/// <param name="LogicalId">The resource; empty for the plan as a whole.</param>
/// <param name="What">The problem, in one sentence.</param>
/// <param name="Why">The reason, or how it was found, in one sentence.</param>
/// <param name="Remedy">What to do, in one sentence.</param>
public sealed record Finding(Severity Severity, string LogicalId, string What, string Why, string Remedy)
{
    /// <summary>Everything as one paragraph.</summary>
    public string Words => $"{(LogicalId.Length > 0 ? $"{LogicalId}: " : "")}{What} {Why} {Remedy}";
}
