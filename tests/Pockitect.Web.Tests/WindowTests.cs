using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Pockitect.Core.Files;
using Pockitect.Testing;
using Pockitect.Web.Preferences;
using Pockitect.Web.Window;

namespace Pockitect.Web.Tests;

/// <summary>The app's window as a person has it: a real browser on a display, opened and closed.</summary>
[Collection(AppFixture.Shared)]
public sealed class WindowTests(AppFixture browser)
{
    // The pages' ground, in light.
    private const int Ground = 0xF7F8FA;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_opens_shows_itself_again_outlives_its_window_while_something_runs_and_ends_with_it_otherwise()
    {
        var home = Directory.CreateTempSubdirectory("pockitect-window-");
        await using var display = await VirtualDisplay.StartAsync(Ct);
        AppProcess.Prepare(home, browser.App.Sandbox);
        await File.WriteAllTextAsync(Path.Combine(home.FullName, WindowNotes.FileName), """{"theme": "Light", "tour": {"project": null, "done": [], "is_put_away": true}}""", Ct);
        var app = Start(home, display);
        var (said, errors) = (app.StandardOutput.ReadToEndAsync(Ct), app.StandardError.ReadToEndAsync(Ct));
        try
        {
            await UntilAsync(() => display.ShareOf(Ground) > 0.4, "the window is painted");
            var first = Browser(home);
            // A browser that exits within seconds has shown no window, which the app reports.
            var open = Stopwatch.StartNew();

            var second = await OwnProcess.EndAsync(Start(home, display), Ct);
            Assert.Equal((0, ""), (second.ExitCode, second.Out));
            Assert.Contains("opened another window", second.Error, StringComparison.Ordinal);

            var page = await SignInAsync(home);
            await DeployAsync(page, home);
            await UntilAsync(() => open.Elapsed > TimeSpan.FromSeconds(6), "the window has been there for a while");
            first.Kill();
            await first.WaitForExitAsync(Ct);
            await UntilAsync(() => display.ShareOf(Ground) == 0, "the window is closed");
            // Longer than the app needs to notice the end of its window.
            await RealTime.PassAsync(2000, Ct);
            Assert.False(app.HasExited);

            Assert.Equal(0, (await OwnProcess.EndAsync(Start(home, display), Ct)).ExitCode);
            await UntilAsync(() => display.ShareOf(Ground) > 0.4, "the window is painted again");
            var reopened = Browser(home);
            open.Restart();
            await page.GetByRole(AriaRole.Contentinfo).GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Deploying slowly") }).WaitForAsync();
            await page.Context.CloseAsync();
            await QuickenAsync();
            var status = new DataFolder(home.FullName).ForSandbox().StatusOf("slowly");
            await UntilAsync(() => File.Exists(status), "the operation has ended");
            await UntilAsync(() => open.Elapsed > TimeSpan.FromSeconds(6), "the window has been there for a while");
            reopened.Kill();

            await UntilAsync(() => app.HasExited, "the app ends with its window");
            Assert.Equal((0, ""), (app.ExitCode, await said));
            Assert.Equal("", await errors);
        }
        finally
        {
            // The sandbox is shared.
            await QuickenAsync();
            app.Kill(entireProcessTree: true);
            await app.WaitForExitAsync(CancellationToken.None);
            home.Delete(recursive: true);
        }
    }

    private static Process Start(DirectoryInfo home, VirtualDisplay display) => OwnProcess.Start(
        Repository.At("artifacts/bin/Pockitect.Cli/debug/pockitect"),
        home.FullName,
        ["app"],
        new Dictionary<string, string>
        {
            ["DISPLAY"] = display.Name,
            ["POCKITECT_BROWSER_ARGUMENTS"] = Environment.UserName == "root" ? "--no-sandbox --disable-gpu" : "--disable-gpu",
        });

    /// <summary>The browser that has this data folder's profile: the first of its processes, which the others are parts of.</summary>
    private static Process Browser(DirectoryInfo home) => Process.GetProcessesByName("chromium").Single(process =>
    {
        var words = WordsOf(process);
        return words.Contains($"--user-data-dir={Path.Combine(home.FullName, "run", "browser", "profile")}") && !words.Any(word => word.StartsWith("--type=", StringComparison.Ordinal));
    });

    /// <summary>The command line of a process; empty if it has ended, because other tests open and close browsers too.</summary>
    private static string[] WordsOf(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline").Split('\0');
        }
        catch (IOException)
        {
            return [];
        }
    }

    private async Task<IPage> SignInAsync(DirectoryInfo home)
    {
        var context = await browser.Browser.NewContextAsync();
        context.SetDefaultTimeout(TestPatience.Milliseconds(20_000));
        var page = await context.NewPageAsync();
        await page.GotoAsync(await RunningApp.LinkAsync(new DataFolder(home.FullName), Ct) ?? throw new InvalidOperationException("The app does not answer."));
        await page.GetByRole(AriaRole.Button, new() { Name = "Use sandbox" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Projects", Level = 1 }).WaitForAsync();
        return page;
    }

    /// <summary>Begins what goes on until the sandbox is told to be quick.</summary>
    private async Task DeployAsync(IPage page, DirectoryInfo home)
    {
        await File.WriteAllTextAsync(
            new DataFolder(home.FullName).ForSandbox().BlueprintOf("slowly"), "project: {name: slowly, region: ap-south-1}\ncompute: {instances: [{name: web}]}\n", Ct);
        using var slow = await browser.App.Sandbox.Control.PostAsJsonAsync("faults", new { kind = "throttle", service = "ec2", action = "CreateVpc" }, Ct);
        slow.EnsureSuccessStatusCode();
        await page.GotoAsync(new Uri(new Uri(page.Url), "/projects/slowly/deploy").AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Deploy [0-9]+ changes") }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Deploying slowly" }).WaitForAsync();
    }

    private async Task QuickenAsync()
    {
        using var quick = await browser.App.Sandbox.Control.DeleteAsync(new Uri("faults", UriKind.Relative), CancellationToken.None);
    }

    private static Task UntilAsync(Func<bool> holds, string what) => Eventually.HoldsAsync(holds, Ct, what: what);
}
