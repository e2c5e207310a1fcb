using System.Text.Json.Nodes;
using Pockitect.Core.Yaml;

namespace Pockitect.Core.Blueprints.Documents;

/// <summary>
/// Edits single values of a blueprint's text and keeps everything else: comments, order, quotes, indentation and line endings. Each edit is
/// verified by reading the result.
/// </summary>
public static class BlueprintEditor
{
    /// <summary>Sets the value at a path (see <see cref="BlueprintPath"/>) and creates missing parents; null removes it.</summary>
    /// <exception cref="YamlEditException">The text is not YAML, or an anchor shares the value.</exception>
    public static string Set(string text, string path, JsonNode? value) =>
        value is null ? Remove(text, path) : Checked(text, path, value, (plain, parts) => Set(plain, parts, value));

    /// <summary>Applies a fix to a blueprint's text.</summary>
    /// <param name="answer">What the user typed; null if the fix asks nothing.</param>
    /// <exception cref="YamlEditException">The text cannot be edited this way.</exception>
    public static string Apply(this BlueprintFix fix, string text, string? answer) => fix.Edits.Aggregate(text, (edited, edit) =>
        Set(edited, edit.Path, fix.Asks is null ? edit.Value?.DeepClone() : JsonValue.Create(answer ?? "")));

    /// <summary>Appends an item to the list at a path.</summary>
    /// <exception cref="YamlEditException">The text is not YAML, or an anchor shares the list.</exception>
    public static string Add(string text, string path, JsonNode item)
    {
        var parts = BlueprintPath.Split(path);
        var list = Node(Parse(text), parts)?.ToJson();
        if (list is not (null or JsonArray)) throw new YamlEditException($"'{path}' is not a list.");
        var index = list is JsonArray { Count: var count } ? count : 0;
        return index == 0 ? Set(text, path, new JsonArray(item.DeepClone())) : Set(text, BlueprintPath.Join(path, index), item);
    }

    /// <summary>Removes the value at a path. Removing the last item leaves an empty list or group.</summary>
    /// <exception cref="YamlEditException">The text is not YAML, or an anchor shares the value.</exception>
    public static string Remove(string text, string path) => Checked(text, path, null, Remove);

    /// <summary>Moves a list item to another position, with the comments above it.</summary>
    /// <exception cref="YamlEditException">
    /// The text is not YAML, an anchor shares the list, or the list starts on the line of another.
    /// </exception>
    public static string Move(string text, string path, int from, int to)
    {
        if (Node(Parse(text), BlueprintPath.Split(path))?.ToJson() is not JsonArray list)
            throw new YamlEditException($"'{path}' is not a list.");
        if (Math.Min(from, to) < 0 || Math.Max(from, to) >= list.Count)
            throw new YamlEditException(FormattableString.Invariant($"The list has {list.Count} items; can't move from {from} to {to}."));
        var order = Enumerable.Range(0, list.Count).Where(index => index != from).ToList();
        order.Insert(to, from);
        return Checked(
            text,
            path,
            new JsonArray([.. order.Select(index => list[index]?.DeepClone())]),
            (plain, parts) => new YamlSplicer(plain, Parse(plain)).Order(parts, order));
    }

    private static string Checked(string text, string path, JsonNode? value, Func<string, IReadOnlyList<object>, string> edit)
    {
        var parts = BlueprintPath.Split(path);
        if (parts.Count == 0) throw new YamlEditException("Specify a value, not the whole blueprint.");
        var mark = text.StartsWith('\uFEFF') ? "\uFEFF" : "";
        var desired = Desired(Parse(text)?.ToJson(), parts, value);
        var result = mark + edit(text[mark.Length..], parts);
        if (YamlText.Parse(result) is not { Problems.Count: 0, Root: var root }
            || !Same(root?.ToJson() ?? new JsonObject(), desired ?? new JsonObject()))
        {
            throw new YamlEditException(
                $"'{path}' can't be changed without changing something else, such as a value shared by an anchor. Edit the file by hand.");
        }

        return result;
    }

    private static string Set(string text, IReadOnlyList<object> parts, JsonNode value)
    {
        if (Node(Parse(text), parts) is not { } node) return Insert(text, parts, value);

        switch (node, value)
        {
            case var _ when Same(node.ToJson(), value):
                return text;
            case (YamlMap { Entries.Count: > 0 } map, JsonObject { Count: > 0 } desired):
                foreach (var entry in desired) text = Set(text, [.. parts, entry.Key], entry.Value!); // A blueprint contains no nulls.
                return map.Entries.Select(entry => entry.Key.Text).Where(key => !desired.ContainsKey(key))
                    .Aggregate(text, (edited, key) => Remove(edited, [.. parts, key]));
            case (YamlList { Items.Count: > 0 } list, JsonArray { Count: > 0 } desired):
                for (var i = list.Items.Count - 1; i >= desired.Count; i--) text = Remove(text, [.. parts, i]);
                for (var i = 0; i < desired.Count; i++) text = Set(text, [.. parts, i], desired[i]!); // A blueprint contains no nulls.
                return text;
            default:
                return new YamlSplicer(text, Parse(text)).Replace(parts, value);
        }
    }

    /// <summary>Adds a missing value to its deepest existing parent, with the parents in between.</summary>
    private static string Insert(string text, IReadOnlyList<object> parts, JsonNode value)
    {
        var root = Parse(text);
        var depth = parts.Count - 1;
        while (depth > 0 && Node(root, [.. parts.Take(depth)]) is null) depth--;
        var inner = value.DeepClone();
        foreach (var part in parts.Skip(depth + 1).Reverse())
            inner = part is string key ? new JsonObject { [key] = inner } : new JsonArray(inner);

        var splicer = new YamlSplicer(text, root);
        IReadOnlyList<object> around = [.. parts.Take(depth)];
        var outer = Node(root, around);
        return outer switch
        {
            YamlMap { Entries.Count: > 0 } or YamlList { Items.Count: > 0 } => splicer.Insert(around, parts[depth], inner),
            _ when around.Count == 0 => splicer.Begin((string)parts[0], inner),
            // Null, an empty list or an empty group.
            _ => splicer.Replace(around, parts[depth] is string key ? new JsonObject { [key] = inner } : new JsonArray(inner)),
        };
    }

    private static string Remove(string text, IReadOnlyList<object> parts)
    {
        var root = Parse(text);
        if (Node(root, parts) is null) return text;
        IReadOnlyList<object> around = [.. parts.SkipLast(1)];
        var splicer = new YamlSplicer(text, root);
        return Node(root, around) switch
        {
            YamlMap { Entries.Count: 1 } when around.Count > 0 => splicer.Replace(around, new JsonObject()),
            YamlList { Items.Count: 1 } => splicer.Replace(around, new JsonArray()),
            _ => splicer.Remove(parts),
        };
    }

    private static YamlNode? Parse(string text)
    {
        var yaml = YamlText.Parse(text);
        return yaml.Problems.Count == 0 ? yaml.Root
            : throw new YamlEditException($"The text is not valid YAML, so it can't be edited: {yaml.Problems[0].Message}");
    }

    private static YamlNode? Node(YamlNode? root, IReadOnlyList<object> parts) =>
        parts.Aggregate(root, (node, part) => (node?.Value, part) switch
        {
            (YamlMap map, string key) => map.Find(key)?.Value,
            (YamlList list, int index) => index < list.Items.Count ? list.Items[index] : null,
            _ => null,
        });

    /// <summary>The value of the text after the edit.</summary>
    private static JsonNode? Desired(JsonNode? node, IReadOnlyList<object> parts, JsonNode? value)
    {
        if (parts.Count == 0) return value?.DeepClone();
        var rest = parts.Skip(1).ToList();
        if (parts[0] is string key)
        {
            if (node is not JsonObject && value is null) return node;
            var map = node as JsonObject ?? [];
            if (rest.Count == 0 && value is null) map.Remove(key);
            else if (value is not null || map.ContainsKey(key)) map[key] = Desired(Detached(map, key), rest, value);
            return map;
        }

        if (node is not JsonArray && value is null) return node;
        var list = node as JsonArray ?? [];
        var index = (int)parts[0];
        if (index > list.Count)
            throw new YamlEditException(FormattableString.Invariant($"The list has {list.Count} items; can't set item {index}."));
        if (index == list.Count && value is not null) list.Add(Desired(null, rest, value));
        else if (index < list.Count && rest.Count == 0 && value is null) list.RemoveAt(index);
        else if (index < list.Count) list[index] = Desired(list[index]?.DeepClone(), rest, value);
        return list;
    }

    private static JsonNode? Detached(JsonObject map, string key) => map[key]?.DeepClone();

    private static bool Same(JsonNode? a, JsonNode? b) =>
        JsonNode.DeepEquals(a is null ? null : JsonNode.Parse(a.ToJsonString()), b is null ? null : JsonNode.Parse(b.ToJsonString()));
}
