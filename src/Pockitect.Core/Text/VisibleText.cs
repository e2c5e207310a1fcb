using System.Globalization;
using System.Text;

namespace Pockitect.Core.Text;

/// <summary>
/// Formats values from AWS, files and messages so that they can't control a terminal, start a new line, or reorder the text around them.
/// </summary>
public static class VisibleText
{
    /// <summary>Returns a value for one line: control characters, line breaks and bidirectional marks become <c>\u202e</c>.</summary>
    public static string Line(string text) => IsVisible(text) ? text : Escape(text, keepsLines: false);

    /// <summary>Returns a text of several lines in the same way, with line feeds and tabs kept.</summary>
    public static string Lines(string text) => IsVisible(text) ? text : Escape(text, keepsLines: true);

    internal static bool IsVisible(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (!IsVisible(text[index]) || IsLoneSurrogate(text, index)) return false;
        }

        return true;
    }

    internal static bool IsVisible(char letter) => letter switch
    {
        // Direction marks and zero-width characters, except those that join letters and emoji.
        '\u061C' or '\u200B' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u206F') or '\uFEFF' => false,
        '\u2028' or '\u2029' or (>= '\uFFF9' and <= '\uFFFB') => false,
        _ => !char.IsControl(letter),
    };

    private static string Escape(string text, bool keepsLines)
    {
        var escaped = new StringBuilder(text.Length + 16);
        for (var index = 0; index < text.Length; index++)
        {
            var letter = text[index];
            if ((keepsLines && letter is ('\n' or '\t')) || (IsVisible(letter) && !IsLoneSurrogate(text, index))) escaped.Append(letter);
            else if (letter is '\n') escaped.Append("\\n");
            else if (letter is '\r') escaped.Append("\\r");
            else if (letter is '\t') escaped.Append("\\t");
            else escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
        }

        return escaped.ToString();
    }

    private static bool IsLoneSurrogate(string text, int index) => char.IsSurrogate(text[index])
        && !(index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]))
        && !(index > 0 && char.IsSurrogatePair(text[index - 1], text[index]));
}
