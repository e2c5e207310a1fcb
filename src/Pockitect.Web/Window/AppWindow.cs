using System.Diagnostics;

namespace Pockitect.Web.Window;

/// <summary>The app's window: a browser without tabs and address bar, with its own profile and none of the user's data.</summary>
/// <param name="browser">A Chromium-based executable.</param>
/// <param name="folder">The folder of its profile and its launch file, readable only by this user.</param>
/// <param name="arguments">More arguments, for tests.</param>
public sealed class AppWindow(string browser, string folder, IReadOnlyList<string>? arguments = null)
{
    private const string OpenedBy = "open.html";

    /// <summary>Opens a window at this URL. The URL contains a code, so it must not appear in a process list.</summary>
    public Process Open(Uri launchUrl)
    {
        var start = new ProcessStartInfo(browser) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in Arguments(WriteOpener(folder, launchUrl))) start.ArgumentList.Add(argument);
        // A browser must not receive credentials.
        foreach (var name in start.Environment.Keys.Where(IsPrivate).ToList()) start.Environment.Remove(name);
        var process = Process.Start(start)!; // Null only when a shell is used.
        // Its output is for browser developers; unread, it would fill the pipe and block.
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Writes a file, readable only by this user, that opens this URL in a browser.</summary>
    public static Uri WriteOpener(string folder, Uri launchUrl)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, OpenedBy);
        WritePrivate(
            file,
            "<!DOCTYPE html><meta charset=\"utf-8\"><meta name=\"referrer\" content=\"no-referrer\"><title>Pockitect</title><meta "
                + $"http-equiv=\"refresh\" content=\"0; url={launchUrl}\">");
        return new Uri(file);
    }

    private IEnumerable<string> Arguments(Uri file) =>
    [
        $"--app={file}", $"--user-data-dir={Path.Combine(folder, "profile")}", "--no-first-run", "--no-default-browser-check",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
        "--window-size=1280,860", "--class=Pockitect",
        .. arguments ?? [],
    ];

    private static bool IsPrivate(string name) =>
        name.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("POCKITECT_", StringComparison.OrdinalIgnoreCase);

    private static void WritePrivate(string path, string text)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }
}
