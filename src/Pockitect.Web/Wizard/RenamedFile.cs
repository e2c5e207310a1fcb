using Pockitect.Aws;
using Pockitect.Core;
using Pockitect.Core.Execution;

namespace Pockitect.Web.Wizard;

/// <summary>Finds where a blueprint went that is no longer under its name.</summary>
internal static class RenamedFile
{
    /// <param name="slug">The name that it had.</param>
    /// <param name="saved">What was in it last.</param>
    /// <returns>The project whose file has the same text or the same project ID; null where none has.</returns>
    public static string? Find(Workbench bench, string slug, string saved)
    {
        var id = ProjectId.In(saved);
        foreach (var other in bench.Projects.Slugs.Where(other => other != slug))
        {
            try
            {
                var text = DataFile.ReadText(bench.Folder.BlueprintOf(other));
                if (text == saved || (id is not null && ProjectId.In(text) == id)) return other;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FaultException)
            {
                // A file that can't be read is not known to be it.
            }
        }

        return null;
    }
}
