using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace Pockitect.Core.Yaml;

/// <summary>
/// Writes YAML that all readers understand alike, including YAML 1.1 readers. Text that either version would misread is quoted.
/// </summary>
internal static partial class YamlEmitter
{
    private const int Indent = 2;

    /// <summary>The maximum length of a list of plain words on one line.</summary>
    private const int MaxFlowList = 60;

    /// <summary>Returns the lines of a nonempty group or list, indented by <paramref name="indent"/> spaces.</summary>
    public static IEnumerable<string> Block(JsonNode node, int indent) => node switch
    {
        JsonObject map => map.SelectMany(entry => Entry(entry.Key, entry.Value, indent)),
        JsonArray list => list.SelectMany(item => Item(item, indent)),
        _ => throw new ArgumentException("A single value has no lines of its own.", nameof(node)),
    };

    /// <summary>Returns the lines of a key and its value.</summary>
    public static IEnumerable<string> Entry(string key, JsonNode? value, int indent)
    {
        var start = Spaces(indent) + Scalar(key) + ":";
        return IsBlock(value)
            ? Block(value!, indent + Indent).Prepend(start) // A block is not null.
            : Value(value, indent).Select((line, index) => index == 0 ? $"{start} {line}" : line);
    }

    /// <summary>Returns the lines of a list item.</summary>
    public static IEnumerable<string> Item(JsonNode? value, int indent)
    {
        var lines = IsBlock(value) ? Block(value!, indent + Indent) : Value(value, indent); // A block is not null.
        return lines.Select((line, index) => index == 0 ? $"{Spaces(indent)}- {line.TrimStart(' ')}" : line);
    }

    /// <summary>Returns a value on one line with brackets and braces; with <paramref name="json"/>, only valid JSON.</summary>
    public static string Flow(JsonNode? node, bool json) => node switch
    {
        null => "null",
        JsonObject map =>
            $"{{{string.Join(", ", map.Select(entry => $"{(json ? Quoted(entry.Key) : Scalar(entry.Key))}: {Flow(entry.Value, json)}"))}}}",
        JsonArray list => $"[{string.Join(", ", list.Select(item => Flow(item, json)))}]",
        JsonValue value when value.TryGetValue<string>(out var text) => json ? Quoted(text) : Scalar(text),
        _ => node.ToJsonString(),
    };

    /// <summary>Returns text on one line, unquoted if it is unambiguous.</summary>
    public static string Scalar(string text, ScalarStyle style = ScalarStyle.Plain) => style switch
    {
        ScalarStyle.SingleQuoted when !NeedsEscapes(text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        ScalarStyle.DoubleQuoted or ScalarStyle.SingleQuoted => Quoted(text),
        _ => IsPlain(text) ? text : Quoted(text),
    };

    /// <summary>Whether the value needs its own lines below its key.</summary>
    public static bool IsBlock(JsonNode? value) => value switch
    {
        JsonObject map => map.Count > 0,
        JsonArray list => list.Count > 0 && !(list.All(item => item is JsonValue) && Flow(list, json: false).Length <= MaxFlowList),
        _ => false,
    };

    /// <summary>Returns the first line of a single value, and the rest of a text block.</summary>
    private static IEnumerable<string> Value(JsonNode? value, int indent)
    {
        if (value is not JsonValue scalar || !scalar.TryGetValue<string>(out var text) || !IsLiteral(text))
            return [Flow(value, json: false)];
        var endsLine = text.EndsWith('\n');
        return (endsLine ? text[..^1] : text).Split('\n')
            .Select(line => line.Length == 0 ? "" : Spaces(indent + Indent) + line)
            .Prepend(endsLine ? "|" : "|-");
    }

    private static bool IsPlain(string text) =>
        PlainPattern().IsMatch(text)
        && !NeedsEscapes(text)
        && !text.Contains(": ", StringComparison.Ordinal)
        && !text.Contains(" #", StringComparison.Ordinal)
        && CoreSchema.ToJson(text) is JsonValue value && value.TryGetValue<string>(out _)
        && !OlderMeaningPattern().IsMatch(text);

    /// <summary>
    /// Whether a text block can represent the text: several lines, no indentation in the first, at most one line break at the end.
    /// </summary>
    private static bool IsLiteral(string text) =>
        text.Contains('\n', StringComparison.Ordinal)
        && !char.IsWhiteSpace(text[0])
        && !text.EndsWith("\n\n", StringComparison.Ordinal)
        && !text.Split('\n').Any(line => line.Length > 0 && string.IsNullOrWhiteSpace(line))
        && !NeedsEscapes(text.Replace("\n", "", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal));

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                '\n' => quoted.Append("\\n"),
                '\t' => quoted.Append("\\t"),
                _ when IsEscaped(c) => quoted.Append(FormattableString.Invariant($"\\u{(int)c:x4}")),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    private static bool NeedsEscapes(string text) => text.Any(IsEscaped);

    // Control characters, other line breaks, marks that editors drop, and characters outside the first plane.
    private static bool IsEscaped(char c) =>
        c < ' ' || (c >= '\u007F' && c <= '\u00A0') || c is '\u2028' or '\u2029' or '\uFEFF' or '\uFFFD' or '\uFFFE' or '\uFFFF';

    private static string Spaces(int count) => new(' ', count);

    // Letters, digits, and the punctuation of prose, paths and addresses. Characters with a meaning in YAML are always quoted.
    [GeneratedRegex(@"^[\p{L}\p{N}_./(]([\p{L}\p{N} _./\-+():=@$;'~?]*[\p{L}\p{N}_./\-+)=$;'~?])?\z")]
    private static partial Regex PlainPattern();

    // YAML 1.1's booleans, base 60 numbers, numbers with underscores, and dates.
    [GeneratedRegex(@"^([yY]|[nN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|[-+]?[0-9][0-9_:.,xob]*[0-9a-fA-F_:.-]*|[0-9]{4}-[0-9].*)\z")]
    private static partial Regex OlderMeaningPattern();
}
