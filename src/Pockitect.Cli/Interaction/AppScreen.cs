using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Pockitect.Web;
using Pockitect.Web.Window;

namespace Pockitect.Cli.Interaction;

/// <summary>Shows the app: in its own window, otherwise in the user's browser, otherwise as a link.</summary>
internal sealed class AppScreen
{
    private readonly Invocation _invocation;
    private readonly DesktopApp _app;
    private readonly WindowWatch _watch;
    private readonly AppWindow? _window;
    private readonly bool _hasBrowser;
    private readonly bool _wantsWindow;

    public AppScreen(Invocation invocation, DesktopApp app, bool wantsWindow)
    {
        _invocation = invocation;
        _app = app;
        _wantsWindow = wantsWindow;
        _watch = new WindowWatch(app.Windows, isBusy: () => app.IsBusy, invocation.Time);
        _hasBrowser = wantsWindow && Browser.IsHere(invocation.HostEnvironment);
        if (_hasBrowser && Browsers.Find(invocation.HostEnvironment.Variable) is { } browser)
        {
            _window = new AppWindow(
                browser,
                Folder,
                invocation.HostEnvironment.Variable("POCKITECT_BROWSER_ARGUMENTS")?.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    private string Folder => Path.Combine(_invocation.HostEnvironment.Home().Root, "run", "browser");

    /// <summary>Opens a window, or a page if that is not possible.</summary>
    /// <returns>False if neither can be opened.</returns>
    public bool Show()
    {
        if (_window is null) return _hasBrowser && ShowPage();
        try
        {
            var browser = _window.Open(_app.NewLaunchUrl());
            _watch.Add(browser);
            _ = FollowAsync(browser);
            return true;
        }
        catch (Win32Exception)
        {
            // The browser exists but can't be run.
            return ShowPage();
        }
    }

    public Task UntilClosedAsync(CancellationToken ct) => _watch.UntilClosedAsync(ct);

    /// <summary>Prints the app's link, for a browser here or elsewhere.</summary>
    public void TellLink()
    {
        var link = _app.NewLaunchUrl();
        if (_invocation.Json) _invocation.Output.Json(new JsonObject { ["type"] = "ready", ["url"] = link.AbsoluteUri });
        if (_wantsWindow) _invocation.Output.Say($"No browser could be opened (see `pockitect doctor`). Open this link yourself.");
        _invocation.Output.Say($"Open within 30 seconds; works once: {link}");
        _invocation.Output.Say($"`pockitect app --link` prints a new link. Press Ctrl+C to quit.");
    }

    /// <summary>
    /// Opens the user's browser. On Linux it receives the link itself: a packaged browser can't read our files, and other users who see the
    /// link in the process list are rejected. Elsewhere a file that only this user can read leads to the link.
    /// </summary>
    private bool ShowPage()
    {
        var link = _app.NewLaunchUrl();
        if (!Browser.Open(OperatingSystem.IsLinux() ? link : AppWindow.WriteOpener(Folder, link))) return false;
        _watch.AddPage();
        _invocation.Output.Say($"No Chromium-based browser found; using your default browser. Press Ctrl+C to quit.");
        return true;
    }

    /// <summary>Reports a browser that exits immediately because it can't show a window.</summary>
    private async Task FollowAsync(Process browser)
    {
        if (await _watch.HasOpenedAsync(browser)) return;
        _watch.Remove(browser);
        _invocation.Output.Say($"The browser exited immediately with code {browser.ExitCode}, so there is no window.");
        TellLink();
    }
}
