using Pockitect.Core.Faults;

namespace Pockitect.Aws.Preflight;

/// <summary>One kind of thing that makes deploys fail, and how to see it beforehand.</summary>
internal abstract class Check
{
    /// <summary>The IAM actions that its calls need beside those by which the resource types are read.</summary>
    public abstract IReadOnlyList<string> Actions { get; }

    /// <summary>The types whose resources it reads for this plan.</summary>
    public virtual IEnumerable<Type> ReadTypes(Work work) => [];

    /// <summary>What there is to ask of a plan; nothing where the plan does not touch the subject.</summary>
    public abstract IEnumerable<Question> Questions(Work work, AccountFacts facts);

    /// <summary>Something that surely makes the deploy fail.</summary>
    protected static Finding Error(string logicalId, string what, string why, string remedy) => new(Severity.Error, logicalId, what, why, remedy);

    /// <summary>Something that a person should know.</summary>
    protected static Finding Warning(string logicalId, string what, string why, string remedy) => new(Severity.Finding, logicalId, what, why, remedy);
}

/// <summary>One question to the account.</summary>
/// <param name="About">What is asked, to go on from "Could not check": <c>the quota of VPCs</c>.</param>
/// <param name="AskAsync">Asks; a look-up that fails throws, and ends this question only.</param>
internal sealed record Question(string About, Func<Task<IEnumerable<Finding>>> AskAsync);
