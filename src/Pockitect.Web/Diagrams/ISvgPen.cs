namespace Pockitect.Web.Diagrams;

/// <summary>What a picture is drawn with: a page's or a file's elements. All that is written is encoded.</summary>
internal interface ISvgPen
{
    /// <summary>Begins an element.</summary>
    void Open(string element, params IReadOnlyList<(string Name, string? Value)> attributes);

    /// <summary>Begins an element that stands for a resource, which a page lets a person pick.</summary>
    /// <param name="key">Which resource; null for what cannot be picked.</param>
    void OpenPick(string? key, string words, string cssClass);

    void Text(string text);

    void Close();
}
