namespace Pockitect.Web.Diagrams;

/// <summary>Writes the elements of a diagram, for a page or a file. All text is encoded.</summary>
internal interface ISvgPen
{
    /// <summary>Opens an element.</summary>
    void Open(string element, params IReadOnlyList<(string Name, string? Value)> attributes);

    /// <summary>Opens an element for a resource, which can be selected on a page.</summary>
    /// <param name="key">The resource's key; null if it can't be selected.</param>
    void OpenPick(string? key, string words, string cssClass);

    void Text(string text);

    void Close();
}
