using Pockitect.Core.Resources;

namespace Pockitect.Core.Planning;

public enum StepKind
{
    Create,

    /// <summary>Gives a new resource the settings that had to wait for others: references that form a cycle.</summary>
    Settle,
    Update,

    /// <summary>Takes away, before a delete, what would block it: the rules of a cycle, a protection.</summary>
    Release,
    Delete,
    Start,
    Stop,
}

/// <summary>One thing the executor does to one resource.</summary>
/// <param name="Id">Unique in its plan and the same whenever the same plan is made again: <c>create web</c>.</param>
public sealed record Step(string Id, StepKind Kind, string LogicalId, ResourceType Type, Place Place)
{
    /// <summary>The id of the resource that is there; null for one that is to be created.</summary>
    public string? ResourceId { get; init; }

    /// <summary>The id of a resource that AWS gave up on, which this new one takes the place of; null otherwise.</summary>
    public string? InsteadOf { get; init; }

    /// <summary>The name that its users still carry, which a new one gets again; null for a new name.</summary>
    public string? Name { get; init; }

    /// <summary>What it is to be; names in it are resolved when the step runs.</summary>
    public Spec? Spec { get; init; }

    /// <summary>The resource is deleted by a later step: what it loses until then, power included, it does not get back.</summary>
    public bool Leaves { get; init; }

    /// <summary>The ids of the steps that must have succeeded before.</summary>
    public IReadOnlyList<string> After { get; init; } = [];
}
