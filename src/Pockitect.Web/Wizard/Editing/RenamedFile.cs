using Pockitect.Aws;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;

namespace Pockitect.Web.Wizard.Editing;

/// <summary>Finds the new name of a blueprint file that was renamed.</summary>
internal static class RenamedFile
{
    /// <param name="slug">The old name.</param>
    /// <param name="saved">The last known content.</param>
    /// <returns>The project whose file has the same text or project ID; null if missing.</returns>
    public static string? Find(AccountSession session, string slug, string saved)
    {
        var id = ProjectId.In(saved);
        foreach (var other in session.Projects.Slugs.Where(other => other != slug))
        {
            try
            {
                var text = DataFile.ReadText(session.Folder.BlueprintOf(other));
                if (text == saved || (id is not null && ProjectId.In(text) == id)) return other;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FaultException)
            {
                // An unreadable file can't be identified.
            }
        }

        return null;
    }
}
