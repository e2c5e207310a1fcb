using Pockitect.Core.Watching;

namespace Pockitect.Core;

/// <summary>Writes whole files so that a reader, or the next start after a crash, sees the old or the new one and never a part.</summary>
public static class AtomicFile
{
    /// <summary>Writes beside the file, flushes to disk, and renames over it.</summary>
    public static async Task WriteAsync(string path, string text, CancellationToken ct)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            await using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            await using (var writer = new StreamWriter(stream))
            {
                await writer.WriteAsync(text.AsMemory(), ct);
                await writer.FlushAsync(ct);
                stream.Flush(flushToDisk: true);
            }

            if (FileStamp.Of(temporary) is { } stamp) OwnWrites.Note(Path.GetFullPath(path), stamp);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
