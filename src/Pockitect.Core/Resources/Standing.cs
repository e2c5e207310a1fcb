
namespace Pockitect.Core.Resources;

/// <summary>How a resource stands, as far as its price depends on it.</summary>
public sealed record Standing
{
    /// <summary>Running, where nothing else is known of it.</summary>
    public static readonly Standing New = new();

    public Phase Phase { get; init; } = Phase.Ready;

    /// <summary>What only AWS knows of it; nothing for one that is yet to be made.</summary>
    public IReadOnlyDictionary<string, string> Outputs { get; init; } = new Dictionary<string, string>();

    /// <summary>What refers to it.</summary>
    public IReadOnlyList<Spec> Users { get; init; } = [];

    /// <summary>What came with it and is no resource of its own: the disk that an instance starts from.</summary>
    public IReadOnlyList<Spec> Parts { get; init; } = [];

    /// <summary>The settings of what it refers to, where they are known.</summary>
    public Func<IRef, Spec?> Find { get; init; } = _ => null;
}
