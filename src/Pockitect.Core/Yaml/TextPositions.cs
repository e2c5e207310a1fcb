namespace Pockitect.Core.Yaml;

/// <summary>Where the lines of a text begin and end.</summary>
internal sealed class TextPositions(string text)
{
    public int LineStart(int at) => at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;

    /// <summary>Returns the index after the line's last character, before its line break.</summary>
    public int LineEnd(int at)
    {
        var end = text.IndexOf('\n', at);
        if (end < 0) return text.Length;
        return end > at && text[end - 1] == '\r' ? end - 1 : end;
    }

    public int NextLine(int at)
    {
        var end = text.IndexOf('\n', at);
        return end < 0 ? text.Length : end + 1;
    }
}
