using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Pockitect.Testing;

namespace Pockitect.Web.Tests;

/// <summary>Every page while something is wrong: it stands, says so where it matters, and axe finds nothing.</summary>
public sealed class HardTimesTests(HardTimesTests.OwnApp app) : IClassFixture<HardTimesTests.OwnApp>
{
    /// <summary>Its account refuses everything.</summary>
    public sealed class OwnApp : AppFixture;

    private static readonly string[] wizard = ["project", "network", "compute", "data", "security", "review"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string[] Pages(string slug) =>
    [
        "/", "/new", "/sign-in", "/settings", "/monitor", "/activity", $"/projects/{slug}", $"/projects/{slug}/deploy", $"/projects/{slug}/delete", $"/projects/{slug}/duplicate",
        .. wizard.Select(page => $"/projects/{slug}/edit/{page}"),
    ];

    [Fact]
    public async Task A_blueprint_is_broken()
    {
        await File.WriteAllTextAsync(app.App.Folder.BlueprintOf("broken"), "project: {name: broken, region: eu-west-1}\ncompute:\n  instances:\n    - {name: web, type: [}\n", Ct);
        var page = await app.OpenAsync("/");
        foreach (var path in Pages("broken")) await StandsAsync(page, path);

        await StandsAsync(page, "/");
        await page.GetByText("broken.yaml:4:").WaitForAsync();
        await StandsAsync(page, "/projects/broken/deploy");
        await page.GetByText("broken.yaml:4:").First.WaitForAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_account_refuses_everything()
    {
        await app.WriteAsync("refused");
        await app.FaultAsync(new { kind = "deny" });
        var page = await app.OpenAsync("/");
        foreach (var path in Pages("refused")) await StandsAsync(page, path);

        await StandsAsync(page, "/projects/refused/deploy");
        await page.GetByText(new Regex("not authorized|permission|denied", RegexOptions.IgnoreCase)).First.WaitForAsync();
        await StandsAsync(page, "/monitor");
        await page.GetByRole(AriaRole.Button, new() { Name = "Scan", Exact = true }).ClickAsync();
        await page.GetByText(new Regex("denied", RegexOptions.IgnoreCase)).First.WaitForAsync(new() { Timeout = TestPatience.Milliseconds(60_000) });
        await FindsNothingAsync(page);
        await page.Context.CloseAsync();
        await app.ClearFaultsAsync();
    }

    [Fact]
    public async Task A_deploy_has_failed_and_is_finished_by_resume()
    {
        await app.WriteAsync("half");
        var page = await app.OpenAsync("/");
        await StandsAsync(page, "/projects/half/deploy");
        await app.FaultAsync(new { kind = "deny", service = "rds", action = "CreateDBInstance" });
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Deploy [0-9]+ changes") }).ClickAsync();
        await page.GetByText("'create shop' failed").First.WaitForAsync();
        await app.ClearFaultsAsync();
        foreach (var path in Pages("half").Append("/projects/half/undo")) await StandsAsync(page, path);

        await StandsAsync(page, "/");
        await page.GetByText("half has an unfinished deploy").WaitForAsync();
        await StandsAsync(page, "/projects/half/resume");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Finish ") }).ClickAsync();
        await page.GetByRole(AriaRole.Strong).Filter(new() { HasText = "Done." }).WaitForAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_connection_is_lost()
    {
        await app.WriteAsync("cut-off");
        foreach (var path in (string[])["/", "/new", "/monitor", "/settings", "/projects/cut-off", "/projects/cut-off/deploy", "/projects/cut-off/edit/compute", "/projects/cut-off/edit/review"])
        {
            var page = await app.OpenAsync("/sign-in");
            var sockets = await Sockets.OfAsync(page);
            await StandsAsync(page, path, look: false);
            await sockets.RefuseAsync();
            await page.GetByText("Connection lost").WaitForAsync();
            await FindsNothingAsync(page);
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task The_app_is_gone()
    {
        await app.WriteAsync("alone");
        var page = await app.OpenAsync("/projects/alone/edit/compute");
        await page.Locator(".wizard[data-attached]").WaitForAsync();

        await app.RestartAsync();

        // It has another address, so the page can't come back: it says so, and keeps what was typed.
        await page.GetByText("Pockitect is not running or not responding.").WaitForAsync();
        await Assertions.Expect(page.GetByText("Reconnecting…")).ToBeHiddenAsync();
        await Assertions.Expect(page.GetByLabel("Blueprint, YAML")).ToHaveValueAsync(new Regex("name: alone"));
        await FindsNothingAsync(page);
        await page.Context.CloseAsync();
    }

    /// <summary>Goes to the page, and waits until it is there and has found what it looks for.</summary>
    private async Task StandsAsync(IPage page, string path, bool look = true)
    {
        await page.GotoAsync(app.Origin + path);
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
        await Assertions.Expect(page.GetByText(new Regex("^(Looking|Opening)( at .*)? …"))).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "This page crashed" })).ToHaveCountAsync(0);
        if (look) await FindsNothingAsync(page);
    }

    private static async Task FindsNothingAsync(IPage page)
    {
        var found = (await page.RunAxe()).Violations.Select(violation => $"{page.Url}: {violation.Id}: {violation.Help} {string.Join("; ", violation.Nodes.Select(node => node.Html))}");
        Assert.True(!found.Any(), string.Join('\n', found));
    }
}
