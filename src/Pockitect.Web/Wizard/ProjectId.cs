using Pockitect.Core.Blueprints;

namespace Pockitect.Web.Wizard;

/// <summary>The project's ID in a blueprint's text. The first deploy writes it, and without it the project's resources are nobody's.</summary>
internal static class ProjectId
{
    private const string Path = "project.id";

    /// <returns>Null where the text has none, or is not YAML.</returns>
    public static string? In(string? text) => text is null ? null : BlueprintTree.Read(text)?.TextAt(Path);

    /// <summary>The text with this ID, everything else in it as it was; a text that can't be edited stays as it is.</summary>
    public static string Put(string text, string id)
    {
        if (In(text) == id || BlueprintTree.Read(text) is null) return text;
        try
        {
            return BlueprintEditor.Set(text, Path, id);
        }
        catch (BlueprintEditException)
        {
            // An unfinished text of the history; the next one gets the ID.
            return text;
        }
    }
}
