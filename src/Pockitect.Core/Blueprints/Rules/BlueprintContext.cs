namespace Pockitect.Core.Blueprints.Rules;

/// <summary>What validation has to know that no blueprint says.</summary>
public sealed record BlueprintContext
{
    /// <summary>The names of images that are looked up, beside the ids of images.</summary>
    public required IReadOnlyCollection<string> Images { get; init; }

    /// <summary>The logical ids that the sections come to and the spec type of each, so that <c>resources</c> can refer to them.</summary>
    public required Func<Blueprint, IReadOnlyDictionary<string, Type>> SectionIds { get; init; }

    /// <summary>Every Region by name with its partition. Empty if unknown: then any name that looks like one is taken.</summary>
    public IReadOnlyDictionary<string, string> Regions { get; init; } = new Dictionary<string, string>();

    /// <summary>What is wrong with the resources that a blueprint comes to, without line and column.</summary>
    public Func<Blueprint, IReadOnlyList<BlueprintProblem>> ResourceProblems { get; init; } = _ => [];

    /// <summary>What a blueprint without other errors asks for that can't be had together.</summary>
    public Func<Blueprint, IReadOnlyList<BlueprintProblem>> Conflicts { get; init; } = _ => [];
}
