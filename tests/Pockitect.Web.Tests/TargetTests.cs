using Microsoft.Playwright;

namespace Pockitect.Web.Tests;

/// <summary>Whatever is pressed is at least 24 by 24 px (WCAG 2.5.8), but for links in a sentence.</summary>
[Collection(AppFixture.Shared)]
public sealed class TargetTests(AppFixture app)
{
    private const string Small = """
        () => [...document.querySelectorAll('button, summary, select, input, textarea, [role=button]:not(svg *), td a, th a, nav a, footer a')]
          .map(element => [element, element.getBoundingClientRect()])
          .filter(([element, box]) => box.width > 0 && box.height > 0 && !element.closest('.visually-hidden, .skip') && (box.width < 23.5 || box.height < 23.5))
          .map(([element, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${element.outerHTML.slice(0, 120)}`)
        """;

    [Theory]
    [InlineData("/")]
    [InlineData("/new")]
    [InlineData("/settings")]
    [InlineData("/sign-in")]
    [InlineData("/activity")]
    [InlineData("/monitor")]
    [InlineData("/projects/targets")]
    [InlineData("/projects/targets/delete")]
    [InlineData("/projects/targets/edit/network")]
    [InlineData("/projects/targets/edit/data")]
    [InlineData("/projects/targets/edit/review")]
    public async Task No_target_is_too_small(string path)
    {
        await app.WriteAsync("targets");
        var page = await app.OpenAsync(path);
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        Assert.Empty(await page.EvaluateAsync<string[]>(Small));
        await page.Context.CloseAsync();
    }
}
