using System.Globalization;
using System.Text.Json;

namespace Pockitect.Core.Execution;

/// <summary>
/// The right to change a project, held by one process of this computer at a time. The operating system frees it when its
/// holder dies, however it dies; there is nothing to force open.
/// </summary>
public sealed class ProjectLock : IDisposable
{
    private readonly FileStream _file;

    private ProjectLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <returns>The lock, or null and who holds it.</returns>
    public static (ProjectLock? Lock, string? Holder) TryTake(DataFolder folder, string project, string doing, TimeProvider time)
    {
        var path = Path.Combine(folder.Journal, $"{project}.lock");
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
        {
            // Held: Windows and Unix both answer so when another handle has it.
            return (null, ReadHolder(path));
        }

        try
        {
            WriteHolder(path, new Holder(Environment.ProcessId, doing, time.GetUtcNow()));
            return (new ProjectLock(file), null);
        }
        catch
        {
            // Its name could not be written: that is told, and must not look like a lock that somebody holds.
            file.Dispose();
            throw;
        }
    }

    public void Dispose() => _file.Dispose();

    // The name stands beside the lock: nobody else may read a file that is held.
    private static void WriteHolder(string path, Holder holder) => File.WriteAllText(path + ".holder", JsonSerializer.Serialize(holder));

    private static string ReadHolder(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Holder>(File.ReadAllText(path + ".holder")) is { } holder
                ? string.Create(CultureInfo.InvariantCulture, $"process {holder.ProcessId} ({holder.Doing}, since {holder.Since:HH:mm:ss} UTC)")
                : "another process";
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            // The holder is just writing its name.
            return "another process";
        }
    }

    private sealed record Holder(int ProcessId, string Doing, DateTimeOffset Since);
}
