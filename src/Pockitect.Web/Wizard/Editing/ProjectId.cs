using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Yaml;

namespace Pockitect.Web.Wizard.Editing;

/// <summary>The project's ID in a blueprint's text. The first deploy writes it; without it, no resources belong to the project.</summary>
internal static class ProjectId
{
    private const string Path = "project.id";

    /// <returns>Null if the text has none, or is not YAML.</returns>
    public static string? In(string? text) => text is null ? null : BlueprintTree.Read(text)?.TextAt(Path);

    /// <summary>Returns the text with this ID and everything else unchanged. Text that can't be edited stays as it is.</summary>
    public static string Put(string text, string id)
    {
        if (In(text) == id || BlueprintTree.Read(text) is null) return text;
        try
        {
            return BlueprintEditor.Set(text, Path, id);
        }
        catch (YamlEditException)
        {
            // An incomplete text in the history; the next one gets the ID.
            return text;
        }
    }
}
