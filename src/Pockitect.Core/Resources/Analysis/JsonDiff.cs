using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pockitect.Core.Resources.Analysis;

/// <summary>Compares two JSON documents part by part.</summary>
internal static class JsonDiff
{
    /// <summary>Returns the differences with their paths: <c>Statement "Read" Action</c>.</summary>
    public static IEnumerable<ItemChange> Compare(string path, JsonNode? old, JsonNode? desired)
    {
        if (JsonNode.DeepEquals(old, desired)) return [];
        return (old, desired) switch
        {
            (JsonObject theirs, JsonObject mine) => Objects(path, theirs, mine),
            (JsonArray theirs, JsonArray mine) => Lists(path, theirs, mine),
            _ => [new ItemChange(path, Text(old), Text(desired))],
        };
    }

    private static IEnumerable<ItemChange> Objects(string path, JsonObject old, JsonObject desired)
    {
        foreach (var key in desired.Select(entry => entry.Key).Union(old.Select(entry => entry.Key), StringComparer.Ordinal))
        {
            // Added and removed lists are shown by their items.
            var empty = old[key] is JsonArray || desired[key] is JsonArray ? new JsonArray() : null;
            foreach (var change in Compare(Join(path, key), old[key] ?? empty, desired[key] ?? empty)) yield return change;
        }
    }

    private static IEnumerable<ItemChange> Lists(string path, JsonArray old, JsonArray desired)
    {
        var added = desired.ToList();
        var removed = new List<JsonNode?>();
        foreach (var item in old)
        {
            var index = added.FindIndex(other => JsonNode.DeepEquals(other, item));
            if (index < 0) removed.Add(item);
            else added.RemoveAt(index);
        }

        // The same items in another order, where order matters.
        if (removed.Count == 0 && added.Count == 0) yield return new ItemChange(path, Text(old), Text(desired));

        foreach (var item in removed.OfType<JsonObject>().ToList())
        {
            if (SuccessorOf(item, removed, added) is not { } successor) continue;
            removed.Remove(item);
            added.Remove(successor);
            foreach (var change in Compare(NameOf(successor) is { } name ? $"{path} \"{name}\"" : path, item, successor))
                yield return change;
        }

        foreach (var item in removed) yield return new ItemChange(path, Text(item), null);
        foreach (var item in added) yield return new ItemChange(path, null, Text(item));
    }

    /// <summary>Finds the new version of an object: the one with its name, or the only one if each side has one.</summary>
    private static JsonObject? SuccessorOf(JsonObject item, List<JsonNode?> removed, List<JsonNode?> added)
    {
        if (NameOf(item) is { } name && added.OfType<JsonObject>().FirstOrDefault(other => NameOf(other) == name) is { } same) return same;
        return removed.Count == 1 && added is [JsonObject only] ? only : null;
    }

    private static string? NameOf(JsonObject item) =>
        (item["Sid"] ?? item["Id"] ?? item["Name"]) is JsonValue value && value.TryGetValue<string>(out var name) ? name : null;

    private static string Join(string path, string part) => path.Length == 0 ? part : $"{path} {part}";

    private static string? Text(JsonNode? node) =>
        node?.GetValueKind() is JsonValueKind.String ? node.GetValue<string>() : node?.ToJsonString(SpecJson.Options);
}
