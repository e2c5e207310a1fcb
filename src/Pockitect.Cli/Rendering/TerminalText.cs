using System.Globalization;
using Spectre.Console;

namespace Pockitect.Cli.Rendering;

/// <summary>A message of several lines: its line breaks are meant, unlike those of a name or a tag.</summary>
internal readonly record struct Lines(string Text);

/// <summary>Text from elsewhere, made safe for a terminal; and what a terminal makes of text.</summary>
internal static class TerminalText
{
    private const char Replacement = '\uFFFD';

    /// <summary>A value as one line: no character in it can command the terminal, begin a line or turn the direction of what follows.</summary>
    public static string Line(object? value) => Clean(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", keepsLines: false);

    /// <summary>The same, with its line breaks and tabs.</summary>
    public static string Message(object? value) => Clean(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", keepsLines: true);

    /// <summary>JSON text with the same characters escaped; they can only stand in strings.</summary>
    public static string Json(string json) => json.Any(IsHarmful)
        ? string.Concat(json.Select(letter => IsHarmful(letter) ? $"\\u{(int)letter:x4}" : letter.ToString()))
        : json;

    /// <summary>How many columns a text takes, escape sequences for color aside.</summary>
    public static int Width(string text) => text.Contains('\x1b', StringComparison.Ordinal) ? WithoutColor(text).GetCellWidth() : text.GetCellWidth();

    /// <summary>The start of a text that fits into some columns, with an ellipsis where something was cut off.</summary>
    public static string Crop(string text, int columns)
    {
        if (Width(text) <= columns) return text;
        var end = text.Length;
        while (end > 0 && text[..end].GetCellWidth() > Math.Max(0, columns - 1)) end -= end > 1 && char.IsLowSurrogate(text[end - 1]) ? 2 : 1;
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
        // Marks and overrides of writing direction, invisible spaces, line and paragraph separators.
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
