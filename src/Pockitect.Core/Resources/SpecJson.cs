using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Pockitect.Core.Resources;

/// <summary>The JSON format of specs, for the journal, the inventory's files and <c>--json</c>.</summary>
public static class SpecJson
{
    /// <summary>Property names as declared (AWS's own), nulls omitted, enums by name.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Only written to our own files and a terminal, never to a page, so policies and user data stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    public static JsonObject Write(Spec spec) =>
        JsonSerializer.SerializeToNode(spec, spec.GetType(), Options)!.AsObject(); // A record is an object.

    /// <exception cref="JsonException">The text is not a spec of this type: a file of another version.</exception>
    public static Spec Read(JsonNode node, Type specType) =>
        (Spec?)node.Deserialize(specType, Options) ?? throw new JsonException($"Null is not a {specType.Name}.");
}
