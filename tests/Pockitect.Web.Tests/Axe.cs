using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Pockitect.Web.Tests;

/// <summary>Looks for what WCAG 2.2 AA forbids, in light and dark, with nothing left out.</summary>
internal static class Axe
{
    public static async Task FindsNothingAsync(IPage page)
    {
        foreach (var scheme in (ColorScheme[])[ColorScheme.Dark, ColorScheme.Light])
        {
            await InSchemeAsync(page, scheme);
            Assert.Empty((await page.RunAxe()).Violations.Select(Words));
        }
    }

    /// <summary>Changes the colours, and waits until they are there.</summary>
    public static async Task InSchemeAsync(IPage page, ColorScheme scheme)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        // The server learns of it and answers with the colours, which fade from one to the other.
        await page.WaitForFunctionAsync(
            "dark => (parseInt(getComputedStyle(document.body).backgroundColor.match(/[0-9]+/)[0], 10) < 128) === dark", scheme is ColorScheme.Dark);
        await page.WaitForFunctionAsync("() => document.getAnimations().every(animation => animation.playState !== 'running' || animation.effect.getComputedTiming().iterations === Infinity)");
    }

    public static string Words(AxeResultItem violation) => $"{violation.Id}: {violation.Help} {string.Join("; ", violation.Nodes.Select(node => node.Html))}";
}
