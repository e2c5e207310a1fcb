using System.Text.Json.Nodes;
using Pockitect.Core.Yaml;

namespace Pockitect.Core.Blueprints.Documents;

/// <summary>The values of a blueprint's text as written, even if they are not a valid blueprint.</summary>
public sealed class BlueprintTree
{
    private readonly JsonObject _root;

    private BlueprintTree(JsonObject root) => _root = root;

    /// <summary>Null if the text is not YAML or not a group of sections: then its values can't be edited one by one.</summary>
    public static BlueprintTree? Read(string text) => YamlText.Parse(text) switch
    {
        { Problems.Count: > 0 } => null,
        { Root: null or YamlScalar { IsNull: true } } => new BlueprintTree([]),
        { Root.Value: YamlMap map } => new BlueprintTree((JsonObject)map.ToJson()!), // A map is an object.
        _ => null,
    };

    /// <summary>Returns the value at a path; null if missing, or only a key.</summary>
    public JsonNode? Find(string path) => BlueprintPath.Split(path).Aggregate((JsonNode?)_root, (node, part) => (node, part) switch
    {
        (JsonObject map, string key) => map[key],
        (JsonArray list, int index) => index < list.Count ? list[index] : null,
        _ => null,
    });

    /// <summary>Returns a plain value's text for a field; null if missing.</summary>
    public string? TextAt(string path) => Text(Find(path));

    /// <summary>Returns the <c>name</c> of each list entry that has one, in order.</summary>
    public IReadOnlyList<string> NamesIn(string path) =>
        Find(path) is JsonArray list ? [.. list.OfType<JsonObject>().Select(entry => Text(entry["name"])).OfType<string>()] : [];

    /// <summary>Returns a plain value's text; null for anything else.</summary>
    public static string? Text(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonValue value => value.ToJsonString(),
        _ => null,
    };
}
