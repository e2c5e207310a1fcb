
namespace Pockitect.Core.Faults;

/// <summary>What a look at the account said of a plan before its first change.</summary>
/// <param name="Severity">An error stops the deploy; a finding is for a person to know.</param>
/// <param name="LogicalId">The resource that it is about; empty where it is about the plan as a whole.</param>
/// <param name="What">What is wrong, one sentence.</param>
/// <param name="Why">Why that is so, or how it was seen, one sentence.</param>
/// <param name="Remedy">What to do about it, one sentence.</param>
public sealed record Finding(Severity Severity, string LogicalId, string What, string Why, string Remedy)
{
    /// <summary>All of it as one paragraph.</summary>
    public string Words => $"{(LogicalId.Length > 0 ? $"{LogicalId}: " : "")}{What} {Why} {Remedy}";
}
