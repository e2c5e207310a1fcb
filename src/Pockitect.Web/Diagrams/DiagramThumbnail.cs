using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Pockitect.Web.Diagrams;

/// <summary>A tiny diagram that shows only the layout. It is decorative: the text next to it has the same information.</summary>
public sealed class DiagramThumbnail : ComponentBase
{
    private Diagram? _drawn;

    [Parameter, EditorRequired]
    public required Diagram Diagram { get; set; }

    protected override bool ShouldRender() => _drawn != Diagram;

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        _drawn = Diagram;
        var pen = new PagePen(builder, pickOf: null);
        pen.Open(
            "svg",
            ("class", "diagram-thumbnail"),
            ("viewBox", DiagramDrawing.ViewBoxOf(Diagram)),
            ("width", "72"),
            ("height", "44"),
            ("aria-hidden", "true"));
        foreach (var box in Diagram.AllBoxes) DrawRect(box.Area, $"box {box.Kind.ToString().ToLowerInvariant()}");
        foreach (var tile in Diagram.AllTiles) DrawRect(tile.Area, $"dot {tile.Family.ToString().ToLowerInvariant()}");
        pen.Close();

        void DrawRect(Area area, string cssClass)
        {
            pen.Open(
                "rect",
                ("class", cssClass),
                ("x", Text(area.X)),
                ("y", Text(area.Y)),
                ("width", Text(area.Width)),
                ("height", Text(area.Height)));
            pen.Close();
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
