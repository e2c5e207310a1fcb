using System.Text;
using System.Xml;

namespace Pockitect.Web.Diagrams;

/// <summary>Draws into a file. Each element carries its own colors, because not every viewer reads style sheets.</summary>
internal sealed class FilePen(XmlWriter xml, string space) : ISvgPen
{
    private readonly Stack<string> _classes = new();

    public void Open(string element, params IReadOnlyList<(string Name, string? Value)> attributes)
    {
        var own = attributes.FirstOrDefault(attribute => attribute.Name == "class").Value ?? "";
        Begin(element, own);
        foreach (var (name, value) in attributes)
        {
            if (name is not "class" && value is not null) xml.WriteAttributeString(name, Clean(value));
        }

        foreach (var (name, value) in FileColours.Of(
            element, own, _classes.Skip(1).FirstOrDefault() ?? "")) xml.WriteAttributeString(name, value);
    }

    public void OpenPick(string? key, string words, string cssClass)
    {
        Begin("g", cssClass);
        xml.WriteAttributeString("role", "img");
        Open("title");
        Text(words);
        Close();
    }

    public void Text(string text) => xml.WriteString(Clean(text));

    public void Close()
    {
        xml.WriteEndElement();
        _classes.Pop();
    }

    private void Begin(string element, string cssClass)
    {
        xml.WriteStartElement(element, space);
        _classes.Push(cssClass);
    }

    /// <summary>Removes characters that XML forbids. Resource names may contain them.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value)) clean.Append(rune.ToString());
        }

        return clean.ToString();
    }
}
