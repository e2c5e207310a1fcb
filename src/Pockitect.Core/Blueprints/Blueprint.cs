using Pockitect.Core.Resources;

namespace Pockitect.Core.Blueprints;

/// <summary>What a person wants to run: five sections for what most projects need, and a sixth that reaches every resource type.</summary>
public sealed record Blueprint
{
    /// <summary>What the project is and where it lives.</summary>
    public required ProjectSection Project { get; init; }

    /// <summary>The network that everything stands in.</summary>
    public NetworkSection Network { get; init; } = new();

    /// <summary>Virtual machines.</summary>
    public ComputeSection Compute { get; init; } = new();

    /// <summary>Databases and buckets.</summary>
    public DataSection Data { get; init; } = new();

    /// <summary>Key pairs and roles.</summary>
    public SecuritySection Security { get; init; } = new();

    /// <summary>Any resource of the catalog by its own settings, under its logical id.</summary>
    public IReadOnlyDictionary<string, Spec> Resources { get; init; } = new Dictionary<string, Spec>();
}
