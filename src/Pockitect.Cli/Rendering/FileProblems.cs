using System.Text.Json.Nodes;
using Pockitect.Aws;

namespace Pockitect.Cli.Rendering;

/// <summary>Reports unusable files on this computer. Each affects only its own data.</summary>
internal static class FileProblems
{
    public static void Show(Output output, AccountSession session)
    {
        foreach (var journal in session.History.Damaged) Show(output, journal.Problem, journal.Project);
        foreach (var problem in session.Inventory.Problems.Concat(session.Projects.UnusedFiles)) Show(output, problem, project: null);
    }

    public static void Show(Output output, string problem, string? project)
    {
        if (output.IsJson) output.Json(new JsonObject { ["type"] = "file_problem", ["project"] = project, ["problem"] = problem });
        output.Say($"{output.Style.Careful(project is null ? "Ignored:" : $"Unknown state of {project}:")} {new Lines(problem)}");
    }
}
