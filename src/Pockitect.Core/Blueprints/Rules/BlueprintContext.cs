namespace Pockitect.Core.Blueprints.Rules;

/// <summary>Information that validation needs beyond the blueprint.</summary>
public sealed record BlueprintContext
{
    /// <summary>The names of images that Pockitect resolves. Image IDs are always accepted.</summary>
    public required IReadOnlyCollection<string> Images { get; init; }

    /// <summary>The logical IDs of the sections' resources with their spec types, so that <c>resources</c> can refer to them.</summary>
    public required Func<Blueprint, IReadOnlyDictionary<string, Type>> SectionIds { get; init; }

    /// <summary>All Regions by name, with their partition. If empty, every name that looks like a Region is accepted.</summary>
    public IReadOnlyDictionary<string, string> Regions { get; init; } = new Dictionary<string, string>();

    /// <summary>Returns problems of the planned resources, without line and column.</summary>
    public Func<Blueprint, IReadOnlyList<BlueprintProblem>> ResourceProblems { get; init; } = _ => [];

    /// <summary>Returns combinations that AWS doesn't offer, for a blueprint without other errors.</summary>
    public Func<Blueprint, IReadOnlyList<BlueprintProblem>> Conflicts { get; init; } = _ => [];
}
