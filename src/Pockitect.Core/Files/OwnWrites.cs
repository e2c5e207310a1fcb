using System.Collections.Concurrent;

namespace Pockitect.Core.Files;

/// <summary>
/// What this process has written last to each file, so that its watchers can tell it from what others write. It is of the
/// whole process, as the files are: who writes one knows nothing of who watches it.
/// </summary>
internal static class OwnWrites
{
    private static readonly ConcurrentDictionary<string, FileStamp> written = new(StringComparer.Ordinal);

    /// <summary>To be said before the file gets its name: nobody can see it earlier.</summary>
    /// <param name="stamp">Of the file that is about to be renamed to the path, which keeps it.</param>
    public static void Note(string path, FileStamp stamp) => written[path] = stamp;

    public static bool Wrote(string path, FileStamp stamp) => written.TryGetValue(path, out var own) && own == stamp;
}
