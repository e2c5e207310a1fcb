using System.Security.Cryptography;

namespace Pockitect.Core.Files;

/// <summary>A file's stamp; two equal stamps count as the same state.</summary>
/// <param name="Length">In bytes.</param>
/// <param name="Written">When it was last written, in UTC ticks, with the file system's precision.</param>
internal readonly record struct FileStamp(long Length, long Written)
{
    /// <summary>Null if there is no such file.</summary>
    public static FileStamp? Of(string path)
    {
        var file = new FileInfo(path);
        // A link changes with its target; a broken link has only itself.
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
            // A cycle of links, or a folder without permission.
            return null;
        }
    }
}

/// <summary>A file's stamp with a hash, which distinguishes contents with the same length and time.</summary>
/// <param name="Hash">SHA-256 in hexadecimal; empty if the file is too large for a blueprint or unreadable.</param>
internal readonly record struct FileMark(FileStamp Stamp, string Hash)
{
    private const long MostHashed = 4 * 1024 * 1024;

    /// <summary>Null if there is no such file.</summary>
    /// <exception cref="IOException">Another process is writing the file and has locked it.</exception>
    public static FileMark? Of(string path)
    {
        if (FileStamp.Of(path) is not { } stamp) return null;
        // Pipes and devices have no length either, and reading one would block forever.
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
