namespace Pockitect.Web.Window;

/// <summary>Chromium-based browsers, which can show a page in its own window.</summary>
public static class Browsers
{
    private static readonly string[] OnPath =
        [
            "google-chrome", "google-chrome-stable", "microsoft-edge-stable", "microsoft-edge", "chromium", "chromium-browser",
            "brave-browser",
        ];

    private static readonly string[] OfMac =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        "/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Brave Browser.app/Contents/MacOS/Brave Browser",
    ];

    private static readonly string[] OfWindows =
        [
            @"Google\Chrome\Application\chrome.exe", @"Microsoft\Edge\Application\msedge.exe",
            @"BraveSoftware\Brave-Browser\Application\brave.exe",
        ];

    /// <summary>Returns the first one found, or null.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    public static string? Find(Func<string, string?> variable) =>
        Places(variable).FirstOrDefault(path => File.Exists(path) && !IsPacked(path));

    private static IEnumerable<string> Places(Func<string, string?> variable)
    {
        if (OperatingSystem.IsMacOS()) return OfMac;
        return OperatingSystem.IsWindows()
            ? ((string[])["ProgramFiles", "ProgramFiles(x86)", "LocalAppData"]).Select(variable).OfType<string>()
                .SelectMany(folder => OfWindows.Select(browser => Path.Combine(folder, browser)))
            : (variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .SelectMany(folder => OnPath.Select(browser => Path.Combine(folder, browser)));
    }

    /// <summary>Whether it is a snap or a flatpak, which can't read our folders or use a profile there.</summary>
    private static bool IsPacked(string path)
    {
        var real = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        return real.StartsWith("/snap/", StringComparison.Ordinal)
            || real.EndsWith("/snap", StringComparison.Ordinal)
            || real.Contains("/flatpak/", StringComparison.Ordinal);
    }
}
