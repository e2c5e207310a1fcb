using System.Globalization;
using Spectre.Console;

namespace Pockitect.Cli.Rendering;

/// <summary>A message whose line breaks are intended, unlike those in a name or a tag.</summary>
internal readonly record struct Lines(string Text);

/// <summary>Makes external text safe for a terminal, and measures text.</summary>
internal static class TerminalText
{
    private const char Replacement = '\uFFFD';

    /// <summary>
    /// Returns a value as one line. Its characters can't control the terminal, start a line or reverse the text direction.
    /// </summary>
    public static string Line(object? value) => Clean(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", keepsLines: false);

    /// <summary>Returns safe text that keeps line breaks and tabs.</summary>
    public static string Message(object? value) => Clean(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", keepsLines: true);

    /// <summary>Escapes such characters in JSON text, where they occur only in strings.</summary>
    public static string Json(string json) => json.Any(IsHarmful)
        ? string.Concat(json.Select(letter => IsHarmful(letter) ? $"\\u{(int)letter:x4}" : letter.ToString()))
        : json;

    /// <summary>Returns the number of columns of a text, without color codes.</summary>
    public static int Width(string text) =>
        text.Contains('\x1b', StringComparison.Ordinal) ? WithoutColor(text).GetCellWidth() : text.GetCellWidth();

    /// <summary>Returns the start of a text that fits into the columns, with an ellipsis if it was cut.</summary>
    public static string Crop(string text, int columns)
    {
        if (Width(text) <= columns) return text;
        var end = text.Length;
        while (end > 0
            && text[..end].GetCellWidth() > Math.Max(0, columns - 1)) end -= end > 1 && char.IsLowSurrogate(text[end - 1]) ? 2 : 1;
        return text[..end] + "…";
    }

    private static string Clean(string text, bool keepsLines)
    {
        if (!text.Any(letter => IsHarmful(letter) || (!keepsLines && char.IsControl(letter)))) return text;
        var lines = keepsLines ? text : text.ReplaceLineEndings("\n").Replace("\n", " ↵ ", StringComparison.Ordinal).Replace('\t', ' ');
        return string.Concat(lines.Select(letter => IsHarmful(letter) ? Replacement : letter));
    }

    private static bool IsHarmful(char letter) => letter switch
    {
        '\n' or '\t' => false,
        // Direction marks and overrides, invisible spaces, line and paragraph separators.
        '\u061C' or '\u200B' or '\u200E' or '\u200F' or (>= '\u2028' and <= '\u202E') or (>= '\u2060' and <= '\u206F') or '\uFEFF' => true,
        _ => char.IsControl(letter),
    };

    private static string WithoutColor(string text)
    {
        var plain = new System.Text.StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\x1b')
            {
                i = text.IndexOf('m', i);
                if (i < 0) break;
                continue;
            }

            plain.Append(text[i]);
        }

        return plain.ToString();
    }
}
