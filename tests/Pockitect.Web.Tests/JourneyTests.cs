using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Pockitect.Web.Tests;

/// <summary>The whole way of a newcomer: sign in, wizard, deploy, look, stop, start, delete, nothing left.</summary>
public sealed partial class JourneyTests(JourneyTests.OwnApp app) : IClassFixture<JourneyTests.OwnApp>
{
    /// <summary>Signing out is everybody's.</summary>
    public sealed class OwnApp : AppFixture;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task By_mouse_from_nothing_to_a_web_server_with_a_database_and_back_to_nothing()
    {
        var before = await app.App.Sandbox.InventoryAsync(Ct);
        var page = await app.OpenAsync("/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Sign in", Level = 1 }).WaitForAsync();
        await Pictures.TakeAsync(page, "sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use sandbox" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Projects", Level = 1 }).WaitForAsync();

        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "New project" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("shop");
        await page.Locator("label.card:has(input[value=web-server-with-database])").ClickAsync();
        await page.Locator("label.card .price").Last.WaitForAsync();
        await Pictures.TakeAsync(page, "new");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        foreach (var step in (string[])["Project", "Network", "Compute", "Data", "Security", "Review"])
        {
            await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex($"^[1-6] {step}") }).ClickAsync();
            await page.GetByRole(AriaRole.Heading, new() { Name = $"shop: {step}", Level = 1 }).WaitForAsync();
            await page.Locator(".diagram svg").First.WaitForAsync();
            await Pictures.TakeAsync(page, $"wizard-{step.ToLowerInvariant()}");
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Plan and deploy" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = Approve() }).WaitForAsync();
        await Pictures.TakeAsync(page, "plan");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = Approve() }).ClickAsync();
        await DoneAsync(page);
        await Pictures.TakeAsync(page, "deployed");

        await page.GetByRole(AriaRole.Link, new() { Name = "Projects", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("^shop ") }).WaitForAsync();
        await Pictures.TakeAsync(page, "projects");
        await page.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("^shop ") }).GetByRole(AriaRole.Link, new() { Name = "shop", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "shop", Level = 1 }).WaitForAsync();
        await Pictures.TakeAsync(page, "project");

        await page.GetByRole(AriaRole.Link, new() { Name = "Monitor", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Scan", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("shop") }).First.WaitForAsync();
        await Pictures.TakeAsync(page, "monitor");

        foreach (var action in (string[])["stop", "start"])
        {
            await page.GetByRole(AriaRole.Link, new() { Name = "Projects", Exact = true }).ClickAsync();
            await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex($"^{action} shop$", RegexOptions.IgnoreCase) }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^{action} 2 resources", RegexOptions.IgnoreCase) }).ClickAsync();
            await DoneAsync(page);
        }

        await page.GetByRole(AriaRole.Link, new() { Name = "Projects", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Delete shop$") }).ClickAsync();
        await page.GetByLabel("Keep a final snapshot of each database").UncheckAsync();
        await page.GetByLabel("Type shop to confirm").FillAsync("shop");
        await Pictures.TakeAsync(page, "delete");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = Approve() }).ClickAsync();
        await DoneAsync(page);
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = "Activity", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("^delete shop .* completed") }).WaitForAsync();
        await Pictures.TakeAsync(page, "activity");
        await page.GetByRole(AriaRole.Link, new() { Name = "Settings", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Settings", Level = 1 }).WaitForAsync();
        await Pictures.TakeAsync(page, "settings");
        await page.Keyboard.PressAsync("Control+k");
        await page.GetByLabel("Search or run a command").FillAsync("sh");
        await page.Locator("#palette-list [role=option]").First.WaitForAsync();
        await Pictures.TakeAsync(page, "palette");

        Assert.Equal(before, await app.App.Sandbox.InventoryAsync(Ct));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task By_keyboard_alone_the_same_way()
    {
        var before = await app.App.Sandbox.InventoryAsync(Ct);
        var page = await app.OpenAsync("/sign-in");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Accounts", Level = 1 }).WaitForAsync();
        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }));
        await page.GetByRole(AriaRole.Heading, new() { Name = "Sign in", Level = 1 }).WaitForAsync();
        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Use sandbox" }));
        await page.GetByRole(AriaRole.Heading, new() { Name = "Projects", Level = 1 }).WaitForAsync();

        await PressAsync(page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "New project" }));
        await TabToAsync(page.GetByLabel("Name", new() { Exact = true }));
        await page.Keyboard.TypeAsync("by-keys");
        await TabToAsync(page.Locator("input[name=template]:checked"));
        var desired = page.Locator("input[value=web-server-with-database]");
        for (var presses = 0; !await desired.IsCheckedAsync(); presses++)
        {
            Assert.True(presses < 20, "The arrow keys do not lead to the template.");
            await page.Keyboard.PressAsync("ArrowDown");
        }

        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Create" }));
        await page.GetByRole(AriaRole.Heading, new() { Name = "by-keys: Project", Level = 1 }).WaitForAsync();
        await PressAsync(page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^3 Compute") }));
        await TabToAsync(page.GetByLabel("Instance type"));
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("t3.medium");
        await Assertions.Expect(page.GetByLabel("Blueprint, YAML")).ToHaveValueAsync(new Regex("type: t3.medium"));
        await page.Keyboard.PressAsync("Alt+6");
        await page.GetByRole(AriaRole.Heading, new() { Name = "by-keys: Review", Level = 1 }).WaitForAsync();
        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Plan and deploy" }));
        await PressAsync(page.GetByRole(AriaRole.Button, new() { NameRegex = Approve() }));
        await DoneAsync(page);

        await PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "Monitor", Exact = true }));
        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Scan", Exact = true }));
        await page.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("by-keys") }).First.WaitForAsync();
        foreach (var action in (string[])["stop", "start"])
        {
            await PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "Projects", Exact = true }));
            await PressAsync(page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex($"^{action} by-keys$", RegexOptions.IgnoreCase) }));
            await PressAsync(page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^{action} 2 resources", RegexOptions.IgnoreCase) }));
            await DoneAsync(page);
        }

        await PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "Projects", Exact = true }));
        await PressAsync(page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Delete by-keys$") }));
        await PressAsync(page.GetByLabel("Keep a final snapshot of each database"), "Space");
        await page.GetByText("delete by-keys --no-final-snapshot").WaitForAsync();
        await TabToAsync(page.GetByLabel("Type by-keys to confirm"));
        await page.Keyboard.TypeAsync("by-keys");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = Approve() })).ToBeEnabledAsync();
        await PressAsync(page.GetByRole(AriaRole.Button, new() { NameRegex = Approve() }));
        await DoneAsync(page);

        Assert.Equal(before, await app.App.Sandbox.InventoryAsync(Ct));
        await page.Context.CloseAsync();
    }

    /// <summary>Goes to it by the Tab key, as far as that is, and presses a key there.</summary>
    private static async Task PressAsync(ILocator target, string key = "Enter")
    {
        await TabToAsync(target);
        await target.Page.Keyboard.PressAsync(key);
    }

    private static async Task TabToAsync(ILocator target)
    {
        await target.WaitForAsync();
        await Assertions.Expect(target).ToBeEnabledAsync();
        for (var presses = 0; !await target.EvaluateAsync<bool>("element => element === document.activeElement"); presses++)
        {
            Assert.True(presses < 250, $"The Tab key does not lead to {target}.");
            await target.Page.Keyboard.PressAsync("Tab");
        }
    }

    [GeneratedRegex("^(Deploy|Delete) [0-9]+ (changes|resources) ")]
    private static partial Regex Approve();

    private static Task DoneAsync(IPage page) => page.GetByRole(AriaRole.Strong).Filter(new() { HasText = "Done." }).WaitForAsync();
}
