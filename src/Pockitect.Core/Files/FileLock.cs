namespace Pockitect.Core.Files;

/// <summary>The right to change a file that several processes read, change and write whole. The system frees it when its holder dies.</summary>
internal static class FileLock
{
    private const int Tries = 50;
    private static readonly TimeSpan pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for it, for a second.</summary>
    /// <param name="path">A file beside the one that is meant, which stays empty.</param>
    /// <exception cref="IOException">Somebody else holds on to it.</exception>
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
                await Task.Delay(pause, ct);
            }
        }
    }
}
