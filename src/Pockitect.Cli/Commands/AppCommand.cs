using System.CommandLine;
using System.Text.Json.Nodes;
using Pockitect.Aws.Credentials;
using Pockitect.Cli.Files;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Rendering;
using Pockitect.Cli.Sandbox;
using Pockitect.Cli.Sessions;
using Pockitect.Core.Files;
using Pockitect.Core.Journals;
using Pockitect.Web;
using Pockitect.Web.Window;
using Pockitect.Web.Work;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect app</c>, and <c>pockitect</c> without a command</summary>
internal static class AppCommand
{
    public static Command Create(GlobalOptions options)
    {
        var noWindow = NoWindow();
        var link = new Option<bool>("--link") { Description = "Print a new link to the running app." };
        var command = new Command(
            "app", "Open the desktop app. In a terminal, `pockitect` without a command does the same.") { noWindow, link };
        options.Run(command, (invocation, parsed, ct) => parsed.GetValue(link)
            ? LinkAsync(invocation, ct)
            : RunAsync(invocation, wantsWindow: !parsed.GetValue(noWindow), ct));
        return command;
    }

    public static Option<bool> NoWindow() =>
        new("--no-window") { Description = "Print a link instead of opening a window, for a local browser or an SSH tunnel." };

    /// <summary>Runs the app until its window is closed or it is interrupted. If it already runs, shows it.</summary>
    public static async Task<int> RunAsync(Invocation invocation, bool wantsWindow, CancellationToken ct)
    {
        var home = invocation.HostEnvironment.Home();
        using var running = RunningApp.TryBecome(home);
        if (running is null) return await ShowFirstAsync(invocation, wantsWindow, ct);

        TellUnfinished(invocation);
        using var logs = LogFile.Open(home);
        await using var team = await RedisConnectionScope.OpenAsync(invocation, ct);
        AppScreen? screen = null;
        var access = new Access(invocation);
        await using var app = await DesktopApp.StartAsync(
            new AppParts
            {
                Logs = logs,
                OpenLogs = LogFile.Open,
                Time = invocation.Time,
                Executable = "pockitect",
                InstanceSecret = running.Secret,
                // Called by a second start, which finds this app only after it was announced.
                ShowWindow = () => screen!.Show(),
                Home = home,
                SignIn = access.Context,
                OpenVault = () => invocation.HostEnvironment.OpenVault(home),
                OpenLink = link => Browser.IsHere(invocation.HostEnvironment) && Browser.Open(link),
                StartSandbox = (progress, stop) => StartSandboxAsync(invocation, progress, stop),
                Templates = Samples.Folder,
                Calls = invocation.HostEnvironment.Calls,
                Share = team?.Share(logs, ownsConnection: false),
            },
            ct);
        screen = new AppScreen(invocation, app, wantsWindow);
        running.Announce(app.Address);
        if (!screen.Show()) screen.TellLink();

        try
        {
            await screen.UntilClosedAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Ctrl+C is a normal exit.
        }

        return ExitCodes.Done;
    }

    private static async Task<Uri> StartSandboxAsync(Invocation invocation, IProgress<string> progress, CancellationToken ct)
    {
        try
        {
            return await SandboxServer.Of(invocation).EnsureRunningAsync(ct, tell: progress.Report);
        }
        catch (CommandException complaint)
        {
            throw new SignInException(complaint.Message, complaint);
        }
    }

    private static void TellUnfinished(Invocation invocation)
    {
        if (invocation.Json) return;
        var history = new OperationHistory(invocation.Folder);
        foreach (var record in history.Abandoned) UnfinishedView.Show(invocation.Output, record);
        foreach (var journal in history.Damaged) FileProblems.Show(invocation.Output, journal.Problem, journal.Project);
    }

    private static async Task<int> ShowFirstAsync(Invocation invocation, bool wantsWindow, CancellationToken ct)
    {
        // The first app may have been started without a display and without a window.
        if (!wantsWindow) return await LinkAsync(invocation, ct);
        var shown = await RunningApp.ShowAsync(invocation.HostEnvironment.Home(), ct) ?? throw NotAnswering();
        if (shown.Length == 0) return await LinkAsync(invocation, ct);
        invocation.Output.Say($"Pockitect is already running; opened another window. `pockitect app --link` prints a link.");
        return ExitCodes.Done;
    }

    private static async Task<int> LinkAsync(Invocation invocation, CancellationToken ct)
    {
        var home = invocation.HostEnvironment.Home();
        var link = await RunningApp.LinkAsync(home, ct)
            ?? throw (IsRunning(home)
                ? NotAnswering()
                : new CommandException(
                    "Pockitect isn't running. Start it with `pockitect app`, or with `pockitect app --no-window` to get a link."));
        if (invocation.Json) invocation.Output.Json(new JsonObject { ["type"] = "link", ["url"] = link });
        else invocation.Output.TellWhole(link);
        return ExitCodes.Done;
    }

    private static bool IsRunning(DataFolder home)
    {
        using var free = RunningApp.TryBecome(home);
        return free is null;
    }

    private static CommandException NotAnswering() =>
        new("Pockitect is running but not responding. End its process, then run the same command again.");
}
