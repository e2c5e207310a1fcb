using Pockitect.Aws;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Files;
using Pockitect.Core.Yaml;

namespace Pockitect.Web.Projects;

/// <summary>Copies a project: the same file under another name, without the project's ID.</summary>
public static class ProjectCopy
{
    private const int Longest = 40;

    /// <returns>The error; null if the file was written.</returns>
    public static async Task<string?> MakeAsync(AccountSession session, string slug, string name, CancellationToken ct)
    {
        if (NewProjectName.Problem(session, name) is { } problem) return problem;
        if (!session.Projects.Slugs.Contains(slug)) return $"The blueprint of '{slug}' is not on this computer.";
        try
        {
            await AtomicFile.WriteAsync(
                session.Folder.BlueprintOf(name),
                Renamed(await DataFile.ReadTextAsync(session.Folder.BlueprintOf(slug), ct) ?? "", name),
                ct);
            return null;
        }
        catch (YamlEditException e)
        {
            return $"Can't copy {slug}.yaml: {e.Message}";
        }
    }

    /// <summary>Returns the first unused name with a number.</summary>
    public static string NameFor(string slug, IReadOnlyCollection<string> taken) =>
        Enumerable.Range(2, taken.Count + 1).Select(number => Numbered(slug, number)).First(name => !taken.Contains(name));

    /// <exception cref="YamlEditException">The text can't be edited.</exception>
    internal static string Renamed(string text, string name) =>
        // Two projects with one ID would claim each other's resources.
        BlueprintEditor.Set(BlueprintEditor.Remove(text, "project.id"), "project.name", name);

    private static string Numbered(string slug, int number)
    {
        var ending = FormattableString.Invariant($"-{number}");
        return (slug.Length + ending.Length > Longest ? slug[..(Longest - ending.Length)].TrimEnd('-') : slug) + ending;
    }
}
