using System.Text.Json.Nodes;
using Pockitect.Core.Yaml;

namespace Pockitect.Core.Blueprints.Documents;

/// <summary>The values of a blueprint's text as they are written, whether they make a blueprint or not.</summary>
public sealed class BlueprintTree
{
    private readonly JsonObject _root;

    private BlueprintTree(JsonObject root) => _root = root;

    /// <summary>Null for a text that is not YAML, or is no group of sections: its values cannot be edited one by one.</summary>
    public static BlueprintTree? Read(string text) => YamlText.Parse(text) switch
    {
        { Problems.Count: > 0 } => null,
        { Root: null or YamlScalar { IsNull: true } } => new BlueprintTree([]),
        { Root.Value: YamlMap map } => new BlueprintTree((JsonObject)map.ToJson()!), // A map is an object.
        _ => null,
    };

    /// <summary>What stands at a path; null where nothing does, or only a key.</summary>
    public JsonNode? Find(string path) => BlueprintPath.Split(path).Aggregate((JsonNode?)_root, (node, part) => (node, part) switch
    {
        (JsonObject map, string key) => map[key],
        (JsonArray list, int index) => index < list.Count ? list[index] : null,
        _ => null,
    });

    /// <summary>The text of a plain value, as a field shows it; null where there is none.</summary>
    public string? TextAt(string path) => Text(Find(path));

    /// <summary>The <c>name</c> of each entry of a list, in its order; of those that have one.</summary>
    public IReadOnlyList<string> NamesIn(string path) =>
        Find(path) is JsonArray list ? [.. list.OfType<JsonObject>().Select(entry => Text(entry["name"])).OfType<string>()] : [];

    /// <summary>A plain value's text; null for anything else.</summary>
    public static string? Text(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonValue value => value.ToJsonString(),
        _ => null,
    };
}
