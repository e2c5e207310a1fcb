using Pockitect.Aws;
using Pockitect.Core;
using Pockitect.Core.Blueprints;

namespace Pockitect.Web.Projects;

/// <summary>Makes a second project of one: the same file under another name, and without the first one's id.</summary>
public static class ProjectCopy
{
    private const int Longest = 40;

    /// <returns>What is wrong, or null when the file was written.</returns>
    public static async Task<string?> MakeAsync(Workbench bench, string slug, string name, CancellationToken ct)
    {
        if (NewProjectName.Problem(bench, name) is { } problem) return problem;
        if (!bench.Projects.Slugs.Contains(slug)) return $"The blueprint of '{slug}' is not on this computer.";
        try
        {
            await AtomicFile.WriteAsync(bench.Folder.BlueprintOf(name), Renamed(await DataFile.ReadTextAsync(bench.Folder.BlueprintOf(slug), ct) ?? "", name), ct);
            return null;
        }
        catch (BlueprintEditException e)
        {
            return $"{slug}.yaml cannot be copied as it is: {e.Message}";
        }
    }

    /// <summary>The first name with a number that no project has yet.</summary>
    public static string NameFor(string slug, IReadOnlyCollection<string> taken) =>
        Enumerable.Range(2, taken.Count + 1).Select(number => Numbered(slug, number)).First(name => !taken.Contains(name));

    /// <exception cref="BlueprintEditException">The text is none that can be edited.</exception>
    internal static string Renamed(string text, string name) =>
        // Two projects of one id would take each other's resources for their own.
        BlueprintEditor.Set(BlueprintEditor.Remove(text, "project.id"), "project.name", name);

    private static string Numbered(string slug, int number)
    {
        var ending = FormattableString.Invariant($"-{number}");
        return (slug.Length + ending.Length > Longest ? slug[..(Longest - ending.Length)].TrimEnd('-') : slug) + ending;
    }
}
