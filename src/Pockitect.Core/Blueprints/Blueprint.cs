using Pockitect.Core.Resources;

namespace Pockitect.Core.Blueprints;

/// <summary>The infrastructure of a project: five sections for common needs, and a sixth for every resource type.</summary>
public sealed record Blueprint
{
    /// <summary>The project's name, Region and tags.</summary>
    public required ProjectSection Project { get; init; }

    /// <summary>The project's network.</summary>
    public NetworkSection Network { get; init; } = new();

    /// <summary>Virtual machines.</summary>
    public ComputeSection Compute { get; init; } = new();

    /// <summary>Databases and buckets.</summary>
    public DataSection Data { get; init; } = new();

    /// <summary>Key pairs and roles.</summary>
    public SecuritySection Security { get; init; } = new();

    /// <summary>Resources of any type, by logical ID, with AWS's own settings.</summary>
    public IReadOnlyDictionary<string, Spec> Resources { get; init; } = new Dictionary<string, Spec>();
}
