using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Pockitect.Web.Tests;

/// <summary>The pages as a person meets them.</summary>
public sealed class PageTests(AppFixture app)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/", "Projects")]
    [InlineData("/new", "New project")]
    [InlineData("/sign-in", "Accounts")]
    [InlineData("/no-such-page", "There is no such page")]
    public async Task Axe_finds_nothing_in_light_and_dark(string path, string title)
    {
        foreach (var dark in (bool[])[false, true])
        {
            var page = await app.OpenAsync(path, dark);
            await page.GetByRole(AriaRole.Heading, new() { Name = title, Level = 1 }).WaitForAsync();
            if (Environment.GetEnvironmentVariable("POCKITECT_SCREENSHOTS") is { Length: > 0 } folder)
                await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{title.Replace(' ', '-')}-{(dark ? "dark" : "light")}.png") });

            var result = await page.RunAxe();

            Assert.Empty(result.Violations.Select(Words));
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task A_file_that_appears_on_disk_is_listed_and_a_broken_one_says_where()
    {
        var page = await app.OpenAsync("/");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Projects", Level = 1 }).WaitForAsync();

        await File.WriteAllTextAsync(app.App.Folder.BlueprintOf("dropped"), "project: {name: dropped, region: eu-west-1}\nnonsense: 1\n", Ct);

        await page.GetByText("dropped.yaml:2:1").WaitForAsync();
        await page.Context.CloseAsync();
    }

    /// <summary>Where pictures of pages are kept for a person to look at; null for nowhere.</summary>
    internal static string? Screenshots => Environment.GetEnvironmentVariable("POCKITECT_SCREENSHOTS") is { Length: > 0 } folder ? folder : null;

    /// <summary>Turns a page dark or light, and waits until it is.</summary>
    internal static async Task ShowAsync(IPage page, ColorScheme scheme)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        // The server learns of it and answers with the colours, which fade from one to the other.
        await page.WaitForFunctionAsync(
            "dark => (parseInt(getComputedStyle(document.body).backgroundColor.match(/[0-9]+/)[0], 10) < 128) === dark", scheme is ColorScheme.Dark);
        await page.WaitForFunctionAsync("() => document.getAnimations().every(animation => animation.playState !== 'running' || animation.effect.getComputedTiming().iterations === Infinity)");
    }

    internal static string Words(AxeResultItem violation) => $"{violation.Id}: {violation.Help} {string.Join("; ", violation.Nodes.Select(node => node.Html))}";
}
