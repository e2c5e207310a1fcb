using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.JSInterop;
using Pockitect.Core.Resources;
using Pockitect.Web.Diagrams;
using Pockitect.Web.Tests.Monitor;

namespace Pockitect.Web.Tests.Diagrams;

/// <summary>What pictures become on a page and in a file.</summary>
public sealed partial class DiagramMarkupTests
{
    private const string Bad = "<script>alert('1')</script>";

    private static readonly Diagram diagram = Enumerable.Range(0, 100).Select(seed => Diagram.Of(RandomNetwork.Of(seed), Rows.Catalog, "eu-west-1")).First(one => one.Edges.Count > 3);

    [Fact]
    public async Task The_list_says_all_that_the_picture_says_in_the_same_order()
    {
        var list = await HtmlAsync<DiagramTree>(new() { [nameof(DiagramTree.Diagram)] = diagram });

        var items = Item().Matches(list).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value).Trim());
        Assert.Equal(diagram.Boxes.SelectMany(Words), items);
    }

    [Fact]
    public async Task Every_tile_and_box_has_a_name_and_can_be_picked_where_somebody_listens()
    {
        var picture = await ViewAsync(diagram, picks: true);
        var still = await ViewAsync(diagram, picks: false);

        Assert.All(diagram.AllTiles, tile => Assert.Contains($"<title>{WebUtility.HtmlEncode(tile.Words)}</title>", picture, StringComparison.Ordinal));
        Assert.Equal(diagram.Count, Count(picture, "role=\"button\""));
        // The frame, and one of the tiles: the arrow keys lead to the others.
        Assert.Equal(2, Count(picture, "tabindex=\"0\""));
        Assert.Equal((0, 1), (Count(still, "role=\"button\""), Count(still, "tabindex")));
    }

    [Fact]
    public async Task What_is_looked_at_is_lit_with_its_lines()
    {
        var edge = diagram.Edges[0];

        var picture = await ViewAsync(diagram, picks: false, edge.From.Key);

        Assert.Contains($"lit\" role=\"img\"><title>{WebUtility.HtmlEncode(edge.From.Words)}</title>", picture, StringComparison.Ordinal);
        Assert.Equal(diagram.Edges.Count(other => other.From == edge.From || other.To == edge.From), Count(picture, "class=\"edge lit\""));
    }

    [Fact]
    public async Task Names_are_text_and_never_markup()
    {
        var bad = Diagram.Of([Named(Bad), Named("\u0001\ud83d\ude00 \"&]]>")], Rows.Catalog);

        Assert.DoesNotContain("<script", await ViewAsync(bad, picks: true), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", await HtmlAsync<DiagramTree>(new() { [nameof(DiagramTree.Diagram)] = bad }), StringComparison.Ordinal);
        var file = Read(DiagramFile.Write(bad, Bad));
        Assert.DoesNotContain(file.Descendants(), element => element.Name.LocalName == "script");
        Assert.Contains(file.Descendants(), element => element.Value == $"{Bad} Bucket · ready");
        Assert.Contains(file.Descendants(), element => element.Value == "\ud83d\ude00 \"&]]> Bucket · ready");
    }

    [Fact]
    public void A_file_has_its_own_colours_and_asks_for_nothing()
    {
        var file = Read(DiagramFile.Write(diagram, "shop"));

        Assert.Equal(diagram.AllTiles.Count(), file.Descendants().Count(element => (string?)element.Attribute("font-size") == "12"));
        Assert.DoesNotContain(file.Descendants().Attributes(), attribute => attribute.Name.LocalName is "class" or "style" or "href" || attribute.Value.Contains("var(", StringComparison.Ordinal));
        foreach (var drawn in file.Descendants().Where(element => element.Name.LocalName is "rect" or "path" or "text")) Assert.NotNull(drawn.Attribute("fill"));
    }

    [Fact]
    public async Task A_thumbnail_is_hidden_and_has_no_words()
    {
        var small = await HtmlAsync<DiagramThumbnail>(new() { [nameof(DiagramThumbnail.Diagram)] = diagram });

        Assert.Contains("aria-hidden=\"true\"", small, StringComparison.Ordinal);
        Assert.DoesNotContain("<text", small, StringComparison.Ordinal);
        Assert.Equal(diagram.AllBoxes.Count() + diagram.AllTiles.Count(), Count(small, "<rect"));
    }

    [GeneratedRegex("<li>([^<]*)")]
    private static partial Regex Item();

    private static IEnumerable<string> Words(DiagramBox box) => [box.Words, .. box.Tiles.Select(tile => tile.Words), .. box.Boxes.SelectMany(Words)];

    private static Observed Named(string name) => Rows.Bucket($"b{name.Length}").Resource with { Tags = new Dictionary<string, string> { ["Name"] = name } };

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static XDocument Read(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return XDocument.Load(stream);
    }

    private static Task<string> ViewAsync(Diagram diagram, bool picks, string? lit = null) => HtmlAsync<DiagramView>(new()
    {
        [nameof(DiagramView.Diagram)] = diagram,
        [nameof(DiagramView.Label)] = "shop",
        [nameof(DiagramView.Lit)] = lit,
        [nameof(DiagramView.OnPick)] = picks ? new EventCallback<string>(null, (string _) => { }) : default,
    });

    private static async Task<string> HtmlAsync<T>(Dictionary<string, object?> parameters)
        where T : IComponent
    {
        await using var services = new ServiceCollection().AddSingleton<IJSRuntime, NoScript>().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }

    /// <summary>A page that is drawn once runs no script.</summary>
    private sealed class NoScript : IJSRuntime
    {
        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => throw new InvalidOperationException(identifier);

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) => throw new InvalidOperationException(identifier);
    }
}
