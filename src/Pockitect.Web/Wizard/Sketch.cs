using System.Text;
using Pockitect.Aws;
using Pockitect.Aws.Topology;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Execution;
using Pockitect.Core.Resources;

namespace Pockitect.Web.Wizard;

/// <summary>What a blueprint's text says: its values, what is wrong with them, and the resources that they come to.</summary>
/// <param name="Tree">The values as they are written; null where the text is not YAML, so that no field can be edited.</param>
/// <param name="Problems">Everything wrong or worth knowing, in the order of the text.</param>
/// <param name="Resources">What it comes to; null where it has errors.</param>
/// <param name="Region">Where; null where it has errors.</param>
public sealed record Sketch(
    string Text, BlueprintTree? Tree, BlueprintPositions Positions, IReadOnlyList<BlueprintProblem> Problems, IReadOnlyList<Desired>? Resources, string? Region)
{
    public static readonly Sketch Empty = new("", null, BlueprintPositions.None, [], null, null);

    public bool HasErrors => Problems.Any(problem => problem.Severity is Severity.Error);

    /// <param name="slug">The file's name, which the project must have too.</param>
    /// <param name="zonesOf">The zones of a Region.</param>
    /// <param name="typesOf">The instance types of a Region; null where they are not known, or are not to be checked.</param>
    public static Sketch Of(string text, string slug, AwsCloud cloud, Func<string, IReadOnlyList<string>> zonesOf, Func<string, ChoiceList?>? typesOf = null)
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
            if (typesOf is not null && tree is not null) problems.AddRange(TypeCheck.Of(tree, reading.Positions, region, typesOf(region), Choices.DatabaseClasses(region)));
        }

        return new Sketch(
            text,
            tree,
            reading.Positions,
            [.. problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)],
            design is { Problems.Count: 0 } ? design.Resources : null,
            reading.Blueprint?.Project.Region);
    }

    /// <summary>What is said of the value at a path, or of an item of the list there.</summary>
    public IEnumerable<BlueprintProblem> At(string path) => Problems.Where(problem => problem.Path == path || problem.Path.StartsWith($"{path}[", StringComparison.Ordinal));

    /// <summary>The line of a value, or of what is nearest around it; 0 where there is none.</summary>
    public int LineOf(string path) => Positions.Find(path).Line;

    private static BlueprintProblem At(BlueprintProblem problem, BlueprintPositions positions) =>
        positions.Find(problem.Path) is var at ? problem with { Line = at.Line, Column = at.Column } : problem;

    private static BlueprintProblem Misnamed(Blueprint blueprint, string slug, BlueprintPositions positions)
    {
        var at = positions.Find("project.name");
        return new BlueprintProblem(Severity.Error, at.Line, at.Column, "project.name",
            $"The file is called '{slug}', and the project in it '{blueprint.Project.Name}'; they need the same name.")
        {
            Fix = new BlueprintFix($"Call it {slug}", [new BlueprintEdit("project.name", slug)]),
        };
    }
}
