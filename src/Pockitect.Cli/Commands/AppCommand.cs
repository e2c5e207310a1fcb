using System.CommandLine;
using System.Text.Json.Nodes;
using Pockitect.Cli.Sandbox;
using Pockitect.Web;
using Pockitect.Web.Window;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect app</c>, and <c>pockitect</c> alone</summary>
internal static class AppCommand
{
    public static Command Create(GlobalOptions options)
    {
        var noWindow = new Option<bool>("--no-window") { Description = "Open no window; print a link instead, for a browser here or through an SSH tunnel." };
        var link = new Option<bool>("--link") { Description = "Print a fresh link to the app that runs." };
        var command = new Command("app", "Open the desktop app. `pockitect` alone does the same.") { noWindow, link };
        options.Run(command, (invocation, parsed, ct) => parsed.GetValue(link)
            ? LinkAsync(invocation, ct)
            : RunAsync(invocation, window: !parsed.GetValue(noWindow), ct));
        return command;
    }

    /// <summary>Runs the app until its window is closed or it is interrupted; shows the one that runs already.</summary>
    public static async Task<int> RunAsync(Invocation invocation, bool window, CancellationToken ct)
    {
        var home = invocation.Surroundings.Home();
        using var running = RunningApp.TryBecome(home);
        if (running is null) return await ShowFirstAsync(invocation, ct);

        var browser = window && Browser.IsHere(invocation.Surroundings) ? Browsers.Find(invocation.Surroundings.Variable) : null;
        using var logs = LogFile.Open(home);
        WindowWatch? watch = null;
        DesktopApp? app = null;
        var opener = browser is null ? null : new AppWindow(browser, Path.Combine(home.Root, "run", "browser"), BrowserArguments(invocation));
        void Show()
        {
            // Asked by a second start, which finds this one only after both are there.
            if (opener is not null) watch!.Add(opener.Open(app!.NewLaunchUrl()));
        }

        await using var team = await Team.OpenAsync(invocation, ct);
        var access = new Access(invocation);
        await using var started = app = await DesktopApp.StartAsync(
            new AppParts
            {
                Logs = logs,
                OpenLogs = LogFile.Open,
                Time = invocation.Time,
                Executable = "pockitect",
                InstanceSecret = running.Secret,
                ShowWindow = Show,
                Home = home,
                SignIn = access.Context,
                StartSandbox = stop => SandboxServer.Of(invocation).EnsureRunningAsync(stop),
                Templates = Samples.Folder,
                Calls = invocation.Surroundings.Calls,
                Share = team?.Share(logs, ownsConnection: false),
            },
            ct);
        watch = new WindowWatch(app.Windows, isBusy: () => app.IsBusy, invocation.Time);
        running.Announce(app.Address);
        if (opener is null) TellLink(invocation, app.NewLaunchUrl(), window);
        else Show();

        try
        {
            await (opener is null ? Task.Delay(Timeout.Infinite, ct) : watch.UntilClosedAsync(ct));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Ctrl+C is the way to end it.
        }

        return ExitCodes.Done;
    }

    private static async Task<int> ShowFirstAsync(Invocation invocation, CancellationToken ct)
    {
        if (await RunningApp.ShowAsync(invocation.Surroundings.Home(), ct) is null) throw NotAnswering();
        invocation.Output.Say($"Pockitect is open already; a window of it was opened. `pockitect app --link` prints a link.");
        return ExitCodes.Done;
    }

    private static async Task<int> LinkAsync(Invocation invocation, CancellationToken ct)
    {
        var link = await RunningApp.LinkAsync(invocation.Surroundings.Home(), ct) ?? throw NotAnswering();
        if (invocation.Json) invocation.Output.Json(new JsonObject { ["type"] = "link", ["url"] = link });
        else invocation.Output.Tell($"{link}");
        return ExitCodes.Done;
    }

    private static void TellLink(Invocation invocation, Uri link, bool wantedWindow)
    {
        if (invocation.Json) invocation.Output.Json(new JsonObject { ["type"] = "ready", ["url"] = link.AbsoluteUri });
        if (wantedWindow) invocation.Output.Say($"There is no display here, or no browser of the Chromium family (`pockitect doctor` says which), so open this link yourself.");
        invocation.Output.Say($"Within 30 seconds, once: {link}");
        invocation.Output.Say($"`pockitect app --link` prints a fresh one. Ctrl+C ends the app.");
    }

    private static string[] BrowserArguments(Invocation invocation) =>
        invocation.Surroundings.Variable("POCKITECT_BROWSER_ARGUMENTS")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static Complaint NotAnswering() => new("Pockitect is open already in another process of yours, and does not answer. End that process, then run the same command again.");
}
