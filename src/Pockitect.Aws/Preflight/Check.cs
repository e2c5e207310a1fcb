using Pockitect.Core.Faults;

namespace Pockitect.Aws.Preflight;

/// <summary>A preflight check: one kind of problem that makes deploys fail.</summary>
internal abstract class Check
{
    /// <summary>The IAM actions that its calls need beside those by which the resource types are read.</summary>
    public abstract IReadOnlyList<string> Actions { get; }

    /// <summary>The types whose resources it reads for this plan.</summary>
    public virtual IEnumerable<Type> ReadTypes(Work work) => [];

    /// <summary>Returns the questions for a plan; none if it doesn't apply.</summary>
    public abstract IEnumerable<Question> Questions(Work work, AccountFacts facts);

    /// <summary>Returns a problem that will make the deploy fail.</summary>
    protected static Finding Error(string logicalId, string what, string why, string remedy) =>
        new(Severity.Error, logicalId, what, why, remedy);

    /// <summary>Returns a warning.</summary>
    protected static Finding Warning(string logicalId, string what, string why, string remedy) =>
        new(Severity.Finding, logicalId, what, why, remedy);
}

/// <summary>One question to the account.</summary>
/// <param name="About">The subject of the check, after "Could not check": <c>the quota of VPCs</c>.</param>
/// <param name="AskAsync">Asks. If a call fails, it throws, which ends only this question.</param>
internal sealed record Question(string About, Func<Task<IEnumerable<Finding>>> AskAsync);
