using System.ComponentModel;
using System.Diagnostics;
using Pockitect.Cli.Host;

namespace Pockitect.Cli.Interaction;

/// <summary>The user's browser. It receives a link and none of our credentials in its environment.</summary>
internal static class Browser
{
    public static bool IsHere(HostEnvironment host) => OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
        || host.Variable("DISPLAY") is { Length: > 0 } || host.Variable("WAYLAND_DISPLAY") is { Length: > 0 };

    /// <returns>False if no browser could be started.</returns>
    public static bool Open(Uri link)
    {
        // Browsers write to the terminal that started them; the shell discards that output.
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo("rundll32.exe", ["url.dll,FileProtocolHandler", link.AbsoluteUri])
            : OperatingSystem.IsMacOS() ? new ProcessStartInfo("/usr/bin/open", [link.AbsoluteUri])
            : new ProcessStartInfo(
                "/bin/sh",
                [
                    "-c",
                    "command -v xdg-open > /dev/null || exit 1; xdg-open \"$1\" > /dev/null 2>&1 < /dev/null &",
                    "sh",
                    link.AbsoluteUri,
                ]);
        foreach (var variable in start.Environment.Keys.Where(key => key.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(variable);
        try
        {
            using var browser = Process.Start(start)!; // Null only when a shell is used.
            // On Linux the shell exits immediately and reports whether links can be opened.
            if (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()) return true;
            browser.WaitForExit();
            return browser.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
