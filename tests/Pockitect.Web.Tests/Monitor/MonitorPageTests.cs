using System.Text.Json.Nodes;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Pockitect.Web.Tests.Monitor;

/// <summary>The monitor as a person meets it, over what AWS made by itself in every fresh account.</summary>
public sealed class MonitorPageTests(MonitorPageTests.OwnApp app) : IClassFixture<MonitorPageTests.OwnApp>
{
    /// <summary>What others make would show in its tables.</summary>
    public sealed class OwnApp : AppFixture;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_scan_fills_the_table_and_a_search_and_a_region_filter_it()
    {
        var page = await OpenScannedAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("type:vpc");
        await page.Locator(".rows tbody").GetByText("eu-west-1", new() { Exact = true }).First.WaitForAsync();

        await page.GetByRole(AriaRole.Searchbox).FillAsync("type:vpc colour:red");
        await page.GetByText("There is no key 'colour'.").WaitForAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("type:vpc");
        var region = page.Locator(".strip").GetByRole(AriaRole.Button, new() { Name = "eu-west-1" });
        await region.ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "1 resource", Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("type:vpc region:eu-west-1");
        await Assertions.Expect(region).ToHaveAttributeAsync("aria-pressed", "true");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_header_sorts_and_says_so_and_few_rows_are_drawn()
    {
        var page = await OpenScannedAsync();
        var header = page.GetByRole(AriaRole.Columnheader, new() { Name = "Region" });

        await header.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(header).ToHaveAttributeAsync("aria-sort", "ascending");
        await header.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(header).ToHaveAttributeAsync("aria-sort", "descending");
        await Assertions.Expect(page.Locator(".rows tbody tr").Nth(1).Locator("td").Nth(3)).ToHaveTextAsync("us-west-2");

        Assert.InRange(await page.EvaluateAsync<int>("() => document.querySelectorAll('.rows table *').length"), 100, 300);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Details_tell_what_a_resource_is_used_by_and_the_commands_that_show_it()
    {
        var page = await OpenScannedAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("type:vpc region:eu-west-1");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "1 resource", Exact = true })).ToBeVisibleAsync();

        await page.Locator(".rows button.name").ClickAsync();
        var details = page.Locator("aside");
        await details.GetByText("aws ec2 describe-vpcs").WaitForAsync();
        await details.GetByText("pockitect show vpc-").WaitForAsync();
        await Assertions.Expect(details.GetByRole(AriaRole.Heading, new() { Name = "Used by" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_is_shown_is_exported()
    {
        var page = await OpenScannedAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("type:vpc region:eu-west-1");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "1 resource", Exact = true })).ToBeVisibleAsync();

        var csv = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "CSV" }).ClickAsync());
        var json = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "JSON" }).ClickAsync());

        Assert.Equal("pockitect-resources.csv", csv.SuggestedFilename);
        Assert.Equal(2, (await File.ReadAllLinesAsync(await csv.PathAsync(), Ct)).Length);
        var only = Assert.Single(JsonNode.Parse(await File.ReadAllTextAsync(await json.PathAsync(), Ct))!.AsArray());
        Assert.Equal("eu-west-1", (string?)only!["region"]);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Axe_finds_nothing_in_light_and_dark()
    {
        foreach (var dark in (bool[])[false, true])
        {
            var page = await OpenScannedAsync(dark);
            await page.GetByLabel("Group by").SelectOptionAsync("Region");
            await page.Locator(".rows button.name").First.ClickAsync();
            await page.Locator("aside h2").WaitForAsync();
            if (Environment.GetEnvironmentVariable("POCKITECT_SCREENSHOTS") is { Length: > 0 } folder)
                await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"Monitor-{(dark ? "dark" : "light")}.png"), FullPage = true });

            var result = await page.RunAxe();

            Assert.Empty(result.Violations.Select(violation => $"{violation.Id}: {violation.Help} {string.Join("; ", violation.Nodes.Select(node => node.Html))}"));
            await page.Context.CloseAsync();
        }
    }

    private async Task<IPage> OpenScannedAsync(bool dark = false)
    {
        var page = await app.OpenAsync("/monitor", dark);
        var scan = page.GetByRole(AriaRole.Button, new() { Name = "Scan", Exact = true });
        await scan.ClickAsync();
        // Where it was scanned before, the table is there already.
        await page.GetByLabel("AWS's own").CheckAsync();
        await Assertions.Expect(scan).ToBeEnabledAsync(new() { Timeout = 60_000 });
        return page;
    }
}
