namespace Pockitect.Core.Files;

/// <summary>The right to rewrite a file that several processes change. The system releases it when its holder dies.</summary>
internal static class FileLock
{
    private const int Tries = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Takes the lock, and waits up to one second.</summary>
    /// <param name="path">A separate lock file, which stays empty.</param>
    /// <exception cref="IOException">Another process holds the lock.</exception>
    public static async Task<FileStream> TakeAsync(string path, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (tries < Tries)
            {
                await Task.Delay(Pause, ct);
            }
        }
    }
}
