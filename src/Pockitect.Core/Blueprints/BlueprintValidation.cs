using Pockitect.Core.Blueprints.Rules;

namespace Pockitect.Core.Blueprints;

/// <summary>What validation has to know that no blueprint says.</summary>
public sealed record BlueprintContext
{
    /// <summary>The names of images that are looked up, beside the ids of images.</summary>
    public required IReadOnlyCollection<string> Images { get; init; }

    /// <summary>The logical ids that the sections come to and the spec type of each, so that <c>resources</c> can refer to them.</summary>
    public required Func<Blueprint, IReadOnlyDictionary<string, Type>> SectionIds { get; init; }
}

/// <summary>Checks what no single value shows: names, references, ranges of addresses, AWS's limits, and what a person should know.</summary>
public static class BlueprintValidation
{
    private static readonly IReadOnlyList<Rule> Rules =
        [.. NameRules.All, .. TagRules.All, .. NetworkRules.All, .. FirewallRules.All, .. ComputeRules.All, .. DatabaseRules.All, .. BucketRules.All, .. SecurityRules.All, .. ResourceRules.All];

    /// <summary>Everything wrong and everything worth knowing, in the order of the text.</summary>
    public static IReadOnlyList<BlueprintProblem> Check(Blueprint blueprint, BlueprintPositions positions, BlueprintContext context)
    {
        var subject = new Subject(blueprint, positions, context);
        return
        [
            .. Rules
                .SelectMany(rule => rule(subject))
                .Select(claim => Located(claim, positions.Find(claim.Path)))
                .OrderBy(problem => problem.Line)
                .ThenBy(problem => problem.Column)
                .ThenBy(problem => (int)problem.Severity),
        ];
    }

    private static BlueprintProblem Located(Claim claim, Position at) => new(claim.Severity, at.Line, at.Column, claim.Path, claim.Message) { Fix = claim.Fix };
}
