using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Pockitect.Testing;

namespace Pockitect.Web.Tests.Changes;

/// <summary>A deploy from a window whose connection is cut, whose server is paused or killed: it comes to what an undisturbed one comes to.</summary>
public sealed partial class InterruptedDeployTests(InterruptedDeployTests.OwnApp app) : IClassFixture<InterruptedDeployTests.OwnApp>
{
    /// <summary>It is killed, which nobody else's would like.</summary>
    public sealed class OwnApp : AppFixture
    {
        public Deploy? Undisturbed { get; set; }
    }

    /// <summary>What a deploy made, and how long it took.</summary>
    public sealed record Deploy(IReadOnlyList<string> Held, TimeSpan Time);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_window_that_lost_its_connection_comes_back_to_its_deploy()
    {
        var desired = await UndisturbedAsync();
        foreach (var moment in Interruptions.Moments(desired.Time))
        {
            var (page, sockets) = await BeginAsync("cut");
            await RealTime.PassAsync(moment, Ct);
            await sockets.DropAsync();
            await DoneAsync(page);

            Assert.True(sockets.Dropped > 0, "There was no connection to cut.");
            Assert.Equal(desired.Held, await HeldAsync("cut"));
            await ForgetAsync(page);
        }
    }

    [Fact]
    public async Task A_server_that_was_paused_goes_on()
    {
        var desired = await UndisturbedAsync();
        // Several at once, as a pause is long; an account has five VPCs, its default one included.
        foreach (var moments in Interruptions.Moments(desired.Time).Chunk(4))
        {
            List<IPage> pages = [];
            for (var i = 0; i < moments.Length; i++) pages.Add((await BeginAsync($"paused-{i}")).Page);
            await RealTime.PassAsync(moments[0], Ct);
            await Interruptions.PauseAsync(app.App.ProcessId, Interruptions.Pause, Ct);
            foreach (var page in pages) await DoneAsync(page);

            for (var i = 0; i < moments.Length; i++) Assert.Equal(desired.Held, await HeldAsync($"paused-{i}"));
            await ForgetAsync([.. pages]);
        }
    }

    [Fact]
    public async Task A_server_that_was_killed_offers_at_its_next_start_to_finish_and_does()
    {
        var desired = await UndisturbedAsync();
        foreach (var moment in Interruptions.Moments(desired.Time))
        {
            var (before, _) = await BeginAsync("killed");
            await RealTime.PassAsync(moment, Ct);
            await app.RestartAsync();
            await before.Context.CloseAsync();

            var page = await app.OpenAsync("/");
            await page.GetByRole(AriaRole.Row, new() { NameRegex = KilledRow() }).WaitForAsync();
            var resume = page.GetByRole(AriaRole.Status).Filter(new() { HasText = "killed has an unfinished deploy" }).GetByRole(AriaRole.Link, new() { Name = "Resume" });
            // It may have been done just before, or not have begun.
            if (await resume.IsVisibleAsync()) await resume.ClickAsync();
            else await page.GotoAsync(app.Origin + "/projects/killed/deploy");
            var go = page.GetByRole(AriaRole.Button, new() { NameRegex = GoOnButton() });
            await go.Or(page.GetByText("No changes. ")).First.WaitForAsync();
            if (await go.IsVisibleAsync())
            {
                await go.ClickAsync();
                await DoneAsync(page);
            }

            Assert.Equal(desired.Held, await HeldAsync("killed"));
            await ForgetAsync(page);
        }
    }

    [GeneratedRegex("^(Deploy|Finish|Mark it) ")]
    private static partial Regex GoOnButton();

    [GeneratedRegex("^killed ")]
    private static partial Regex KilledRow();

    /// <summary>Opens the plan and approves it.</summary>
    private async Task<(IPage Page, Sockets Sockets)> BeginAsync(string slug)
    {
        await app.WriteAsync(slug);
        var page = await app.OpenAsync("/sign-in");
        var sockets = await Sockets.OfAsync(page);
        await page.GotoAsync($"{app.Origin}/projects/{slug}/deploy");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = GoOnButton() }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = $"Deploying {slug}" }).Or(Done(page)).First.WaitForAsync();
        return (page, sockets);
    }

    private static ILocator Done(IPage page) => page.GetByRole(AriaRole.Strong).Filter(new() { HasText = "Done." });

    private static Task DoneAsync(IPage page) => Done(page).WaitForAsync(new() { Timeout = TestPatience.Milliseconds(90_000) });

    private async Task<Deploy> UndisturbedAsync()
    {
        if (app.Undisturbed is { } known) return known;
        var (page, _) = await BeginAsync("calm");
        var watch = Stopwatch.StartNew();
        await DoneAsync(page);
        app.Undisturbed = new Deploy(await HeldAsync("calm"), watch.Elapsed);
        Assert.True(app.Undisturbed.Held.Count > 8, "There is less than the blueprint makes: " + string.Join(", ", app.Undisturbed.Held));
        await ForgetAsync(page);
        return app.Undisturbed;
    }

    /// <summary>Each resource of the account that says it is this project's, by place, kind and its name in the blueprint; what is there twice is twice in it.</summary>
    private async Task<IReadOnlyList<string>> HeldAsync(string slug)
    {
        var inventory = await app.App.Sandbox.Control.GetFromJsonAsync<JsonObject>("inventory", Ct) ?? [];
        return
        [
            .. (from place in inventory
                from kind in place.Value!.AsObject() // The sandbox writes objects of lists of objects.
                from row in kind.Value!.AsArray()
                where (string?)row!["tags"]?["pockitect:project"] == slug
                select $"{place.Key} {kind.Key} {(string?)row["tags"]!["pockitect:resource"]}").Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>An empty account again, and no window.</summary>
    private async Task ForgetAsync(params IPage[] pages)
    {
        foreach (var page in pages) await page.Context.CloseAsync();
        using var answer = await app.App.Sandbox.Control.PostAsync(new Uri("reset", UriKind.Relative), null, Ct);
        answer.EnsureSuccessStatusCode();
        foreach (var file in Directory.EnumerateFiles(app.App.Folder.Projects)) File.Delete(file);
    }
}
