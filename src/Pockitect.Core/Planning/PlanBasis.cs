using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Planning;

/// <summary>The context of a deploy plan, beyond desired and existing resources.</summary>
public sealed record PlanBasis
{
    public static readonly PlanBasis None = new();

    /// <summary>The resources of the last completed deploy, by logical ID; null if no deploy is known here.</summary>
    public IReadOnlyDictionary<string, Desired>? Deployed { get; init; }

    /// <summary>Logical IDs that a later, unfinished operation has touched: their changes can't be attributed.</summary>
    public IReadOnlySet<string> Untold { get; init; } = new HashSet<string>();

    /// <summary>Everything observed in the project's places.</summary>
    public IReadOnlyList<Observed> Around { get; init; } = [];

    /// <summary>IDs of resources that the continued deploy has not finished creating: they contain no data yet.</summary>
    public IReadOnlySet<string> Unready { get; init; } = new HashSet<string>();

    /// <summary>Whether the plan restores the exact earlier state, tags included.</summary>
    public bool IsUndo { get; init; }

    /// <summary>Whether the blueprint has another value than the last deploy; null if unknown.</summary>
    public bool? IsEdited(Desired desired, string path) =>
        Known(desired.LogicalId, desired.Spec.GetType()) is { } before ? !SpecTree.IsSame(before, desired.Spec, path) : null;

    /// <summary>Returns a resource's spec in the last deploy; null if unknown.</summary>
    public Spec? Known(string logicalId, Type specType) =>
        Deployed?.GetValueOrDefault(logicalId) is { Spec: { } spec } && spec.GetType() == specType && !Untold.Contains(logicalId)
            ? spec
            : null;

    /// <summary>The resources of the last completed deploy, including those touched since.</summary>
    public Spec? Before(string logicalId, Type specType) =>
        Deployed?.GetValueOrDefault(logicalId) is { Spec: { } spec } && spec.GetType() == specType ? spec : null;
}
