using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Pockitect.Aws;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Ec2;
using Pockitect.Core.Resources;
using Pockitect.Testing;

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
        await page.GetByText("Unknown keyword 'colour'.").WaitForAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("type:vpc");
        var region = page.Locator(".strip").GetByRole(AriaRole.Button, new() { Name = "eu-west-1" });
        await region.ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "1 resource", Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("type:vpc region:eu-west-1");
        await Assertions.Expect(region).ToHaveAttributeAsync("aria-pressed", "true");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_address_says_what_is_shown_and_is_followed()
    {
        var page = await OpenScannedAsync();
        var search = page.GetByRole(AriaRole.Searchbox);
        await search.FillAsync("type:vpc");
        await page.GetByLabel("Group by").SelectOptionAsync("Region");
        await page.GetByRole(AriaRole.Columnheader, new() { Name = "Type" }).GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/monitor\\?q=type(:|%3A)vpc&group=region&sort=type&own=aws$"));
        await page.ReloadAsync();
        await Assertions.Expect(search).ToHaveValueAsync("type:vpc");
        await Assertions.Expect(page.GetByLabel("Group by")).ToHaveValueAsync("Region");
        await Assertions.Expect(page.GetByLabel("Show AWS's own resources")).ToBeCheckedAsync();

        // As the palette and other links do.
        await page.EvaluateAsync("() => Blazor.navigateTo('/monitor?q=type:subnet&own=aws')");
        await Assertions.Expect(search).ToHaveValueAsync("type:subnet");
        await Assertions.Expect(page.Locator(".rows tbody td").Nth(1)).ToHaveTextAsync("Subnet");
        await page.GoBackAsync();
        await Assertions.Expect(search).ToHaveValueAsync("type:vpc");
        await page.EvaluateAsync("() => Blazor.navigateTo('/monitor')");
        await Assertions.Expect(search).ToHaveValueAsync("");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No resources", Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("a month")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_locked_resource_has_a_lock_and_no_box()
    {
        var page = await OpenScannedAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("type:securitygroup region:eu-west-1");
        await page.Locator(".rows .lock").First.WaitForAsync();
        await Assertions.Expect(page.Locator(".rows tbody input")).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Select all") })).ToHaveCountAsync(0);
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
        await Assertions.Expect(details.GetByText("The sandbox has no AWS console.")).ToBeVisibleAsync();
        await details.GetByText("pockitect show vpc-").WaitForAsync();
        await Assertions.Expect(details.GetByRole(AriaRole.Heading, new() { Name = "Used by" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_is_shown_is_drawn_and_a_tile_opens_its_details()
    {
        var page = await OpenScannedAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("region:eu-west-1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Map" }).ClickAsync();
        var picture = page.GetByRole(AriaRole.Region, new() { Name = "Map of resources" });
        await picture.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("SecurityGroup") }).First.ClickAsync();
        await page.Locator("aside").GetByText("aws ec2 describe-security-groups").WaitForAsync();
        await Look.CheckAsync(page, "Monitor-picture");

        // The search goes on while it is a picture.
        await page.GetByRole(AriaRole.Searchbox).FillAsync("region:eu-west-1 type:vpc");
        await Assertions.Expect(picture.Locator("g.tile")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_is_picked_is_deleted_with_what_stands_on_it_after_its_consequences_were_seen()
    {
        var catalog = AwsCatalog.Create(new AwsClients(AwsAccount.Sandbox(app.App.Sandbox.Endpoint)), Path.GetTempPath());
        var place = new Place("123456789012", "eu-north-1");
        var tags = new Dictionary<string, string> { ["test"] = "doomed", ["Name"] = "doomed-net" };
        var vpc = await catalog["AWS::EC2::VPC"].CreateAsync(place, new Vpc { CidrBlock = "10.9.0.0/16" }, new Creation("doomed-vpc", tags, "doomed"), Ct);
        var subnet = new Subnet { Vpc = Ref.Existing<Vpc>(vpc), CidrBlock = "10.9.1.0/24" };
        await catalog["AWS::EC2::Subnet"].CreateAsync(place, subnet, new Creation("doomed-subnet", new Dictionary<string, string> { ["Name"] = "doomed-part" }, "doomed"), Ct);
        var page = await OpenScannedAsync(anew: true);
        await page.GetByRole(AriaRole.Searchbox).FillAsync("tag:test=doomed");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "1 resource", Exact = true })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Select doomed-net" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete…" }).ClickAsync();
        await page.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("^doomed-part Subnet subnet-.* eu-north-1") }).WaitForAsync();
        await page.GetByText("than you selected: they depend on it.").WaitForAsync();
        await Look.CheckAsync(page, "Monitor-delete");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Delete these [0-9]+ resources, in account 123456789012$") }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.GetByRole(AriaRole.Button, new() { Name = "Back to the table" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No resources", Exact = true })).ToBeVisibleAsync();
        Assert.Null(await catalog["AWS::EC2::VPC"].ReadAsync(place, vpc, Ct));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Delete_of_selected_resources_that_fails_is_resumed_from_its_own_page_and_from_activity()
    {
        var catalog = AwsCatalog.Create(new AwsClients(AwsAccount.Sandbox(app.App.Sandbox.Endpoint)), Path.GetTempPath());
        var place = new Place("123456789012", "eu-west-3");
        var tags = new Dictionary<string, string> { ["test"] = "stubborn", ["Name"] = "stubborn-net" };
        var vpc = await catalog["AWS::EC2::VPC"].CreateAsync(place, new Vpc { CidrBlock = "10.8.0.0/16" }, new Creation("stubborn-vpc", tags, "stubborn"), Ct);
        var page = await OpenScannedAsync(anew: true);
        await page.GetByRole(AriaRole.Searchbox).FillAsync("tag:test=stubborn");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Select stubborn-net" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete…" }).ClickAsync();
        var delete = page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Delete (this resource|these [0-9]+ resources), in account 123456789012$") });
        await delete.WaitForAsync();
        await app.FaultAsync(new { kind = "deny", service = "ec2", action = "DeleteVpc" });
        await delete.ClickAsync();
        await page.GetByText("Not everything was deleted.").WaitForAsync();
        await app.ClearFaultsAsync();
        await Look.CheckAsync(page, "Monitor-delete-failed");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Keep as is" })).ToBeVisibleAsync();

        await page.GotoAsync(app.Origin + "/activity");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Resume.selected resources") }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Finish the delete of selected resources" }).WaitForAsync();
        var finish = page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Finish [0-9]+ changes? in eu-west-3 of 123456789012 ") });
        await finish.WaitForAsync();
        await Look.CheckAsync(page, "delete-resume");
        await finish.ClickAsync();
        await page.GetByRole(AriaRole.Strong).Filter(new() { HasText = "Done." }).WaitForAsync();

        Assert.Null(await catalog["AWS::EC2::VPC"].ReadAsync(place, vpc, Ct));
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
    public async Task Axe_finds_nothing_details_make_nothing_scroll_sideways_and_the_footer_covers_nothing()
    {
        var page = await OpenScannedAsync();
        await page.GetByLabel("Group by").SelectOptionAsync("Region");
        await page.Locator(".rows button.name").First.ClickAsync();
        await page.Locator("aside h2").WaitForAsync();
        await page.GetByText("Quotas", new() { Exact = true }).ClickAsync();
        await page.GetByLabel("Region", new() { Exact = true }).SelectOptionAsync("eu-west-1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check quotas" }).ClickAsync();
        await page.GetByRole(AriaRole.Row, new() { Name = "VPCs in the Region 1 5 4" }).WaitForAsync();
        await Look.CheckAsync(page, "Monitor");
        await page.GetByText("Quotas", new() { Exact = true }).ClickAsync();

        foreach (var (width, height) in ((int, int)[])[(1280, 860), (1600, 900), (1280, 720)])
        {
            await page.SetViewportSizeAsync(width, height);
            Assert.Empty(await page.EvaluateAsync<string[]>(
                "() => [document.documentElement, ...document.querySelectorAll('main, .parts, .rows, aside')].filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.className || e.tagName)"));
            // At the end of the page, all of it is above the status bar.
            await page.EvaluateAsync("() => window.scrollTo(0, document.body.scrollHeight)");
            Assert.InRange(await page.EvaluateAsync<double>("() => document.querySelector('.parts').getBoundingClientRect().bottom - document.querySelector('footer').getBoundingClientRect().top"), -400, 0);
        }

        await page.Context.CloseAsync();
    }

    private async Task<IPage> OpenScannedAsync(bool anew = false)
    {
        var page = await app.OpenAsync("/monitor");
        var scan = page.GetByRole(AriaRole.Button, new() { Name = "Scan", Exact = true });
        await scan.WaitForAsync();
        // Where it was scanned before, the table is there already.
        if (anew || await page.Locator(".strip").CountAsync() == 0) await scan.ClickAsync();
        await page.GetByLabel("AWS's own").CheckAsync();
        await Assertions.Expect(scan).ToBeEnabledAsync(new() { Timeout = TestPatience.Milliseconds(60_000) });
        return page;
    }
}
