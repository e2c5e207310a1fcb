using System.Diagnostics;
using System.Net.Http.Json;
using Microsoft.Playwright;
using Pockitect.Core.Files;
using Pockitect.Testing;

namespace Pockitect.Bench;

/// <summary>What a person waits for in the window's monitor, in milliseconds.</summary>
/// <param name="Filters">From a change of the search to the painted table.</param>
/// <param name="LongestTask">While scrolling; 0 where no task took 50 ms or more.</param>
/// <param name="LongestFrame">The longest time between two frames while scrolling.</param>
/// <param name="MostNodes">The most elements that the table had at once.</param>
internal sealed record MonitorRun(string Title, IReadOnlyList<double> Filters, double LongestTask, double LongestFrame, int MostNodes, double SelectAll);

/// <summary>From the start of the program.</summary>
/// <param name="Ready">Until it says that it listens.</param>
/// <param name="Usable">Until a browser that was started then shows a page that can be used.</param>
internal sealed record ColdStart(double Ready, double Usable);

/// <summary>Opens the window's pages in a real browser, over an account that was seen to hold 50,000 resources, at rest and while a deploy streams.</summary>
internal static class MonitorBench
{
    public const int Resources = 50_000;
    private const int Starts = 7;

    // Enough for the deploy not to be over before its first steps are seen, and then for it to last as long as is measured.
    private const int LatencyMs = 300;
    private const int LongLatencyMs = 2000;
    private const int Extras = 16;
    private const string Project = "streamed";

    /// <param name="pockitect">The program as ./run builds it.</param>
    public static async Task RunAsync(string pockitect, TextWriter output, CancellationToken ct)
    {
        var browser = AppRun.Browser();
        var home = Directory.CreateTempSubdirectory("pockitect-bench-");
        try
        {
            await using var sandbox = await SandboxProcess.StartAsync(ct);
            var server = Directory.CreateDirectory(Path.Combine(home.FullName, "sandbox", "server"));
            File.Copy(Path.Combine(sandbox.DataFolder, "sandbox.json"), Path.Combine(server.FullName, "sandbox.json"));
            using var playwright = await Playwright.CreateAsync();

            // The first start warms the disk, and is not measured.
            var starts = new List<ColdStart>();
            for (var start = 0; start <= Starts; start++)
            {
                var cold = await StartAsync(pockitect, home.FullName, playwright, browser, ct);
                if (start > 0) starts.Add(cold);
            }

            var folder = new DataFolder(home.FullName).ForSandbox();
            await LargeInventory.WriteAsync(folder, Resources, ct);
            await File.WriteAllTextAsync(folder.BlueprintOf(Project), Blueprint(), ct);
            var (runs, steps) = await MonitorAsync(pockitect, home.FullName, playwright, browser, sandbox, ct);
            MonitorReport.Write(output, starts, runs, steps, await PictureBench.RunAsync());
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static async Task<ColdStart> StartAsync(string pockitect, string home, IPlaywright playwright, string browser, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var (process, launch) = await AppRun.LaunchAsync(pockitect, home, ct);
        using (process)
        {
            var ready = Stopwatch.GetElapsedTime(began);
            try
            {
                await using var window = await AppRun.OpenAsync(playwright, browser);
                var page = await window.NewPageAsync();
                await page.GotoAsync(launch.AbsoluteUri);
                await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Use sandbox" })).ToBeEnabledAsync();
                return new ColdStart(ready.TotalMilliseconds, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
            finally
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(ct);
            }
        }
    }

    private static async Task<(IReadOnlyList<MonitorRun> Runs, string Steps)> MonitorAsync(
        string pockitect, string home, IPlaywright playwright, string browser, SandboxProcess sandbox, CancellationToken ct)
    {
        var (process, launch) = await AppRun.LaunchAsync(pockitect, home, ct);
        using (process)
        {
            try
            {
                await using var window = await AppRun.OpenAsync(playwright, browser);
                var context = await window.NewContextAsync(new() { ViewportSize = new ViewportSize { Width = 1280, Height = 860 } });
                context.SetDefaultTimeout(60_000);
                var page = await context.NewPageAsync();
                await page.GotoAsync(launch.AbsoluteUri);
                await page.GetByRole(AriaRole.Button, new() { Name = "Use sandbox" }).ClickAsync();
                await page.GetByRole(AriaRole.Heading, new() { Name = "Projects", Level = 1 }).WaitForAsync();
                await TellAsync("signed in");
                var probe = await MonitorProbe.OpenAsync(page);
                await TellAsync("the monitor is open");
                await probe.RunAsync("warming up");
                var atRest = await probe.RunAsync("at rest");
                await TellAsync("measured at rest");

                var other = await context.NewPageAsync();
                await other.GotoAsync(new Uri(new Uri(page.Url), $"/projects/{Project}/deploy").AbsoluteUri);
                var deploy = other.Locator("button", new() { HasText = "changes to eu-west-1" });
                await deploy.WaitForAsync();
                await TellAsync("the deploy is planned");
                await SlowAsync(sandbox, LatencyMs, ct);
                await deploy.ClickAsync();
                var running = page.Locator("footer").GetByText("step ");
                await running.WaitForAsync();
                await SlowAsync(sandbox, LongLatencyMs, ct);
                // A page behind another is drawn once a second.
                await page.BringToFrontAsync();
                await TellAsync("the deploy runs");
                var streaming = await probe.RunAsync("while a deploy streams");
                if (await running.CountAsync() == 0) throw new InvalidOperationException($"The deploy was over before the measuring was:\n{await other.Locator("main").InnerTextAsync()}");
                var steps = await running.TextContentAsync() ?? "";
                return ([atRest, streaming], steps);
            }
            finally
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(ct);
            }
        }
    }

    /// <summary>For whoever waits: the result is on the other stream.</summary>
    private static Task TellAsync(string what) => Console.Error.WriteLineAsync($"{TimeProvider.System.GetLocalNow():HH:mm:ss} {what}");

    private static async Task SlowAsync(SandboxProcess sandbox, int latencyMs, CancellationToken ct)
    {
        using var answer = await sandbox.Control.PatchAsJsonAsync("settings", new { latency_ms = latencyMs }, ct);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The largest sample and as many parameters as make a deploy of some sixty steps.</summary>
    private static string Blueprint() =>
        File.ReadAllText(Repository.At("samples/high-availability.yaml")).Replace("name: high-availability", $"name: {Project}", StringComparison.Ordinal)
        + "\nresources:\n"
        + string.Concat(Enumerable.Range(1, Extras).Select(number => $"  setting-{number}:\n    type: AWS::SSM::Parameter\n    properties: {{Name: /{Project}/{number}, Type: String, Value: \"{number}\"}}\n"));
}
