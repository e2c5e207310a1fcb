using Pockitect.Core.Blueprints.Rules;
using Pockitect.Core.Faults;
using Pockitect.Core.Text;

namespace Pockitect.Core.Blueprints.Documents;

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
