using Pockitect.Core.Text;
using YamlDotNet.Core;

namespace Pockitect.Core.Yaml;

/// <summary>Explains errors of the YAML parser in terms of common mistakes.</summary>
internal static class YamlFaults
{
    public static YamlProblem Explain(YamlException fault, string text)
    {
        var at = new Position(Math.Max(1, (int)fault.Start.Line), Math.Max(1, (int)fault.Start.Column));
        var says = fault.Message;
        if ((Says("tab") || Says("cannot start any token")) && TabIndent(text) is { } tab)
            return new YamlProblem(tab, "This line is indented with a tab; YAML allows only spaces. Replace the tab.");

        return new YamlProblem(at, says switch
        {
            _ when Says("multiline plain scalar") =>
                "The value above continues in this line, where a new key starts. Add a space after a ':' above, or quote the value.",
            _ when Says("invalid mapping") || Says("invalid implicit key") || Says("implicit keys") =>
                "A second key starts inside a value. Indent all keys of a group equally, or quote a value that contains ': '.",
            _ when Says("did not find expected key") => "Wrong indentation. Indent all keys of a group by the same number of spaces.",
            _ when Says("expected '-' indicator") =>
                "This line is in a list but doesn't start with '- ', or its indentation differs from the other items.",
            _ when Says("',' or ']'") => "Unclosed '[': a ',' or a ']' is missing.",
            _ when Says("',' or '}'") => "Unclosed '{': a ',' or a '}' is missing.",
            _ when Says("quoted scalar, found unexpected end") => "Unclosed quote.",
            _ when Says("expected hexadecimal") || Says("unknown escape") || Says("escape code") =>
                "Unknown escape in double quotes. Use '\\\\' for a backslash, or single quotes.",
            _ when Says("cannot start any token") =>
                $"A value can't start with '{CharacterAt(text, fault.Start)}'; quote it.",
            _ when Says("could not find expected ':'") => "A ':' is missing after this key, or a space after its ':'.",
            _ when Says("block scalar") || Says("indentation") => "The lines of this text block must be indented like its first line.",
            _ when Says("more than one anchor") || Says("anchor") || Says("alias") =>
                "Invalid anchor or alias: '&name' names a value, '*name' repeats it.",
            _ when Says("directive") => "A line that starts with '%' is a directive, which blueprints don't use; remove it.",
            _ when Says("document start") => "Text follows the end of the blueprint; it must be one document.",
            _ => $"Invalid YAML: {MessageFormat.Value(says.Trim().TrimEnd('.'))}. Check the line's indentation, colons and quotes.",
        });

        bool Says(string words) => says.Contains(words, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Returns the first tab in a line's indentation.</summary>
    private static Position? TabIndent(string text)
    {
        var lines = text.Split('\n');
        for (var line = 0; line < lines.Length; line++)
        {
            var indent = lines[line].AsSpan(0, lines[line].Length - lines[line].AsSpan().TrimStart().Length);
            if (indent.Trim('\r').IndexOf('\t') is >= 0 and var tab && indent.Length < lines[line].Length)
                return new Position(line + 1, tab + 1);
        }

        return null;
    }

    private static string CharacterAt(string text, Mark mark) => mark.Index < text.Length ? text[(int)mark.Index].ToString() : "";
}
