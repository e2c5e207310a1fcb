using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Pockitect.Core.Faults;
using Pockitect.Core.Text;

namespace Pockitect.Core.Files;

/// <summary>Reads whole files safely: never blocks on a pipe, never reads a device, and never exceeds a size limit.</summary>
public static partial class DataFile
{
    /// <summary>The size limit of Pockitect's own small files, in bytes.</summary>
    public const int Small = 1 << 20;

    // O_NONBLOCK and O_CLOEXEC of <fcntl.h>.
    private const int NonBlocking = 0x800 | 0x80000;
    private const int NonBlockingOnMac = 0x4 | 0x1000000;

    /// <summary>Reads a file as UTF-8, without its byte order mark.</summary>
    /// <param name="maxBytes">The maximum size.</param>
    /// <returns>Null if there is no such file.</returns>
    /// <exception cref="FaultException">The file is unreadable; the message has the file, the reason and the fix.</exception>
    public static string? ReadText(string path, int maxBytes = Small) => ReadBytes(path, maxBytes) is { } bytes ? TextOf(bytes) : null;

    /// <inheritdoc cref="ReadText"/>
    public static async Task<string?> ReadTextAsync(string path, CancellationToken ct, int maxBytes = Small)
    {
        ct.ThrowIfCancellationRequested();
        return await Task.Run(() => ReadText(path, maxBytes), ct);
    }

    /// <summary>Reads a file's bytes.</summary>
    /// <inheritdoc cref="ReadText"/>
    public static byte[]? ReadBytes(string path, int maxBytes = Small)
    {
        try
        {
            using var file = Open(path);
            return ReadAll(file, path, maxBytes);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return LinkOf(path) is { } target
                ? throw Unreadable(path, $"it is a link to {target}, which doesn't exist.", "Restore that file or remove the link.")
                : null;
        }
        catch (UnauthorizedAccessException)
        {
            throw Directory.Exists(path)
                ? Unreadable(path, "it is a folder.", "Move the folder away.")
                : Unreadable(path, "permission denied.", "Make it readable, or move it away.");
        }
        catch (IOException e)
        {
            throw Unreadable(path, e.Message, "Move the file away, or restore it from a backup.");
        }
    }

    /// <summary>Opens a regular file for reading, without blocking other writers.</summary>
    /// <exception cref="NotAFileException">It is a pipe, a socket or a device.</exception>
    public static FileStream Open(string path)
    {
        if (!IsRegular(path)) throw new NotAFileException();
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>Whether reading failed because of the file's content, not because of a bug.</summary>
    public static bool IsDamage(Exception e) =>
        e is JsonException or FormatException or ArgumentException or InvalidOperationException or NotSupportedException
            or KeyNotFoundException or OverflowException
                or IOException or UnauthorizedAccessException or FaultException { Fault.Kind: FaultKind.LocalFile };

    /// <summary>Returns the line of a JSON error, from one.</summary>
    public static long LineOf(Exception e) => e is JsonException { LineNumber: { } line } ? line + 1 : 1;

    /// <summary>Returns a fault for an unreadable file.</summary>
    public static FaultException Unreadable(string path, string reason, string remedy) =>
        new(new Fault(FaultKind.LocalFile, "UnreadableFile", $"Can't read {path}: {reason} {remedy}"));

    /// <summary>Returns a sentence about an unusable file, with its line.</summary>
    /// <param name="remedy">What to do, or what Pockitect does.</param>
    public static string Damaged(string path, Exception e, string remedy) =>
        e is FaultException { Fault.Kind: FaultKind.LocalFile }
            ? e.Message
            : $"{path}:{LineOf(e)}: this file is damaged ({Reason(e)}). {remedy}";

    /// <summary>Returns an exception's message as part of a sentence, without positions that the sentence already has.</summary>
    public static string Reason(Exception e)
    {
        var message = VisibleText.Line(e.Message);
        var path = message.IndexOf(" Path: ", StringComparison.Ordinal);
        if (path > 0) message = message[..path];
        var line = message.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        return (line > 0 ? message[..line] : message).TrimEnd('.', ' ', '|');
    }

    /// <summary>Returns the target of a link; null if the path is not a link.</summary>
    internal static string? LinkOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An unreadable path is not a link.
            return null;
        }
    }

    private static string TextOf(byte[] bytes)
    {
        var text = (ReadOnlySpan<byte>)bytes;
        return Encoding.UTF8.GetString(text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text);
    }

    private static byte[] ReadAll(FileStream file, string path, int maxBytes)
    {
        using var bytes = new MemoryStream();
        var page = new byte[64 * 1024];
        for (int read; (read = file.Read(page)) > 0;)
        {
            bytes.Write(page, 0, read);
            if (bytes.Length > maxBytes)
            {
                throw Unreadable(
                    path, FormattableString.Invariant($"it is larger than {maxBytes:N0} bytes."), "Is this the right file? Move it away.");
            }
        }

        return bytes.ToArray();
    }

    /// <summary>
    /// Whether it is a file that can be read to its end. It is opened without blocking, which works for pipes, and a pipe can't seek.
    /// Missing or unreadable files are left to the caller.
    /// </summary>
    internal static bool IsRegular(string path)
    {
        if (OperatingSystem.IsWindows() || Directory.Exists(path)) return true;
        var final = FinalOf(path);
        if (final.StartsWith("/dev/", StringComparison.Ordinal) && !final.StartsWith("/dev/shm/", StringComparison.Ordinal)) return false;
        var handle = NativeOpen(path, OperatingSystem.IsLinux() ? NonBlocking : NonBlockingOnMac);
        if (handle < 0) return true;
        using var file = new SafeFileHandle(handle, ownsHandle: true);
        return NativeSeek(handle, 0, 1) >= 0;
    }

    /// <summary>Returns the final target of links; the path itself if it is not a link or the target is missing.</summary>
    private static string FinalOf(string path)
    {
        try
        {
            return LinkOf(path) is null ? Path.GetFullPath(path) : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException)
        {
            // A cycle of links; opening it reports that.
            return path;
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int NativeOpen(string path, int flags);

    [LibraryImport("libc", EntryPoint = "lseek")]
    private static partial long NativeSeek(int handle, long offset, int origin);
}

/// <summary>A pipe, a socket or a device instead of a file.</summary>
public sealed class NotAFileException() : IOException("it is a pipe or a device, not a file.");
