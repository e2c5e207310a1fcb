using System.Globalization;
using System.Text;
using System.Xml;

namespace Pockitect.Web.Diagrams;

/// <summary>Writes a diagram as a self-contained file in light colors.</summary>
public static class DiagramFile
{
    private const string Svg = "http://www.w3.org/2000/svg";

    /// <param name="title">The subject of the diagram.</param>
    public static byte[] Write(Diagram diagram, string title)
    {
        using var file = new MemoryStream();
        using (var xml = XmlWriter.Create(
            file, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true }))
        {
            var pen = new FilePen(xml, Svg);
            var (width, height) = DiagramDrawing.SizeOf(diagram);
            pen.Open("svg", ("viewBox", DiagramDrawing.ViewBoxOf(diagram)), ("width", Text(width)), ("height", Text(height)));
            pen.Open("title");
            pen.Text(title);
            pen.Close();
            pen.Open(
                "rect",
                ("x", Text(-DiagramDrawing.Margin)),
                ("y", Text(-DiagramDrawing.Margin)),
                ("width", Text(width)),
                ("height", Text(height)),
                ("fill", FileColours.Ground));
            pen.Close();
            new DiagramDrawing(pen, diagram, lit: null).Draw();
            pen.Close();
        }

        return file.ToArray();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
