using Pockitect.Core.Blueprints.Rules;

namespace Pockitect.Core.Blueprints;

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

/// <summary>Checks what no single value shows: names, references, ranges of addresses, AWS's limits, and what a person should know.</summary>
public static class BlueprintValidation
{
    private static readonly IReadOnlyList<Rule> Rules =
        [.. ProjectRules.All, .. NameRules.All, .. TagRules.All, .. NetworkRules.All, .. FirewallRules.All, .. ComputeRules.All, .. DatabaseRules.All, .. BucketRules.All, .. SecurityRules.All, .. ResourceRules.All];

    /// <summary>Adds what validation finds to a reading, even if the reading already has errors.</summary>
    public static BlueprintReading Check(BlueprintReading reading, BlueprintContext context)
    {
        if ((reading.Blueprint ?? reading.Partial) is not { } blueprint) return reading;
        List<BlueprintProblem> problems =
        [
            .. reading.Problems
                .Concat(Problems(new Subject(blueprint, reading.Positions, context) { Broken = reading.Broken }))
                .OrderBy(problem => problem.Line).ThenBy(problem => problem.Column).ThenBy(problem => (int)problem.Severity),
        ];
        return reading with
        {
            Blueprint = problems.Exists(problem => problem.Severity is Severity.Error) ? null : reading.Blueprint,
            Problems = problems,
        };
    }

    /// <summary>Everything wrong and everything worth knowing, in the order of the text.</summary>
    public static IReadOnlyList<BlueprintProblem> Check(Blueprint blueprint, BlueprintPositions positions, BlueprintContext context)
    {
        return [.. Problems(new Subject(blueprint, positions, context))];
    }

    private static IEnumerable<BlueprintProblem> Problems(Subject subject)
    {
        var (blueprint, positions, context) = subject;
        List<BlueprintProblem> problems = [.. Rules.SelectMany(rule => rule(subject)).Select(claim => new BlueprintProblem(claim.Severity, 0, 0, claim.Path, claim.Message) { Fix = claim.Fix })];
        // A section's own rule has the better words for what its resource's type refuses too.
        var told = problems.Where(problem => problem.Severity is Severity.Error).Select(problem => problem.Path).ToHashSet(StringComparer.Ordinal);
        problems.AddRange(context.ResourceProblems(blueprint).Where(problem => !told.Contains(problem.Path)).Distinct());
        if (subject.Broken.Count == 0 && problems.All(problem => problem.Severity is not Severity.Error)) problems.AddRange(context.Conflicts(blueprint));
        return
        [
            .. problems
                .Where(problem => subject.IsKnown(problem.Path))
                .Select(problem => Located(problem, positions.Find(problem.Path)))
                .OrderBy(problem => problem.Line)
                .ThenBy(problem => problem.Column)
                .ThenBy(problem => (int)problem.Severity),
        ];
    }

    private static BlueprintProblem Located(BlueprintProblem problem, Position at) => problem with { Line = at.Line, Column = at.Column };
}
