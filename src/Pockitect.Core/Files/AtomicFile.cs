using System.Runtime.InteropServices;
using System.Text;
using Pockitect.Core.Faults;
using Pockitect.Core.Text;

namespace Pockitect.Core.Files;

/// <summary>
/// Writes files atomically: a reader, or the next start after a crash, sees the old file or the new one, never a part. The file keeps its
/// permissions and its byte order mark, a link stays a link, and a read-only file is left alone.
/// </summary>
public static partial class AtomicFile
{
    private const int MayWrite = 2;
    private const string UnwritableCode = "UnwritableFile";

    /// <summary>Writes a temporary file next to it, flushes to disk, and renames.</summary>
    /// <exception cref="FaultException">The file is read-only, or isn't a file; nothing was written.</exception>
    public static async Task WriteAsync(string path, string text, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        await Task.Run(() => Write(path, text), ct);
    }

    /// <inheritdoc cref="WriteAsync"/>
    public static void Write(string path, string text)
    {
        var target = TargetOf(path);
        var known = Known(target, target == path ? path : $"{path}, a link to {target},");
        var temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (known.Mode is { } mode && !OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
            using (var stream = new FileStream(temporary, options))
            {
                if (known.HasMark && !text.StartsWith('\uFEFF')) stream.Write(Encoding.UTF8.Preamble);
                stream.Write(Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            // The umask may have removed some permissions.
            if (known.Mode is { } kept && !OperatingSystem.IsWindows()) File.SetUnixFileMode(temporary, kept);
            // Watchers know the file by its name in their folder, link or not.
            if (FileStamp.Of(temporary) is { } stamp) OwnWrites.Note(Path.GetFullPath(path), stamp);
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Returns the file to write: the final target of links, even if it doesn't exist yet.</summary>
    private static string TargetOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException e)
        {
            throw Unwritable(path, $"the link leads nowhere ({e.Message.TrimEnd('.')}).", "Remove the link or point it at a file.");
        }
    }

    /// <summary>Checks the file to replace.</summary>
    private static (UnixFileMode? Mode, bool HasMark) Known(string path, string name)
    {
        if (Directory.Exists(path)) throw Unwritable(name, "it is a folder.", "Move the folder away.");
        if (!File.Exists(path)) return (null, false);
        if (!DataFile.IsRegular(path)) throw Unwritable(name, new NotAFileException().Message, "Move it away.");
        UnixFileMode? mode = OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(path);
        if (IsProtected(path, mode))
        {
            throw Unwritable(
                name,
                "it is write-protected.",
                $"Allow writing, for example with `chmod u+w {CommandHint.Quote(path)}`, and run the same command again.");
        }

        return (mode, HasMark(path));
    }

    // Root can write anything, but respects the file's permissions here.
    private static bool IsProtected(string path, UnixFileMode? mode) => mode is { } known
        ? (known & (UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) == 0
            || (!OperatingSystem.IsWindows() && NativeAccess(path, MayWrite) != 0)
        : (File.GetAttributes(path) & FileAttributes.ReadOnly) != 0;

    private static bool HasMark(string path)
    {
        try
        {
            using var file = DataFile.Open(path);
            Span<byte> first = stackalloc byte[3];
            return file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) == first.Length
                && first.SequenceEqual(Encoding.UTF8.Preamble);
        }
        catch (UnauthorizedAccessException)
        {
            // The file may be writable but not readable; then its byte order mark is unknown.
            return false;
        }
    }

    /// <summary>Whether the fault says that a file is read-only or can't be replaced.</summary>
    public static bool IsUnwritable(Fault fault) => fault.Code == UnwritableCode;

    private static FaultException Unwritable(string path, string reason, string remedy) =>
        new(new Fault(FaultKind.LocalFile, UnwritableCode, $"Can't write {path}: {reason} {remedy}"));

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int NativeAccess(string path, int mode);
}
