using System.Security.Cryptography;

namespace Pockitect.Core.Files;

/// <summary>What a look at a file from outside shows; two that are equal are taken for the same state.</summary>
/// <param name="Length">In bytes.</param>
/// <param name="Written">When it was last written, in ticks of UTC, as finely as the file system keeps it.</param>
internal readonly record struct FileStamp(long Length, long Written)
{
    /// <summary>Null where there is no such file.</summary>
    public static FileStamp? Of(string path)
    {
        var file = new FileInfo(path);
        // A link changes when the file changes that it leads to; one that leads nowhere has only itself.
        if (file.LinkTarget is not null && Final(path) is { Exists: true } final) file = final;
        return file.Exists ? new FileStamp(file.Length, file.LastWriteTimeUtc.Ticks) : null;
    }

    private static FileInfo? Final(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Links in a circle, or a folder that may not be entered.
            return null;
        }
    }
}

/// <summary>A file's stamp with what tells its content from another one of the same length and time.</summary>
/// <param name="Hash">SHA-256 in hexadecimal; empty for what is too large for a blueprint, or may not be read.</param>
internal readonly record struct FileMark(FileStamp Stamp, string Hash)
{
    private const long MostHashed = 4 * 1024 * 1024;

    /// <summary>Null where there is no such file.</summary>
    /// <exception cref="IOException">Somebody is writing it and lets nobody else look.</exception>
    public static FileMark? Of(string path)
    {
        if (FileStamp.Of(path) is not { } stamp) return null;
        // Pipes and devices have no length either, and reading one would wait forever.
        if (stamp.Length is 0 or > MostHashed) return new FileMark(stamp, "");
        try
        {
            using var file = DataFile.Open(path);
            return new FileMark(stamp, Convert.ToHexStringLower(SHA256.HashData(file)));
        }
        catch (Exception e) when (e is UnauthorizedAccessException or NotAFileException)
        {
            return new FileMark(stamp, "");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
