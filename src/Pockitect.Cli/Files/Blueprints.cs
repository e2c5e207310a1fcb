using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Rendering;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Projects;

namespace Pockitect.Cli.Files;

/// <summary>Reads and validates blueprints for commands, and reports errors with line and column.</summary>
internal static class Blueprints
{
    /// <summary>Returns the blueprint of a project that can be deployed.</summary>
    /// <exception cref="CommandException">There is no blueprint, or it has errors, which were printed.</exception>
    public static Blueprint Load(Invocation invocation, ProjectStore projects, string slug)
    {
        var path = invocation.Folder.BlueprintOf(slug);
        var reading = projects.Read(slug)
            ?? throw new CommandException(
                $"There is no project '{slug}': {path} does not exist. Run `pockitect list` to see projects, or `pockitect new` to "
                    + "create one.");
        List<BlueprintProblem> errors = [.. reading.Problems.Where(problem => problem.Severity is Severity.Error)];
        if (errors.Count == 0) return projects.Load(slug);

        ProblemsView.Show(invocation.Output, path, TextOf(path), errors);
        throw new CommandException($"'{slug}' cannot be planned: its blueprint has {errors.Count} error{(errors.Count == 1 ? "" : "s")}.");
    }

    private static string TextOf(string path)
    {
        try
        {
            return DataFile.ReadText(path, BlueprintReader.MaxBytes) ?? "";
        }
        catch (FaultException e) when (e.Fault.Kind is FaultKind.LocalFile)
        {
            // The problems explain it; there are no source lines to show.
            return "";
        }
    }
}
