using Microsoft.Playwright;
using Pockitect.Core.Files;
using Pockitect.Testing;

namespace Pockitect.Bench;

/// <summary>What a person waits for after one keystroke in the wizard, in milliseconds, one for each keystroke.</summary>
/// <param name="Resources">How many resources the diagram draws.</param>
/// <param name="Painted">Until the field, its diagram, the YAML and the price have all followed and are painted.</param>
internal sealed record WizardRun(string Title, int Resources, IReadOnlyList<double> Text, IReadOnlyList<double> Diagram, IReadOnlyList<double> Price, IReadOnlyList<double> Painted);

/// <summary>Types into the wizard's fields in a real browser, and waits for all that has to follow.</summary>
internal static class WizardBench
{
    private const int Keystrokes = 60;
    private const int WarmUp = 20;
    private static readonly string[] samples = ["web-server-with-database", "high-availability"];

    /// <param name="pockitect">The program as ./run builds it.</param>
    public static async Task RunAsync(string pockitect, TextWriter output, CancellationToken ct)
    {
        var home = Directory.CreateTempSubdirectory("pockitect-bench-");
        try
        {
            await using var sandbox = await SandboxProcess.StartAsync(ct);
            var server = Directory.CreateDirectory(Path.Combine(home.FullName, "sandbox", "server"));
            File.Copy(Path.Combine(sandbox.DataFolder, "sandbox.json"), Path.Combine(server.FullName, "sandbox.json"));
            var folder = new DataFolder(home.FullName).ForSandbox();
            Directory.CreateDirectory(Path.GetDirectoryName(folder.BlueprintOf(samples[0]))!); // A file in a folder.
            foreach (var sample in samples) File.Copy(Repository.At($"samples/{sample}.yaml"), folder.BlueprintOf(sample));

            using var playwright = await Playwright.CreateAsync();
            var (process, launch) = await AppRun.LaunchAsync(pockitect, home.FullName, ct);
            using (process)
            {
                try
                {
                    await using var window = await AppRun.OpenAsync(playwright, AppRun.Browser());
                    var context = await window.NewContextAsync(new() { ViewportSize = new ViewportSize { Width = 1280, Height = 860 } });
                    var page = await context.NewPageAsync();
                    await page.GotoAsync(launch.AbsoluteUri);
                    await page.GetByRole(AriaRole.Button, new() { Name = "Use sandbox" }).ClickAsync();
                    await page.GetByRole(AriaRole.Heading, new() { Name = "Projects", Level = 1 }).WaitForAsync();
                    var runs = new List<WizardRun>();
                    foreach (var sample in samples) runs.Add(await TypeAsync(page, sample));
                    WizardReport.Write(output, runs);
                }
                finally
                {
                    process.Kill(entireProcessTree: true);
                    await process.WaitForExitAsync(ct);
                }
            }
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static async Task<WizardRun> TypeAsync(IPage page, string sample)
    {
        await page.GotoAsync(new Uri(new Uri(page.Url), $"/projects/{sample}/edit/data").AbsoluteUri);
        await page.Locator(".wizard[data-attached]").WaitForAsync();
        await page.Locator("[data-keep=price] .total").WaitForAsync();
        var field = page.Locator("#f-data-databases-0-name");
        await field.FocusAsync();
        await page.EvaluateAsync(Watch);
        var keys = new List<double[]>();
        for (var number = 0; number < WarmUp + Keystrokes; number++)
        {
            // The name grows by ten letters, and shrinks again: each keystroke leaves another one.
            await page.EvaluateAsync("expect()");
            await page.Keyboard.PressAsync(number % 20 < 10 ? "x" : "Backspace");
            var times = await page.EvaluateAsync<double[]>("followed()");
            if (number >= WarmUp) keys.Add(times);
        }

        var tiles = await page.Locator(".diagram .tile").CountAsync();
        return new WizardRun(sample, tiles, Column(0), Column(1), Column(2), Column(3));

        IReadOnlyList<double> Column(int index) => [.. keys.Select(times => times[index])];
    }

    /// <summary>Measured by the browser's own clock, from the event of the key. A frame is painted before a message that was sent in it arrives.</summary>
    private const string Watch = """
        () => {
          const field = document.getElementById('f-data-databases-0-name');
          const painted = () => new Promise(done => requestAnimationFrame(() => { const way = new MessageChannel(); way.port1.onmessage = done; way.port2.postMessage(0); }));
          let began, waiting;
          // What a browser does with a key by itself comes before this one.
          field.addEventListener('input', event => began = event.timeStamp, true);
          const shows = (selector, read) => [...document.querySelectorAll(selector)].some(element => read(element).split(/[^a-z]+/).includes(field.value));
          const parts = [
            () => shows('#yaml', area => area.value),
            () => shows('.diagram .tile', tile => tile.textContent),
            () => shows('[data-keep=price] table th', cell => cell.textContent),
          ];
          window.expect = () => {
            began = undefined;
            waiting = new Promise((done, fail) => {
              const late = setTimeout(() => fail(new Error('Not all had followed after 20 s.')), 20000);
              const times = [];
              // The text's value is no part of the tree, so that no observer tells of it.
              const way = new MessageChannel();
              way.port1.onmessage = async () => {
                if (began !== undefined) parts.forEach((part, index) => { if (times[index] === undefined && part()) times[index] = performance.now() - began; });
                if (times.filter(time => time !== undefined).length < parts.length) { setTimeout(() => way.port2.postMessage(0), 1); return; }
                clearTimeout(late);
                await painted();
                done([...times, performance.now() - began]);
              };
              way.port2.postMessage(0);
            });
          };
          window.followed = () => waiting;
        }
        """;
}
