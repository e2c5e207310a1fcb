using Pockitect.Core.Faults;

namespace Pockitect.Core.Files;

/// <summary>Tells failures of this computer's own files from those of a network, which .NET reports by the same exceptions.</summary>
public static class LocalFiles
{
    /// <summary>What .NET sets where no system call has failed: a stream that ended early, a connection that was closed.</summary>
    private const int NoSystemError = unchecked((int)0x80131620);

    /// <summary>What it means, if a file of this computer failed; null if something else did.</summary>
    public static Fault? FaultOf(Exception e) => IsOfFile(e)
        ? new Fault(FaultKind.LocalFile, e.GetType().Name, $"Can't use a file of this computer: {e.Message.TrimEnd('.')}.")
        : null;

    /// <summary>The same, for a file that was to be written.</summary>
    public static Fault NotWritten(string path, Exception e) => new(FaultKind.LocalFile, e.GetType().Name, $"Can't write '{path}': {Reason(e, path)}.");

    // Failures of a network have the one of its socket inside, or no code of the system.
    private static bool IsOfFile(Exception e) => e switch
    {
        UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException or DriveNotFoundException or PathTooLongException => true,
        IOException { InnerException: null } => e.GetType() == typeof(IOException) && e.HResult != NoSystemError,
        _ => false,
    };

    private static string Reason(Exception e, string path) =>
        e.Message.Replace($" : '{path}'", "", StringComparison.Ordinal).Replace($" '{path}'", "", StringComparison.Ordinal).TrimEnd('.');
}
