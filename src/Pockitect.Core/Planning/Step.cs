using Pockitect.Core.Resources;

namespace Pockitect.Core.Planning;

public enum StepKind
{
    Create,

    /// <summary>Sets a new resource's deferred settings: references that form a cycle.</summary>
    Settle,
    Update,

    /// <summary>Removes, before a deletion, what would block it: the rules of a cycle, a protection.</summary>
    Release,
    Delete,
    Start,
    Stop,
}

/// <summary>One action of the executor on one resource.</summary>
/// <param name="Id">Unique in its plan, and the same in every plan: <c>create web</c>.</param>
public sealed record Step(string Id, StepKind Kind, string LogicalId, ResourceType Type, Place Place)
{
    /// <summary>The ID of the existing resource; null for one to create.</summary>
    public string? ResourceId { get; init; }

    /// <summary>The ID of a failed resource that this new one replaces; null otherwise.</summary>
    public string? InsteadOf { get; init; }

    /// <summary>The name that its users still refer to and the new resource gets again; null for a new name.</summary>
    public string? Name { get; init; }

    /// <summary>The desired settings. Names in references are resolved when the step runs.</summary>
    public Spec? Spec { get; init; }

    /// <summary>Whether a later step deletes the resource, so that what it loses, including power, is not restored.</summary>
    public bool Leaves { get; init; }

    /// <summary>The IDs of the steps that must succeed first.</summary>
    public IReadOnlyList<string> After { get; init; } = [];
}
