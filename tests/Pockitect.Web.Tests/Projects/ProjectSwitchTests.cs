using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Pockitect.Testing;

namespace Pockitect.Web.Tests.Projects;

/// <summary>One page stays while the project in its address changes: nothing of the first may be left.</summary>
[Collection(AppFixture.Shared)]
public sealed class ProjectSwitchTests(AppFixture app)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_palette_leads_from_one_project_to_all_of_another()
    {
        await app.WriteAsync("switch-one");
        await File.WriteAllTextAsync(app.App.Folder.BlueprintOf("switch-two"), "project: {name: switch-two, region: eu-west-3}\ndata:\n  buckets:\n    - name: only-here\n", Ct);
        // Of the same age, as after a checkout.
        File.SetLastWriteTimeUtc(app.App.Folder.BlueprintOf("switch-two"), File.GetLastWriteTimeUtc(app.App.Folder.BlueprintOf("switch-one")));
        var page = await app.OpenAsync("/projects/switch-one");
        await page.GetByRole(AriaRole.Region, new() { Name = "Diagram of switch-one" }).Locator("text", new() { HasText = "server" }).First.WaitForAsync();

        await GoAsync(page, "switch-two");
        var picture = page.GetByRole(AriaRole.Region, new() { Name = "Diagram of switch-two" });
        await picture.Locator("text", new() { HasText = "only-here" }).First.WaitForAsync();
        await Assertions.Expect(picture.Locator("text", new() { HasText = "server" })).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".file-line code")).ToHaveTextAsync(new Regex("switch-two.yaml$"));

        await page.GetByRole(AriaRole.Link, new() { Name = "Duplicate", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Name of the copy")).ToHaveValueAsync("switch-two-2");
        await page.EvaluateAsync("() => Blazor.navigateTo('/projects/switch-one/duplicate')");
        await Assertions.Expect(page.GetByLabel("Name of the copy")).ToHaveValueAsync("switch-one-2");

        await page.EvaluateAsync("() => Blazor.navigateTo('/projects/switch-one/edit/data')");
        await Assertions.Expect(page.GetByLabel("Blueprint, YAML")).ToHaveValueAsync(new Regex("name: switch-one"));
        await page.EvaluateAsync("() => Blazor.navigateTo('/projects/switch-two/edit/data')");
        await Assertions.Expect(page.GetByLabel("Blueprint, YAML")).ToHaveValueAsync(new Regex("name: switch-two"));
        await page.EvaluateAsync("() => Blazor.navigateTo('/projects/no-such-one/edit/data')");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Project not found" }).WaitForAsync();
        await page.EvaluateAsync("() => Blazor.navigateTo('/projects/switch-two/edit/data')");
        await Assertions.Expect(page.GetByLabel("Blueprint, YAML")).ToHaveValueAsync(new Regex("name: switch-two"));
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("/edit")]
    [InlineData("/duplicate")]
    [InlineData("/deploy")]
    [InlineData("/delete")]
    public async Task A_project_that_is_nowhere_is_not_found(string rest)
    {
        await app.WriteAsync("really-there");
        var page = await app.OpenAsync($"/projects/realy-there{rest}");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Project not found", Level = 1 }).WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "really-there", Exact = true }).WaitForAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        if (rest.Length == 0) await Look.CheckAsync(page, "Project-not-found");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_blueprint_that_is_renamed_while_it_is_edited_is_followed()
    {
        await app.WriteAsync("before-it");
        var page = await app.OpenAsync("/projects/before-it/edit/project");
        await page.Locator(".wizard[data-attached]").WaitForAsync();

        File.Move(app.App.Folder.BlueprintOf("before-it"), app.App.Folder.BlueprintOf("after-it"));
        await page.GetByText("before-it.yaml was renamed to after-it.yaml.").WaitForAsync();
        await Look.CheckAsync(page, "wizard-renamed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open after-it" }).ClickAsync();

        await page.GetByRole(AriaRole.Heading, new() { Name = "after-it: Project" }).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Rename to after-it") }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Blueprint, YAML")).ToHaveValueAsync(new Regex("name: after-it"));
        Assert.False(File.Exists(app.App.Folder.BlueprintOf("before-it")));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Actions_that_would_do_nothing_say_why()
    {
        await app.WriteAsync("never-made");
        var page = await app.OpenAsync("/monitor");
        var scan = page.GetByRole(AriaRole.Button, new() { Name = "Scan", Exact = true });
        await scan.ClickAsync();
        await Assertions.Expect(scan).ToBeEnabledAsync(new() { Timeout = TestPatience.Milliseconds(60_000) });

        await page.GotoAsync(app.Origin + "/projects/never-made");
        await page.Locator(".reasons").GetByText("Stop: It has no resources in AWS.").WaitForAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Start") })).ToBeDisabledAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Deploy", Exact = true })).ToBeVisibleAsync();
        await Look.CheckAsync(page, "Project-actions");
        await page.GotoAsync(app.Origin + "/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Deploy never-made" }).WaitForAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Stop never-made" })).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    private static async Task GoAsync(IPage page, string slug)
    {
        await page.Keyboard.PressAsync("Control+k");
        await page.GetByLabel("Search or run a command").FillAsync(slug);
        await page.GetByRole(AriaRole.Option, new() { NameRegex = new Regex($"^project ?{slug} ?project$"), Selected = true }).WaitForAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Name = slug, Level = 1 }).WaitForAsync();
    }
}
