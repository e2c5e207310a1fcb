using Microsoft.Playwright;
using Pockitect.Core.Guards;

namespace Pockitect.Web.Tests.Shell;

/// <summary>What is around every page: the palette, shortcuts, settings, colours.</summary>
[Collection(AppFixture.Shared)]
public sealed class ShellTests(AppFixture app)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_palette_and_the_shortcuts_are_used_with_the_keyboard_alone()
    {
        await File.WriteAllTextAsync(app.App.Folder.BlueprintOf("palette-goal"), "project: {name: palette-goal, region: eu-west-1}\n", Ct);
        var page = await app.OpenAsync("/");
        await HeadingAsync(page, "Projects");

        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("palette-goal");
        await page.GetByRole(AriaRole.Option, new() { Name = "palette-goal", Selected = true }).First.WaitForAsync();
        await Look.CheckAsync(page, "palette");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("Enter");
        await HeadingAsync(page, "palette-goal");
        await Assertions.Expect(page.Locator("#palette")).ToBeHiddenAsync();

        await page.Keyboard.PressAsync("?");
        await page.GetByRole(AriaRole.Dialog, new() { Name = "Shortcuts" }).WaitForAsync();
        await Look.CheckAsync(page, "shortcuts");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("s");
        await HeadingAsync(page, "Settings");

        // Where one types, they are letters.
        var another = page.GetByRole(AriaRole.Textbox, new() { Name = "Another account" });
        await another.FocusAsync();
        await page.Keyboard.TypeAsync("gp?");
        await Assertions.Expect(another).ToHaveValueAsync("gp?");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Shortcuts" })).ToBeHiddenAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Settings_are_set_shown_wrong_and_taken_back()
    {
        var settings = new SettingsFile(app.App.Folder);
        var page = await app.OpenAsync("/settings");
        var rails = page.GetByRole(AriaRole.Region, new() { Name = "Account 123456789012 (signed in)", Exact = true });
        await rails.GetByLabel("Price ceiling").FillAsync("much");
        await rails.GetByLabel("Locked Regions").FillAsync("ap-east-1");
        await page.Keyboard.PressAsync("Tab");
        await rails.GetByText("Use US dollars a month").WaitForAsync();
        await rails.GetByLabel("Production").SelectOptionAsync("true");
        await page.GetByRole(AriaRole.Contentinfo).GetByText("PRODUCTION").WaitForAsync();
        try
        {
            await Look.CheckAsync(page, "settings");
            var rules = settings.Read().Settings.Accounts["123456789012"];
            Assert.Equal((true, null), (rules.Production, rules.PriceCeiling));
            Assert.Equal(["ap-east-1"], rules.LockedRegions);

            await page.GetByRole(AriaRole.Region, new() { Name = "Scans of account 123456789012 (signed in)" }).GetByLabel("Regions to scan").FillAsync("eu-west-1, us-east-1");
            await page.Keyboard.PressAsync("Tab");
            await page.GetByRole(AriaRole.Link, new() { Name = "Monitor" }).ClickAsync();
            await page.GetByText("Scans cover eu-west-1 and us-east-1 only").WaitForAsync();
            await page.GotoAsync(app.Origin + "/settings");

            await File.WriteAllTextAsync(settings.Path, "default: {read_only: perhaps}\n", Ct);
            await page.GetByText("settings.yaml:1:22").WaitForAsync();
            await Assertions.Expect(rails.GetByLabel("Production")).ToBeDisabledAsync();
        }
        finally
        {
            // The account is shared.
            File.Delete(settings.Path);
        }

        await Assertions.Expect(rails.GetByLabel("Production")).ToBeEnabledAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Chosen_colours_hold_in_every_window_and_from_the_first_moment()
    {
        var page = await app.OpenAsync("/settings");
        var other = await app.OpenAsync("/");
        await page.GetByLabel("dark", new() { Exact = true }).CheckAsync();
        await other.WaitForFunctionAsync("() => document.documentElement.dataset.theme === 'dark' && getComputedStyle(document.body).backgroundColor === 'rgb(17, 21, 27)'");

        // Without scripts, it is what is seen before any has run.
        var early = await app.Browser.NewContextAsync(new() { StorageState = await page.Context.StorageStateAsync(), JavaScriptEnabled = false, ColorScheme = ColorScheme.Light });
        var first = await early.NewPageAsync();
        await first.GotoAsync(app.Origin + "/");
        Assert.Equal("rgb(17, 21, 27)", await first.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor"));

        await page.GetByLabel("System").CheckAsync();
        await other.WaitForFunctionAsync("() => document.documentElement.dataset.theme === undefined && getComputedStyle(document.body).backgroundColor === 'rgb(247, 248, 250)'");
        foreach (var context in (IBrowserContext[])[page.Context, other.Context, early]) await context.CloseAsync();
    }

    private static Task HeadingAsync(IPage page, string name) => page.GetByRole(AriaRole.Heading, new() { Name = name, Level = 1 }).WaitForAsync();
}
