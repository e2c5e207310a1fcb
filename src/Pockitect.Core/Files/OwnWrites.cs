using System.Collections.Concurrent;

namespace Pockitect.Core.Files;

/// <summary>
/// What this process last wrote to each file, so that its watchers can recognize it. Process-wide, because writers don't know the watchers.
/// </summary>
internal static class OwnWrites
{
    private static readonly ConcurrentDictionary<string, FileStamp> Written = new(StringComparer.Ordinal);

    /// <summary>Must be called before the file gets its name, so that no watcher sees it earlier.</summary>
    /// <param name="stamp">The stamp of the file that is about to be renamed to the path, which keeps it.</param>
    public static void Note(string path, FileStamp stamp) => Written[path] = stamp;

    public static bool Wrote(string path, FileStamp stamp) => Written.TryGetValue(path, out var own) && own == stamp;
}
