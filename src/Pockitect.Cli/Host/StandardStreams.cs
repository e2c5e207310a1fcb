using System.Runtime.InteropServices;

namespace Pockitect.Cli.Host;

/// <summary>This process's standard input, output and error. Works even if the parent process closed some of them.</summary>
internal sealed partial class StandardStreams
{
    private const int GetDescriptorFlags = 1;
    private const int ClosesOnExec = 1;

    // Occupies file descriptors below 3, so that none of our files gets one.
    private readonly List<SafeHandle> _placeholders = [];

    private StandardStreams()
    {
    }

    public required TextReader In { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public required bool InIsTerminal { get; init; }

    public required bool OutIsTerminal { get; init; }

    public required bool ErrorIsTerminal { get; init; }

    /// <summary>
    /// Opens the streams. Must run first: the system assigns a closed stream's descriptor to the next file that is opened.
    /// </summary>
    public static StandardStreams Open()
    {
        var open = (int[])[0, 1, 2];
        if (!OperatingSystem.IsWindows()) open = [.. open.Where(IsOurs)];
        var streams = new StandardStreams
        {
            In = open.Contains(0) ? Console.In : TextReader.Null,
            Out = open.Contains(1) ? new GuardedWriter(Console.Out) : GuardedWriter.Closed(),
            Error = open.Contains(2) ? new GuardedWriter(Console.Error) : GuardedWriter.Closed(),
            InIsTerminal = open.Contains(0) && !Console.IsInputRedirected,
            OutIsTerminal = open.Contains(1) && !Console.IsOutputRedirected,
            ErrorIsTerminal = open.Contains(2) && !Console.IsErrorRedirected,
        };
        if (!OperatingSystem.IsWindows()) streams.FillGaps();
        return streams;
    }

    /// <summary>Whether a stream was inherited. The runtime's own descriptors are closed on exec, so they were not.</summary>
    private static bool IsOurs(int descriptor) =>
        Fcntl(descriptor, GetDescriptorFlags) is var flags && flags >= 0 && (flags & ClosesOnExec) == 0;

    private void FillGaps()
    {
        while (true)
        {
            var handle = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite);
            if (handle.DangerousGetHandle() > 2)
            {
                handle.Dispose();
                return;
            }

            _placeholders.Add(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Fcntl(int descriptor, int command);
}
