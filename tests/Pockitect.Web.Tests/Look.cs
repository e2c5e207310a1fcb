using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Pockitect.Web.Tests;

/// <summary>Looks at a page as it stands, in both colours.</summary>
internal static class Look
{
    private static readonly AxeRunOptions colours = new() { RunOnly = RunOnlyOptions.Rules("color-contrast", "link-in-text-block") };

    /// <summary>Where pictures of pages are kept for a person to look at; null for nowhere.</summary>
    public static string? Screenshots { get; } = Environment.GetEnvironmentVariable("POCKITECT_SCREENSHOTS") is { Length: > 0 } folder ? folder : null;

    /// <summary>Axe finds nothing that WCAG 2.2 AA forbids, in dark and light, with nothing left out; where screenshots are desired, one of each is kept, and one with forced colours.</summary>
    public static async Task CheckAsync(IPage page, string name)
    {
        foreach (var scheme in (ColorScheme[])[ColorScheme.Dark, ColorScheme.Light]) await CheckAsync(page, name, scheme);
        if (Screenshots is null) return;
        await page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        await KeepAsync(page, $"{name}-forced");
        await page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.None });
    }

    public static async Task CheckAsync(IPage page, string name, ColorScheme scheme)
    {
        await InSchemeAsync(page, scheme);
        await KeepAsync(page, $"{name}-{(scheme is ColorScheme.Dark ? "dark" : "light")}");
        // All but the colours is the same in both.
        var found = scheme is ColorScheme.Dark ? await page.RunAxe() : await page.RunAxe(colours);
        Assert.True(found.Violations.Length == 0, $"{name}, {scheme}: {string.Join("\n", found.Violations.Select(Words))}");
    }

    /// <summary>Turns a page dark or light, and waits until it is.</summary>
    public static async Task InSchemeAsync(IPage page, ColorScheme scheme)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        // The server learns of it and answers with the colours, which fade from one to the other.
        await page.WaitForFunctionAsync(
            "dark => (parseInt(getComputedStyle(document.body).backgroundColor.match(/[0-9]+/)[0], 10) < 128) === dark", scheme is ColorScheme.Dark);
        await page.WaitForFunctionAsync("() => document.getAnimations().every(animation => animation.playState !== 'running' || animation.effect.getComputedTiming().iterations === Infinity)");
    }

    private static string Words(AxeResultItem violation) => $"{violation.Id}: {violation.Help} {string.Join("; ", violation.Nodes.Select(node => node.Html))}";

    private static async Task KeepAsync(IPage page, string name)
    {
        if (Screenshots is not null) await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"{name}.png") });
    }
}
