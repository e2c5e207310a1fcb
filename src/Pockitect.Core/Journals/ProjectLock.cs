using System.Globalization;
using System.Text.Json;
using Pockitect.Core.Files;

namespace Pockitect.Core.Journals;

/// <summary>
/// The right to change a project, held by one process of this computer at a time. The operating system releases it when its holder dies, so
/// it never needs to be forced open.
/// </summary>
public sealed class ProjectLock : IDisposable
{
    private const int Tries = 5;
    private readonly FileStream _file;

    private ProjectLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <returns>The lock, or null and its holder.</returns>
    public static async Task<(ProjectLock? Lock, string? Holder)> TryTakeAsync(
        DataFolder folder, string project, string doing, TimeProvider time)
    {
        var path = PathOf(folder, project);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // Built above.
        FileStream? file;
        // A process that only checks the lock holds it for a moment.
        for (var tries = 1; (file = TryOpen(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)) is null; tries++)
        {
            if (tries == Tries) return (null, ReadHolder(path));
            await Task.Delay(TimeSpan.FromMilliseconds(20), time);
        }

        try
        {
            WriteHolder(path, new Holder(Environment.ProcessId, doing, time.GetUtcNow()));
            return (new ProjectLock(file), null);
        }
        catch
        {
            // A failure to write the holder's name must be reported, and must not look like a held lock.
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether the project is being changed now.</summary>
    public static bool IsHeld(DataFolder folder, string project)
    {
        var path = PathOf(folder, project);
        if (!File.Exists(path)) return false;
        using var free = TryOpen(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return free is null;
    }

    public void Dispose() => _file.Dispose();

    private static string PathOf(DataFolder folder, string project) => folder.LockOf(project);

    private static FileStream? TryOpen(string path, FileMode mode, FileAccess access, FileShare share)
    {
        try
        {
            // Opening a pipe would block forever.
            if (!DataFile.IsRegular(path)) throw new UnauthorizedAccessException(new NotAFileException().Message);
            return new FileStream(path, mode, access, share);
        }
        catch (UnauthorizedAccessException e)
        {
            throw DataFile.Unreadable(
                path,
                $"{e.Message.TrimEnd('.')}.",
                "It is the project's lock. Make it writable, or move it away while nothing changes the project.");
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
        {
            // Held: Windows and Unix both report this if another handle has it.
            return null;
        }
    }

    // The holder's name is in a separate file, because a locked file can't be read.
    private static void WriteHolder(string path, Holder holder) => File.WriteAllText(path + ".holder", JsonSerializer.Serialize(holder));

    private static string ReadHolder(string path)
    {
        try
        {
            return DataFile.ReadText(path + ".holder") is { } text && JsonSerializer.Deserialize<Holder>(text) is { } holder
                ? string.Create(
                    CultureInfo.InvariantCulture, $"process {holder.ProcessId} ({holder.Doing}, since {holder.Since:HH:mm:ss} UTC)")
                : "another process";
        }
        catch (Exception e) when (DataFile.IsDamage(e))
        {
            // The holder is still writing its name.
            return "another process";
        }
    }

    private sealed record Holder(int ProcessId, string Doing, DateTimeOffset Since);
}
