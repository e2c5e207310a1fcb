using System.Globalization;
using Pockitect.Core.Resources;

namespace Pockitect.Web.Diagrams;

/// <summary>Draws a diagram with a pen.</summary>
/// <param name="lit">The highlighted resource, with its lines; null for none.</param>
internal sealed class DiagramDrawing(ISvgPen pen, Diagram diagram, string? lit)
{
    /// <summary>With more lines than this, only those of the highlighted resource are drawn.</summary>
    private const int MostEdges = 90;

    /// <summary>Space on each side for the lines of the outer boxes.</summary>
    public const int Margin = 2;

    private const double NameWidth = 7.7;
    private const double AboutWidth = 6.1;
    private const double TitleWidth = 7.0;

    public static (int Width, int Height) SizeOf(Diagram diagram) => (diagram.Width + 2 * Margin, diagram.Height + 2 * Margin);

    public static string ViewBoxOf(Diagram diagram) =>
        string.Create(CultureInfo.InvariantCulture, $"{-Margin} {-Margin} {SizeOf(diagram).Width} {SizeOf(diagram).Height}");

    public void Draw()
    {
        var isLit = diagram.Edges.ToLookup(edge => IsLit(edge.From.Keys) || IsLit(edge.To.Keys));
        foreach (var box in diagram.Boxes) DrawBox(box);
        pen.Open("g", ("class", "edges"), ("aria-hidden", "true"));
        if (diagram.Edges.Count <= MostEdges)
        {
            foreach (var edge in isLit[false]) DrawEdge(edge, "edge");
        }

        foreach (var edge in isLit[true]) DrawEdge(edge, "edge lit");
        pen.Close();
        // After the lines, so that they are behind the tiles.
        foreach (var box in diagram.Boxes) DrawContent(box);
    }

    private void DrawBox(DiagramBox box)
    {
        pen.Open("rect", ("class", Css("box", box.Kind.ToString(), box.IsElsewhere ? "elsewhere" : null, IsLit(box.Key) ? "lit" : null)),
            (
                "x",
                Text(box.Area.X)), (
                    "y",
                    Text(box.Area.Y)), (
                        "width", Text(box.Area.Width)), ("height", Text(box.Area.Height)), ("rx", "5"), ("aria-hidden", "true"));
        pen.Close();
        foreach (var inner in box.Boxes) DrawBox(inner);
    }

    private void DrawContent(DiagramBox box)
    {
        // A group per box, so that screen readers announce the nesting.
        pen.Open("g", ("role", "group"), ("aria-label", box.Words));
        pen.OpenPick(box.Key, box.Words, Css("label", box.Kind.ToString(), IsLit(box.Key) ? "lit" : null));
        pen.Open(
            "rect",
            ("class", "target"),
            ("x", Text(box.Area.X + 3)),
            ("y", Text(box.Area.Y + 3)),
            ("width", Text(box.Area.Width - 6)),
            ("height", Text(Layout.Header - 6)),
            ("rx", "3"));
        pen.Close();
        DrawMark(box.Phase, box.Area.Right - 13, box.Area.Y + Layout.Header / 2);
        DrawText("kind", box.Area.X + 10, box.Area.Y + 17, Fit(box.Title, box.Area.Width - 34, TitleWidth));
        pen.Close();
        foreach (var tile in box.Tiles) DrawTile(tile);
        foreach (var inner in box.Boxes) DrawContent(inner);
        pen.Close();
    }

    private void DrawTile(DiagramTile tile)
    {
        var (x, y) = (tile.Area.X, tile.Area.Y);
        pen.OpenPick(
            tile.Key,
            tile.Words,
            Css("tile", tile.Family.ToString(), tile.Keys.Count > 1 ? "many" : null, IsLit(tile.Keys) ? "lit" : null));
        pen.Open(
            "rect",
            ("class", "plate"),
            ("x", Text(x)),
            ("y", Text(y)),
            ("width", Text(tile.Area.Width)),
            ("height", Text(tile.Area.Height)),
            ("rx", "4"));
        pen.Close();
        pen.Open(
            "path",
            ("class", "icon"),
            ("d", FamilyIcons.Of(tile.Family)),
            ("transform", string.Create(CultureInfo.InvariantCulture, $"translate({x + 9} {y + 11}) scale(1.1)")));
        pen.Close();
        DrawText("name", x + 34, y + 17, Fit(tile.Name, tile.Area.Width - 34 - 20, NameWidth));
        DrawText("about", x + 34, y + 32, Fit(tile.About, tile.Area.Width - 34 - 6, AboutWidth));
        DrawMark(tile.Phase, x + tile.Area.Width - 11, y + 12);
        pen.Close();
    }

    /// <summary>The state as a shape next to its name, so that color is never the only sign.</summary>
    private void DrawMark(Phase? phase, int x, int y)
    {
        if (phase is not { } known) return;
        var (left, top) = (Text(x - 4), Text(y - 4));
        pen.Open("path", ("class", Css("mark", known.ToString())), ("d", known switch
        {
            Phase.Ready => $"M{left} {Text(y)}a4 4 0 1 1 8 0a4 4 0 1 1 -8 0z",
            Phase.Pending => $"M{left} {top}h8l-8 8h8z",
            Phase.Stopped => $"M{left} {top}h8v8h-8z",
            Phase.Failed => $"M{Text(x)} {Text(y - 5)}l5 9h-10z",
            _ => $"M{left} {top}l8 8M{left} {Text(y + 4)}l8 -8",
        }));
        pen.Close();
    }

    /// <summary>A curve from the center of one tile to the center of the other.</summary>
    private void DrawEdge(DiagramEdge edge, string cssClass)
    {
        var ((x, y), (toX, toY)) = (edge.From.Area.Centre, edge.To.Area.Centre);
        var middle = (y + toY) / 2;
        pen.Open(
            "path",
            ("class", cssClass),
            ("d", string.Create(CultureInfo.InvariantCulture, $"M{x} {y}C{x} {middle} {toX} {middle} {toX} {toY}")));
        pen.Close();
    }

    private void DrawText(string cssClass, int x, int y, string text)
    {
        pen.Open("text", ("class", cssClass), ("x", Text(x)), ("y", Text(y)), ("aria-hidden", "true"));
        pen.Text(text);
        pen.Close();
    }

    private bool IsLit(string? key) => lit is not null && key == lit;

    private bool IsLit(IReadOnlyList<string> keys) => lit is not null && keys.Contains(lit, StringComparer.Ordinal);

    private static string Css(params IEnumerable<string?> words) => string.Join(' ', words.OfType<string>()).ToLowerInvariant();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Shortens the text to fit. The title has the full text.</summary>
    private static string Fit(string text, int width, double letter)
    {
        var most = Math.Max(1, (int)(width / letter));
        if (text.Length <= most) return text;
        // Never split a surrogate pair.
        return $"{text[..(most - (most > 1 && char.IsHighSurrogate(text[most - 2]) ? 2 : 1))]}…";
    }
}
