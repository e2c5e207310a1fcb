namespace Pockitect.Core.Resources;

/// <summary>The lifecycle state of a resource, as far as its price depends on it.</summary>
public sealed record Standing
{
    /// <summary>Running, with nothing else known.</summary>
    public static readonly Standing New = new();

    public Phase Phase { get; init; } = Phase.Ready;

    /// <summary>AWS's outputs; empty for a new resource.</summary>
    public IReadOnlyDictionary<string, string> Outputs { get; init; } = new Dictionary<string, string>();

    /// <summary>The resources that refer to it.</summary>
    public IReadOnlyList<Spec> Users { get; init; } = [];

    /// <summary>Parts that are not resources of their own: an instance's root volume.</summary>
    public IReadOnlyList<Spec> Parts { get; init; } = [];

    /// <summary>The settings of the resources that it refers to, if known.</summary>
    public Func<IRef, Spec?> Find { get; init; } = _ => null;
}
