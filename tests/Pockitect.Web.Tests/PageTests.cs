using Microsoft.Playwright;

namespace Pockitect.Web.Tests;

/// <summary>The pages as a person meets them.</summary>
[Collection(AppFixture.Shared)]
public sealed class PageTests(AppFixture app)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/", "Projects")]
    [InlineData("/new", "New project")]
    [InlineData("/sign-in", "Accounts")]
    [InlineData("/no-such-page", "Page not found")]
    public async Task Axe_finds_nothing_in_light_and_dark(string path, string title)
    {
        var page = await app.OpenAsync(path);
        await page.GetByRole(AriaRole.Heading, new() { Name = title, Level = 1 }).WaitForAsync();
        await Look.CheckAsync(page, title.Replace(' ', '-'));
        await page.Context.CloseAsync();
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
}
