using System.Text;
using Pockitect.Aws;
using Pockitect.Aws.Topology;
using Pockitect.Core.Accounts;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;

namespace Pockitect.Web.Wizard.Editing;

/// <summary>The result of reading a blueprint's text: values, problems and resources.</summary>
/// <param name="Tree">The values in the text; null if it is not YAML, so fields can't edit it.</param>
/// <param name="Problems">All problems and hints, in text order.</param>
/// <param name="Resources">The planned resources; null if there are errors.</param>
/// <param name="Region">The Region; null if there are errors.</param>
public sealed record Sketch(
    string Text,
    BlueprintTree? Tree,
    BlueprintPositions Positions,
    IReadOnlyList<BlueprintProblem> Problems,
    IReadOnlyList<Desired>? Resources,
    string? Region)
{
    public static readonly Sketch Empty = new("", null, BlueprintPositions.None, [], null, null);

    public bool HasErrors => Problems.Any(problem => problem.Severity is Severity.Error);

    /// <param name="slug">The file's name, which the project must share.</param>
    /// <param name="zonesOf">Returns the zones of a Region.</param>
    /// <param name="typesOf">Returns the instance types of a Region; null to skip the check.</param>
    public static Sketch Of(
        string text, string slug, AwsCloud cloud, Func<string, IReadOnlyList<string>> zonesOf, Func<string, ChoiceList?>? typesOf = null)
    {
        var reading = cloud.Check(BlueprintReader.Read(Encoding.UTF8.GetBytes(text), cloud.Catalog));
        List<BlueprintProblem> problems = [.. reading.Problems];
        Design? design = null;
        var tree = BlueprintTree.Read(text);
        if (reading.Blueprint is { } blueprint)
        {
            if (blueprint.Project.Name != slug) problems.Add(Misnamed(blueprint, slug, reading.Positions));
            design = BlueprintDesigner.Design(blueprint, zonesOf(blueprint.Project.Region));
            problems.AddRange(design.Problems.Select(problem => At(problem, reading.Positions)));
            var region = blueprint.Project.Region;
            if (typesOf is not null && tree is not null)
            {
                problems.AddRange(
                    TypeCheck.Of(tree, reading.Positions, cloud.Catalog, region, typesOf(region), Choices.DatabaseClasses(region)));
            }
        }

        return new Sketch(
            text,
            tree,
            reading.Positions,
            [.. problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)],
            design is { Problems.Count: 0 } ? design.Resources : null,
            reading.Blueprint?.Project.Region);
    }

    /// <summary>Returns the problems of a path or of an item in its list.</summary>
    public IEnumerable<BlueprintProblem> At(string path) =>
        Problems.Where(problem => problem.Path == path || problem.Path.StartsWith($"{path}[", StringComparison.Ordinal));

    /// <summary>Returns the line of a value, or of the nearest one around it; 0 if missing.</summary>
    public int LineOf(string path) => Positions.Find(path).Line;

    private static BlueprintProblem At(BlueprintProblem problem, BlueprintPositions positions) =>
        positions.Find(problem.Path) is var at ? problem with { Line = at.Line, Column = at.Column } : problem;

    private static BlueprintProblem Misnamed(Blueprint blueprint, string slug, BlueprintPositions positions)
    {
        var at = positions.Find("project.name");
        return new BlueprintProblem(Severity.Error, at.Line, at.Column, "project.name",
            $"The file name '{slug}' and the project name '{blueprint.Project.Name}' must be the same.")
        {
            Fix = new BlueprintFix($"Rename to {slug}", [new BlueprintEdit("project.name", slug)]),
        };
    }
}
