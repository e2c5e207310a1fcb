using System.ComponentModel;
using System.Diagnostics;

namespace Pockitect.Web.Projects;

/// <summary>The file manager of this computer.</summary>
/// <param name="Program">The executable.</param>
/// <param name="Arguments">The arguments that select a file.</param>
internal sealed record FileManager(string Program, Func<string, IReadOnlyList<string>> Arguments)
{
    /// <summary>Finds the file manager; null if missing, or no display.</summary>
    public static FileManager? Here { get; } = Find(Environment.GetEnvironmentVariable);

    /// <param name="variable">Reads an environment variable.</param>
    internal static FileManager? Find(Func<string, string?> variable)
    {
        if (OperatingSystem.IsWindows()) return new FileManager("explorer.exe", path => [$"/select,{path}"]);
        if (OperatingSystem.IsMacOS()) return new FileManager("/usr/bin/open", path => ["-R", path]);
        if (string.IsNullOrEmpty(variable("DISPLAY")) && string.IsNullOrEmpty(variable("WAYLAND_DISPLAY"))) return null;
        return (variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, "xdg-open")).FirstOrDefault(File.Exists) is { } program
            // It outlives this process; its output is not ours.
            ? new FileManager(
                "/bin/sh", path => ["-c", "exec \"$0\" \"$1\" >/dev/null 2>&1 </dev/null", program, Path.GetDirectoryName(path) ?? path])
            : null;
    }

    /// <summary>Shows a file in its folder.</summary>
    /// <returns>The error as a sentence; null if the program started.</returns>
    public string? Show(string path)
    {
        var start = new ProcessStartInfo(Program, Arguments(path)) { UseShellExecute = false };
        // A file manager must not receive credentials.
        foreach (var name in start.Environment.Keys
            .Where(name =>
                name.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase)
                    || name.StartsWith("POCKITECT_", StringComparison.OrdinalIgnoreCase))
            .ToList())
            start.Environment.Remove(name);
        try
        {
            using var process = Process.Start(start)!; // Null only when a shell is used.
            return null;
        }
        catch (Win32Exception e)
        {
            return $"Can't start {Program}: {e.Message}";
        }
    }
}
