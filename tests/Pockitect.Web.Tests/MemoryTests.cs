using Microsoft.Playwright;
using Pockitect.Testing;

namespace Pockitect.Web.Tests;

/// <summary>What a window keeps of pages that were left: nothing.</summary>
[Collection(AppFixture.Shared)]
public sealed class MemoryTests(AppFixture app)
{
    // Each page that leaked left some 1,500 nodes; what a page has from time to time more, such as a notice, is far less.
    private const int Visits = 6;
    private const int NodesOfNoise = 1_500;
    private const int ListenersOfNoise = 150;

    [Theory]
    [InlineData("/projects/remembered/edit/network", ".wizard[data-attached]")]
    [InlineData("/projects/remembered", ".diagram svg")]
    [InlineData("/monitor", ".monitor")]
    [InlineData("/settings", "#security")]
    public async Task A_page_that_was_left_is_gone_from_memory(string path, string there)
    {
        await app.WriteAsync("remembered");
        var page = await app.OpenAsync("/activity");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Activity", Level = 1 }).WaitForAsync();
        var session = await page.Context.NewCDPSessionAsync(page);
        // What is loaded once and kept is loaded.
        for (var visit = 0; visit < 2; visit++) await VisitAsync(page, path, there);
        var before = await CountAsync(session);

        for (var visit = 0; visit < Visits; visit++) await VisitAsync(page, path, there);

        var after = await CountAsync(session);
        Assert.InRange(after.Nodes - before.Nodes, int.MinValue, NodesOfNoise);
        Assert.InRange(after.Listeners - before.Listeners, int.MinValue, ListenersOfNoise);
        await page.Context.CloseAsync();
    }

    private static async Task VisitAsync(IPage page, string path, string there)
    {
        await OpenAsync(page, path, page.Locator(there).First);
        await OpenAsync(page, "/activity", page.GetByRole(AriaRole.Heading, new() { Name = "Activity", Level = 1 }));
    }

    /// <summary>Navigates inside the app, once more if a navigation that was still running took its place.</summary>
    private static async Task OpenAsync(IPage page, string path, ILocator shown)
    {
        await page.EvaluateAsync("path => Blazor.navigateTo(path)", path);
        try
        {
            await shown.WaitForAsync(new() { Timeout = TestPatience.Milliseconds(10_000) });
        }
        catch (TimeoutException)
        {
            await page.EvaluateAsync("path => Blazor.navigateTo(path)", path);
            await shown.WaitForAsync();
        }
    }

    private static async Task<(int Nodes, int Listeners)> CountAsync(ICDPSession session)
    {
        // Twice: what the first frees may free more.
        for (var round = 0; round < 2; round++) await session.SendAsync("HeapProfiler.collectGarbage");
        var counted = (await session.SendAsync("Memory.getDOMCounters"))!.Value; // It always answers.
        return (counted.GetProperty("nodes").GetInt32(), counted.GetProperty("jsEventListeners").GetInt32());
    }
}
