using Pockitect.Core.Faults;

namespace Pockitect.Core.Files;

/// <summary>Distinguishes failures of local files from network failures, for which .NET uses the same exceptions.</summary>
public static class LocalFiles
{
    /// <summary>The error code that .NET sets if no system call failed: a truncated stream, a closed connection.</summary>
    private const int NoSystemError = unchecked((int)0x80131620);

    /// <summary>Returns the fault if a local file failed; null otherwise.</summary>
    public static Fault? FaultOf(Exception e) => IsOfFile(e)
        ? new Fault(FaultKind.LocalFile, e.GetType().Name, $"Can't use a local file: {e.Message.TrimEnd('.')}.")
        : null;

    /// <summary>Returns the fault if writing a local file failed; null otherwise.</summary>
    public static Fault NotWritten(string path, Exception e) =>
        new(FaultKind.LocalFile, e.GetType().Name, $"Can't write '{path}': {Reason(e, path)}.");

    // Network failures have a socket exception inside, or no system error code.
    private static bool IsOfFile(Exception e) => e switch
    {
        UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException or DriveNotFoundException
            or PathTooLongException =>
            true,
        IOException { InnerException: null } => e.GetType() == typeof(IOException) && e.HResult != NoSystemError,
        _ => false,
    };

    private static string Reason(Exception e, string path) =>
        e.Message.Replace($" : '{path}'", "", StringComparison.Ordinal).Replace($" '{path}'", "", StringComparison.Ordinal).TrimEnd('.');
}
