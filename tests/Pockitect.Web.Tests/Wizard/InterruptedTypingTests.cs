using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Testing;

namespace Pockitect.Web.Tests.Wizard;

/// <summary>Typing in the wizard while the connection is cut, the server is paused or killed: what the page shows is in the file.</summary>
public sealed class InterruptedTypingTests(InterruptedTypingTests.OwnApp app) : IClassFixture<InterruptedTypingTests.OwnApp>
{
    private const string Sentence = "The web server of the shop, which the operators of Dublin answer for";

    /// <summary>It is killed, which nobody else's would like.</summary>
    public sealed class OwnApp : AppFixture;

    /// <summary>About as long as the sentence is being typed.</summary>
    private static readonly TimeSpan typing = TimeSpan.FromSeconds(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_typed_when_the_connection_was_cut_is_there()
    {
        foreach (var moment in Interruptions.Moments(typing))
        {
            var (page, sockets) = await OpenAsync("typed");
            var typed = TypeAsync(page);
            await RealTime.PassAsync(moment, Ct);
            await sockets.DropAsync();
            await typed;
            await AllIsThereAsync(page, "typed");

            Assert.True(sockets.Dropped > 0, "There was no connection to cut.");
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task What_was_typed_while_the_server_was_paused_is_there()
    {
        // Several at once, as a pause is long.
        foreach (var moments in Interruptions.Moments(typing).Chunk(10))
        {
            List<(string Slug, IPage Page)> windows = [];
            for (var i = 0; i < moments.Length; i++) windows.Add(($"typed-{i}", (await OpenAsync($"typed-{i}")).Page));
            var typed = windows.ConvertAll(window => TypeAsync(window.Page));
            await RealTime.PassAsync(moments[0], Ct);
            await Interruptions.PauseAsync(app.App.ProcessId, Interruptions.Pause, Ct);
            foreach (var task in typed) await task;

            foreach (var (slug, page) in windows)
            {
                await AllIsThereAsync(page, slug);
                await page.Context.CloseAsync();
            }
        }
    }

    [Fact]
    public async Task What_was_said_to_be_saved_when_the_server_was_killed_is_there_at_the_next_start()
    {
        foreach (var moment in Interruptions.Moments(typing))
        {
            var (page, _) = await OpenAsync("typed");
            // Notes, in the page itself, which text it says is saved.
            await page.EvaluateAsync(
                """
                () => new MutationObserver(() => {
                  if (document.querySelector('.saved').textContent.trim() === 'Saved') window.saved = document.getElementById('yaml').value;
                }).observe(document.body, { subtree: true, childList: true, characterData: true })
                """);
            var typed = TypeAsync(page);
            await RealTime.PassAsync(moment, Ct);
            app.App.Kill();
            await typed;
            var saved = DescriptionIn(await page.EvaluateAsync<string?>("() => window.saved") ?? "") ?? "";
            await page.Context.CloseAsync();
            await app.RestartAsync();

            var written = await WrittenAsync("typed") ?? "";
            Assert.StartsWith(saved, written, StringComparison.Ordinal);
            Assert.StartsWith(written, Sentence, StringComparison.Ordinal);
            var next = await app.OpenAsync("/projects/typed/edit/project");
            await Assertions.Expect(Description(next)).ToHaveValueAsync(written);
            await next.Context.CloseAsync();
        }
    }

    private static ILocator Description(IPage page) => page.GetByLabel("Description");

    private static Task TypeAsync(IPage page) => page.Keyboard.TypeAsync(Sentence, new() { Delay = 12 });

    private async Task AllIsThereAsync(IPage page, string slug)
    {
        await Assertions.Expect(page.GetByLabel("Blueprint, YAML")).ToHaveValueAsync(new Regex($"description: \"?{Sentence}\"?$", RegexOptions.Multiline), new() { Timeout = TestPatience.Milliseconds(60_000) });
        await Assertions.Expect(page.Locator(".saved")).ToHaveTextAsync("Saved");
        await Assertions.Expect(Description(page)).ToHaveValueAsync(Sentence);
        Assert.Equal(Sentence, await WrittenAsync(slug));
    }

    private async Task<(IPage Page, Sockets Sockets)> OpenAsync(string slug)
    {
        await File.WriteAllTextAsync(app.App.Folder.BlueprintOf(slug), $"# Mine\nproject:\n  name: {slug}\n  region: eu-west-1\n", Ct);
        var page = await app.OpenAsync("/sign-in");
        var sockets = await Sockets.OfAsync(page);
        await page.GotoAsync($"{app.Origin}/projects/{slug}/edit/project");
        await Assertions.Expect(Description(page)).ToHaveValueAsync("");
        await Description(page).FocusAsync();
        return (page, sockets);
    }

    private async Task<string?> WrittenAsync(string slug)
    {
        var text = await File.ReadAllTextAsync(app.App.Folder.BlueprintOf(slug), Ct);
        Assert.StartsWith("# Mine\n", text, StringComparison.Ordinal);
        return DescriptionIn(text);
    }

    private static string? DescriptionIn(string text) => BlueprintTree.Read(text)?.TextAt("project.description");
}
