using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Playwright;
using Pockitect.Testing;

namespace Pockitect.Web.Tests.Projects;

/// <summary>A project as a picture, and what can be done with its file.</summary>
[Collection(AppFixture.Shared)]
public sealed class ProjectPicturePageTests(AppFixture app)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_project_is_drawn_picked_by_keys_exported_and_duplicated()
    {
        var text = await File.ReadAllTextAsync(Repository.At("samples/high-availability.yaml"), Ct);
        await File.WriteAllTextAsync(app.App.Folder.BlueprintOf("pictured"), text.Replace("name: high-availability", "name: pictured\n  id: 0123456789ab", StringComparison.Ordinal), Ct);
        var page = await app.OpenAsync("/projects/pictured");
        var picture = page.GetByRole(AriaRole.Region, new() { Name = "Diagram of pictured" });
        await picture.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^VPC vpc .* not created$") }).WaitForAsync();
        await Look.CheckAsync(page, "Project");

        // The first is in the page's order, and the arrow keys lead on.
        await picture.Locator("[role=button][tabindex='0']").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        var name = await page.EvaluateAsync<string>("() => document.activeElement.querySelector('title').textContent");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = name })).ToBeVisibleAsync();
        Assert.Equal(1, await picture.Locator("[role=button][tabindex='0']").CountAsync());

        var svg = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "SVG" }).ClickAsync());
        var png = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "PNG" }).ClickAsync());
        Assert.Equal(("pictured.svg", "pictured.png"), (svg.SuggestedFilename, png.SuggestedFilename));
        Assert.Contains(XDocument.Load(await svg.PathAsync()).Descendants(), element => element.Value == name);
        var bytes = await File.ReadAllBytesAsync(await png.PathAsync(), Ct);
        Assert.Equal("PNG"u8.ToArray(), bytes[1..4]);
        if (Look.Screenshots is { } folder) await File.WriteAllBytesAsync(Path.Combine(folder, "export.png"), bytes, Ct);

        await page.GetByRole(AriaRole.Link, new() { Name = "Duplicate" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Name of the copy")).ToHaveValueAsync("pictured-2");
        await Look.CheckAsync(page, "Duplicate");
        await page.GetByRole(AriaRole.Button, new() { Name = "Duplicate" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "pictured-2", Level = 1 }).WaitForAsync();
        Assert.DoesNotContain("0123456789ab", await File.ReadAllTextAsync(app.App.Folder.BlueprintOf("pictured-2"), Ct), StringComparison.Ordinal);

        await page.GotoAsync(app.Origin + "/");
        await page.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("pictured-2 .*eu-west-1") }).Locator("svg").WaitForAsync();
        await Look.CheckAsync(page, "Projects-list");
        await page.Context.CloseAsync();
    }
}
