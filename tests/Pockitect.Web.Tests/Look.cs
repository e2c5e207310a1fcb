using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Pockitect.Web.Tests;

/// <summary>Looks at a page as it stands, in both colours.</summary>
internal static class Look
{
    private static readonly AxeRunOptions colours = new() { RunOnly = RunOnlyOptions.Rules("color-contrast", "link-in-text-block") };

    /// <summary>Axe finds nothing, in dark and light; where <c>POCKITECT_SCREENSHOTS</c> names a folder, a picture of each is kept, and one with forced colours.</summary>
    public static async Task CheckAsync(IPage page, string name)
    {
        foreach (var scheme in (ColorScheme[])[ColorScheme.Dark, ColorScheme.Light])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            // The server learns of it and answers with the colours, which fade from one to the other.
            await page.WaitForFunctionAsync(
                "dark => (parseInt(getComputedStyle(document.body).backgroundColor.match(/[0-9]+/)[0], 10) < 128) === dark", scheme is ColorScheme.Dark);
            await page.WaitForFunctionAsync("() => document.getAnimations().every(animation => animation.playState !== 'running' || animation.effect.getComputedTiming().iterations === Infinity)");
            await KeepAsync(page, $"{name}-{(scheme is ColorScheme.Dark ? "dark" : "light")}");
            // All but the colours is the same in both.
            var found = scheme is ColorScheme.Dark ? await page.RunAxe() : await page.RunAxe(colours);
            Assert.Empty(found.Violations.Select(PageTests.Words));
        }

        await page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        await KeepAsync(page, $"{name}-forced");
        await page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.None });
    }

    private static async Task KeepAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("POCKITECT_SCREENSHOTS") is { Length: > 0 } folder) await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
    }
}
