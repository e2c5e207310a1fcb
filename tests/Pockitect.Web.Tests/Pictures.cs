using Microsoft.Playwright;

namespace Pockitect.Web.Tests;

/// <summary>Pictures of the screens for the guide, in light and dark, where <c>POCKITECT_PICTURES</c> names a folder; <c>tools/pictures</c> does.</summary>
internal static class Pictures
{
    private static readonly string? folder = Environment.GetEnvironmentVariable("POCKITECT_PICTURES") is { Length: > 0 } named ? named : null;

    public static async Task TakeAsync(IPage page, string name)
    {
        if (folder is null) return;
        foreach (var scheme in (ColorScheme[])[ColorScheme.Dark, ColorScheme.Light])
        {
            await Look.InSchemeAsync(page, scheme);
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{(scheme is ColorScheme.Dark ? "dark" : "light")}.png") });
        }
    }
}
