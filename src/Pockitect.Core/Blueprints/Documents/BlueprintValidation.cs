using Pockitect.Core.Blueprints.Rules;
using Pockitect.Core.Faults;
using Pockitect.Core.Text;

namespace Pockitect.Core.Blueprints.Documents;

/// <summary>Checks rules that involve several values: names, references, address ranges, AWS's limits, and security advice.</summary>
public static class BlueprintValidation
{
    private static readonly IReadOnlyList<Rule> Rules =
        [
            .. ProjectRules.All,
            .. NameRules.All,
            .. TagRules.All,
            .. NetworkRules.All,
            .. FirewallRules.All,
            .. ComputeRules.All,
            .. DatabaseRules.All,
            .. BucketRules.All,
            .. SecurityRules.All,
            .. ResourceRules.All,
        ];

    /// <summary>Adds validation problems to a reading, even if it already has errors.</summary>
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

    /// <summary>Returns all errors and warnings, in text order.</summary>
    public static IReadOnlyList<BlueprintProblem> Check(Blueprint blueprint, BlueprintPositions positions, BlueprintContext context)
    {
        return [.. Problems(new Subject(blueprint, positions, context))];
    }

    private static IEnumerable<BlueprintProblem> Problems(Subject subject)
    {
        var (blueprint, positions, context) = subject;
        List<BlueprintProblem> problems = [
            .. Rules.SelectMany(rule => rule(subject))
                .Select(claim => new BlueprintProblem(claim.Severity, 0, 0, claim.Path, claim.Message) { Fix = claim.Fix }),
        ];
        // If a section's rule and its resource type reject the same value, the section's message is clearer.
        var told = problems.Where(problem => problem.Severity is Severity.Error)
            .Select(problem => problem.Path)
            .ToHashSet(StringComparer.Ordinal);
        problems.AddRange(context.ResourceProblems(blueprint).Where(problem => !told.Contains(problem.Path)).Distinct());
        if (subject.Broken.Count == 0 && problems.All(problem => problem.Severity is not Severity.Error))
            problems.AddRange(context.Conflicts(blueprint));
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
