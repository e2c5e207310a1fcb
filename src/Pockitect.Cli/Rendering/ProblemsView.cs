using System.Text.Json.Nodes;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Faults;

namespace Pockitect.Cli.Rendering;

/// <summary>Shows a blueprint's problems like a compiler: file, line, column, the source line and a caret.</summary>
internal static class ProblemsView
{
    private const int SourceWidth = 120;

    /// <summary>Prints the errors and warnings of a file.</summary>
    /// <returns>The number of errors.</returns>
    public static int Show(Output output, string file, string text, IReadOnlyList<BlueprintProblem> problems)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        foreach (var problem in problems)
        {
            if (output.IsJson) output.Json(Json(file, problem));
            else Show(output, file, lines, problem);
        }

        return problems.Count(problem => problem.Severity is Severity.Error);
    }

    private static void Show(Output output, string file, string[] lines, BlueprintProblem problem)
    {
        var style = output.DataStyle;
        var word = problem.Severity is Severity.Error ? style.Bad("error") : style.Careful("finding");
        var place = problem.Line > 0 ? $"{file}:{problem.Line}:{problem.Column}" : file;
        output.Tell($"{style.Strong(place)}: {word}: {problem.Message}");
        if (problem.Line < 1 || problem.Line > lines.Length) return;

        var source = lines[problem.Line - 1].Replace('\t', ' ');
        var width = Math.Clamp(output.Columns - 5, 20, SourceWidth);
        // Of a long line, only the part around the column.
        var from = source.Length <= width ? 0 : Math.Clamp(problem.Column - (width / 2), 0, source.Length - width);
        output.Tell($"    {source.Substring(from, Math.Min(width, source.Length - from))}");
        output.Tell($"    {new string(' ', Math.Clamp(problem.Column - 1 - from, 0, width))}{style.Strong("^")}");
    }

    private static JsonObject Json(string file, BlueprintProblem problem) => new()
    {
        ["type"] = "problem",
        ["file"] = file,
        ["line"] = problem.Line,
        ["column"] = problem.Column,
        ["severity"] = problem.Severity.ToString().ToLowerInvariant(),
        ["path"] = problem.Path,
        ["message"] = problem.Message,
    };
}
