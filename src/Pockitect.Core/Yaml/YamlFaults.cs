using Pockitect.Core.Text;
using YamlDotNet.Core;

namespace Pockitect.Core.Yaml;

/// <summary>Says what the YAML parser found in words that name the usual mistake.</summary>
internal static class YamlFaults
{
    public static YamlProblem Explain(YamlException fault, string text)
    {
        var at = new Position(Math.Max(1, (int)fault.Start.Line), Math.Max(1, (int)fault.Start.Column));
        var says = fault.Message;
        if ((Says("tab") || Says("cannot start any token")) && TabIndent(text) is { } tab)
            return new YamlProblem(tab, "A tab indents this line; YAML takes spaces only. Replace it by spaces.");

        return new YamlProblem(at, says switch
        {
            _ when Says("multiline plain scalar") => "The value above goes on in this line, where a new key begins: a space is missing behind a ':' above, or a value needs quotes.",
            _ when Says("invalid mapping") || Says("invalid implicit key") || Says("implicit keys") =>
                "A second key begins inside a value here: indent the lines of one group alike, or quote a value that holds ': '.",
            _ when Says("did not find expected key") => "This line is indented unlike those it belongs to; give all keys of one group the same number of spaces.",
            _ when Says("expected '-' indicator") => "This line stands in a list but does not begin with '- ', or is indented unlike the list's other lines.",
            _ when Says("',' or ']'") => "A list that was opened with '[' is not closed: a ',' or a ']' is missing.",
            _ when Says("',' or '}'") => "A group that was opened with '{' is not closed: a ',' or a '}' is missing.",
            _ when Says("quoted scalar, found unexpected end") => "A quote is opened here and never closed.",
            _ when Says("expected hexadecimal") || Says("unknown escape") || Says("escape code") =>
                "A backslash in double quotes begins an escape that YAML does not know; write '\\\\' for a backslash, or use single quotes.",
            _ when Says("cannot start any token") =>
                $"A value cannot begin with '{CharacterAt(text, fault.Start)}' here; put the value in quotes.",
            _ when Says("could not find expected ':'") => "A ':' is missing after this key, or a space after its ':'.",
            _ when Says("block scalar") || Says("indentation") => "The lines of this text block are not indented as its first line says.",
            _ when Says("more than one anchor") || Says("anchor") || Says("alias") => "An anchor or alias is written wrongly here: '&name' names a value, '*name' repeats it.",
            _ when Says("directive") => "A line that begins with '%' is a directive, which no blueprint needs; remove it.",
            _ when Says("document start") => "Text follows the end of the blueprint; it must be one document.",
            _ => $"This is not YAML: {MessageFormat.Value(says.Trim().TrimEnd('.'))}. Check the line's indentation, colons and quotes.",
        });

        bool Says(string words) => says.Contains(words, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The first tab in a line's indentation.</summary>
    private static Position? TabIndent(string text)
    {
        var lines = text.Split('\n');
        for (var line = 0; line < lines.Length; line++)
        {
            var indent = lines[line].AsSpan(0, lines[line].Length - lines[line].AsSpan().TrimStart().Length);
            if (indent.Trim('\r').IndexOf('\t') is >= 0 and var tab && indent.Length < lines[line].Length) return new Position(line + 1, tab + 1);
        }

        return null;
    }

    private static string CharacterAt(string text, Mark mark) => mark.Index < text.Length ? text[(int)mark.Index].ToString() : "";
}
