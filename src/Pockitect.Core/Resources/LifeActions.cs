namespace Pockitect.Core.Resources;

/// <summary>The IAM actions of a resource type's life, such as <c>ec2:CreateSubnet</c>, each under all that it is needed for.</summary>
public sealed record LifeActions
{
    /// <summary>To list and to read it: what every scan needs, and every step before and after its call.</summary>
    public required IReadOnlyList<string> Read { get; init; }

    /// <summary>To make it with its tags and with every setting that it can be made with.</summary>
    public required IReadOnlyList<string> Create { get; init; }

    /// <summary>To change every setting that can change, and its tags.</summary>
    public required IReadOnlyList<string> Update { get; init; }

    /// <summary>To delete it, and what is in it.</summary>
    public required IReadOnlyList<string> Delete { get; init; }

    public IReadOnlyList<string> Start { get; init; } = [];

    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>All of them, each once.</summary>
    public IReadOnlyList<string> All => [.. Read.Concat(Create).Concat(Update).Concat(Delete).Concat(Start).Concat(Stop).Distinct(StringComparer.Ordinal)];
}
