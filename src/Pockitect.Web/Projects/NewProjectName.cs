using Pockitect.Aws;
using Pockitect.Core.Blueprints;

namespace Pockitect.Web.Projects;

/// <summary>Checks the name of a new project before its file is written.</summary>
internal static class NewProjectName
{
    /// <summary>The rule for a label beside the field.</summary>
    public const string Help = "2 to 40 lowercase letters, digits and hyphens. Starts with a letter, ends with a letter or digit.";

    /// <returns>What is wrong with the name, or null.</returns>
    public static string? Problem(Workbench bench, string name) =>
        ProjectNames.Problem(name) ?? (File.Exists(bench.Folder.BlueprintOf(name)) ? $"A project '{name}' already exists. Choose another name." : null);
}
