using Pockitect.Aws;
using Pockitect.Core.Files;

namespace Pockitect.Web.Projects;

/// <summary>Checks the name of a new project before its file is written.</summary>
internal static class NewProjectName
{
    /// <returns>The error, or null.</returns>
    public static string? Problem(AccountSession session, string name) =>
        ProjectNames.Problem(name)
            ?? (File.Exists(session.Folder.BlueprintOf(name)) ? $"A project '{name}' already exists. Choose another name." : null);
}
