using System.Text.Json.Nodes;
using YamlDotNet.Core;

namespace Pockitect.Core.Yaml;

/// <summary>
/// Edits a text for one change of its tree. Edits whole lines where a value has its own, and keeps every comment line, even next to removed
/// values.
/// </summary>
internal sealed class YamlSplicer(string text, YamlNode? root)
{
    private readonly string _lineEnd = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    private readonly TextPositions _at = new(text);

    // JSON files stay JSON.
    private readonly bool _isJson = root is YamlMap { IsFlow: true };

    /// <summary>Writes the first key of an empty text.</summary>
    public string Begin(string key, JsonNode value)
    {
        var lines = string.Concat(YamlEmitter.Entry(key, value, indent: 0).Select(line => line + _lineEnd));
        if (root is YamlMap { IsFlow: true } map) return Splice(map.Start + 1, map.Start + 1, Pair(key, value));
        if (root is not null && root.End > root.Start) return Splice(root.Start, root.End, lines);
        return text.Length == 0 || text.EndsWith('\n') ? text + lines : text + _lineEnd + lines;
    }

    /// <summary>Replaces the value at a path.</summary>
    public string Replace(IReadOnlyList<object> path, JsonNode value)
    {
        var (holder, entry, node) = Find(path);
        if (holder is YamlMap { IsFlow: true } or YamlList { IsFlow: true })
            return Splice(node.Start, End(node), Spaced(node.Start, OneLine(node, value)));
        if (entry is null) return ReplaceItem(node, value);

        var isBelow = _at.LineStart(node.Start) > entry.Key.Start;
        var lines = YamlEmitter.Entry(entry.Key.Text, value, Column(entry.Key)).ToList();
        if (isBelow && node is YamlMap or YamlList)
        {
            var below = YamlEmitter.IsBlock(value) ? lines[1..] : [];
            var kept = Splice(
                _at.LineStart(node.Start), _at.NextLine(End(node)), Lines([.. Comments(node.Start, End(node), Column(node)), .. below]));
            return YamlEmitter.IsBlock(value) ? kept : kept.Insert(Colon(entry) + 1, " " + YamlEmitter.Flow(value, _isJson));
        }

        if (YamlEmitter.IsBlock(value))
        {
            var lineEnd = _at.LineEnd(End(node));
            var rest = text[End(node)..lineEnd];
            return Splice(
                Colon(entry) + 1,
                lineEnd,
                (rest.Trim().Length == 0 ? "" : " " + rest.TrimStart()) + _lineEnd + string.Join(_lineEnd, lines[1..]));
        }

        var written = Fits(node, lines)
            ? string.Join(_lineEnd, [lines[0][lines[0].LastIndexOf('|')..], .. lines[1..]])
            : OneLine(node, value);
        return Splice(node.Start, End(node), Spaced(node.Start, written));
    }

    /// <summary>Adds a key to the nonempty group, or an item to the nonempty list, at a path.</summary>
    public string Insert(IReadOnlyList<object> path, object part, JsonNode value)
    {
        var outer = path.Count == 0 ? root! : Find(path).Node; // It inserts into existing text.
        var last = outer is YamlMap { Entries: [.., var entry] } ? entry.Value : ((YamlList)outer).Items[^1];
        if (outer is YamlMap { IsFlow: true } or YamlList { IsFlow: true })
        {
            var first = outer is YamlMap { Entries: [var one, ..] } ? one.Key.Start : ((YamlList)outer).Items[0].Start;
            var isSpread = _at.LineStart(first) > outer.Start;
            var separator = isSpread ? "," + _lineEnd + text[_at.LineStart(first)..first] : ", ";
            return Splice(End(last), End(last), separator + (part is string name ? Pair(name, value) : YamlEmitter.Flow(value, _isJson)));
        }

        var lines = part is string key
            ? YamlEmitter.Entry(key, value, Column(((YamlMap)outer).Entries[0].Key))
            : last is YamlMap { IsFlow: true } or YamlList { IsFlow: true }
                ? [new string(' ', Column(outer)) + "- " + YamlEmitter.Flow(value, json: false)]
                : YamlEmitter.Item(value, Column(outer));
        var at = _at.LineEnd(End(last));
        var gap = path.Count == 0 && YamlEmitter.IsBlock(value) ? _lineEnd : "";
        return Splice(at, at, gap + _lineEnd + string.Join(_lineEnd, lines));
    }

    /// <summary>Removes the value at a path, which is not the only one of its group or list.</summary>
    public string Remove(IReadOnlyList<object> path)
    {
        var (holder, entry, node) = Find(path);
        var starts = holder is YamlMap map
            ? map.Entries.Select(e => e.Key.Start).ToList()
            : ((YamlList)holder!).Items.Select(item => item.Start).ToList();
        var ends = holder is YamlMap same ? same.Entries.Select(e => End(e.Value)).ToList() : ((YamlList)holder).Items.Select(End).ToList();
        var index = starts.IndexOf(entry?.Key.Start ?? node.Start);
        var isLast = index == starts.Count - 1;
        if (holder is YamlMap { IsFlow: true } or YamlList { IsFlow: true })
        {
            if (starts.Count == 1) return Splice(starts[0], ends[0], "");
            var (from, to) = isLast ? (ends[index - 1], ends[index]) : (starts[index], starts[index + 1]);
            var comments = Comments(from, to, 0);
            return Splice(from, to, comments.Count == 0 ? "" : _lineEnd + Lines(comments));
        }

        // An item's dash and a key start a line; only the first one may follow the dash of its parent item.
        int Begin(int i) => holder is YamlList list ? Dash(list, i) : starts[i];
        var start = Begin(index);
        var line = _at.LineStart(start);
        if (string.IsNullOrWhiteSpace(text[line..start]))
            return Splice(line, _at.NextLine(ends[index]), Lines(Comments(start, ends[index], start - line)));
        var next = Begin(index + 1);
        var indent = text[line..start].Length - text[line..start].TrimStart().Length;
        return Splice(line, next, Lines(Comments(start, next, indent)) + text[line..start]);
    }

    /// <summary>Reorders list items, with the comments above them.</summary>
    public string Order(IReadOnlyList<object> path, IReadOnlyList<int> order)
    {
        if (Find(path).Node is not YamlList list)
            throw new YamlEditException("This list is an alias and shared with another place. Edit the file by hand.");
        if (list.IsFlow)
        {
            var edited = text;
            // Last to first, so that earlier positions stay valid.
            for (var i = list.Items.Count - 1; i >= 0; i--)
            {
                var (old, other) = (list.Items[i], list.Items[order[i]]);
                edited = string.Concat(
                    edited.AsSpan(0, old.Start), text.AsSpan(other.Start, End(other) - other.Start), edited.AsSpan(End(old)));
            }

            return edited;
        }

        var first = _at.LineStart(list.Start);
        if (!string.IsNullOrWhiteSpace(text[first..list.Start]))
            throw new YamlEditException("This list starts on the line of another. Move it to its own lines first.");
        List<int> bounds = [first, .. list.Items.Select(item => _at.NextLine(End(item)))];
        var chunks = order.Select(index => text[bounds[index]..bounds[index + 1]])
            .Select(chunk => chunk.EndsWith('\n') ? chunk : chunk + _lineEnd);
        return Splice(first, bounds[^1], string.Concat(chunks));
    }

    private string ReplaceItem(YamlNode node, JsonNode value)
    {
        var column = node.End == node.Start ? Column(node) + 1 : Column(node);
        if (YamlEmitter.IsBlock(value))
        {
            var lines = YamlEmitter.Block(value, column).ToList();
            lines[0] = lines[0].TrimStart(' ');
            return Splice(
                node.Start, End(node), Spaced(node.Start, string.Join(_lineEnd, [.. lines, .. Comments(node.Start, End(node), column)])));
        }

        var comments = node is YamlMap or YamlList ? Comments(node.Start, End(node), column) : [];
        return Splice(node.Start, End(node), Spaced(node.Start, string.Join(_lineEnd, [OneLine(node, value), .. comments])));
    }

    /// <summary>Whether the lines are a text block and no text after the old value would become part of it.</summary>
    private bool Fits(YamlNode node, List<string> lines) =>
        lines.Count > 1 && string.IsNullOrWhiteSpace(text[End(node).._at.LineEnd(End(node))]);

    private string OneLine(YamlNode node, JsonNode value)
    {
        // Values that need no quotes don't show the file's quoting style.
        if (value is JsonValue scalar && scalar.TryGetValue<string>(out var words) && !_isJson)
        {
            return YamlEmitter.Scalar(
                words,
                node is YamlScalar { Text.Length: > 0, Style: ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted } old
                    ? old.Style
                    : ScalarStyle.Plain);
        }

        return YamlEmitter.Flow(value, _isJson);
    }

    /// <summary>A key and its value inside braces.</summary>
    private string Pair(string key, JsonNode value) => YamlEmitter.Flow(new JsonObject { [key] = value.DeepClone() }, _isJson)[1..^1];

    private (YamlNode? Holder, YamlEntry? Entry, YamlNode Node) Find(IReadOnlyList<object> path)
    {
        (YamlNode? Holder, YamlEntry? Entry, YamlNode Node) found = (null, null, root!); // The caller found it there.
        foreach (var part in path)
        {
            found = (found.Node, part) switch
            {
                (YamlMap map, string key) when map.Find(key) is { } entry => (map, entry, entry.Value),
                (YamlList list, int index) => (list, null, list.Items[index]),
                _ => throw new YamlEditException("This value is an alias and shared with another place. Edit the file by hand."),
            };
        }

        return found;
    }

    /// <summary>The comment lines of a range, reindented so that none becomes part of a text block above.</summary>
    private List<string> Comments(int start, int end, int column)
    {
        var scalars = Scalars(root).Where(scalar => scalar.Start < end && scalar.End > start).ToList();
        var comments = new List<string>();
        for (var line = _at.NextLine(start); line < end; line = _at.NextLine(line))
        {
            if (text[line.._at.LineEnd(line)].TrimStart().StartsWith('#')
                && !scalars.Any(scalar => scalar.Start < line && End(scalar) > line))
                comments.Add(new string(' ', column) + text[line.._at.LineEnd(line)].Trim());
        }

        return comments;
    }

    private static IEnumerable<YamlScalar> Scalars(YamlNode? node) => node switch
    {
        YamlScalar scalar => [scalar],
        YamlMap map => map.Entries.SelectMany(entry => Scalars(entry.Value)),
        YamlList list => list.Items.SelectMany(Scalars),
        _ => [],
    };

    private int Dash(YamlList list, int index)
    {
        if (index == 0) return list.Start;
        var line = _at.NextLine(End(list.Items[index - 1]));
        while (!text[line.._at.LineEnd(line)].TrimStart().StartsWith('-')) line = _at.NextLine(line);
        return line + Column(list);
    }

    /// <summary>A text block's End is after the empty lines that follow it, which are kept.</summary>
    private int End(YamlNode node)
    {
        var end = Math.Min(node.End, text.Length);
        while (end > node.Start && char.IsWhiteSpace(text[end - 1])) end--;
        return end;
    }

    private string Splice(int start, int end, string with) => string.Concat(text.AsSpan(0, start), with, text.AsSpan(end));

    private string Spaced(int at, string value) => at > 0 && text[at - 1] is ':' or '-' ? " " + value : value;

    private string Lines(List<string> lines) => string.Concat(lines.Select(line => line + _lineEnd));

    private int Colon(YamlEntry entry) => text.IndexOf(':', entry.Key.End);

    private int Column(YamlNode node) => node.Start - _at.LineStart(node.Start);
}
