using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Planning;

/// <summary>What a deploy plan knows beside what is desired and what there is.</summary>
public sealed record PlanBasis
{
    public static readonly PlanBasis None = new();

    /// <summary>What the last completed deploy asked for, by logical id; null where no deploy is known here.</summary>
    public IReadOnlyDictionary<string, Desired>? Deployed { get; init; }

    /// <summary>Logical ids that an operation touched since and didn't bring to an end: nobody can tell who changed them.</summary>
    public IReadOnlySet<string> Untold { get; init; } = new HashSet<string>();

    /// <summary>Everything seen in the places of the project.</summary>
    public IReadOnlyList<Observed> Around { get; init; } = [];

    /// <summary>Ids of resources whose creation, by the deploy that this one goes on with, never ended well: they hold no data yet.</summary>
    public IReadOnlySet<string> Unready { get; init; } = new HashSet<string>();

    /// <summary>The plan goes back to what there was, tags included, and no further.</summary>
    public bool IsUndo { get; init; }

    /// <summary>The blueprint asks for another value than the last deploy did; null where that isn't known.</summary>
    public bool? IsEdited(Desired desired, string path) =>
        Known(desired.LogicalId, desired.Spec.GetType()) is { } before ? !SpecTree.IsSame(before, desired.Spec, path) : null;

    /// <summary>What the last deploy asked for of this resource; null where that isn't known.</summary>
    public Spec? Known(string logicalId, Type specType) =>
        Deployed?.GetValueOrDefault(logicalId) is { Spec: { } spec } && spec.GetType() == specType && !Untold.Contains(logicalId) ? spec : null;

    /// <summary>What the last completed deploy asked for, also of what was touched since.</summary>
    public Spec? Before(string logicalId, Type specType) =>
        Deployed?.GetValueOrDefault(logicalId) is { Spec: { } spec } && spec.GetType() == specType ? spec : null;
}
