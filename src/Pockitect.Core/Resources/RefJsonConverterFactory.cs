using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Pockitect.Core.Resources;

/// <summary>
/// Writes a reference as in a blueprint: a plain name for a resource of the same blueprint, <c>{"id": …}</c> for an existing one,
/// <c>{"tags": …}</c> for a lookup by tags and <c>{"default": true}</c> for the account's default.
/// </summary>
internal sealed class RefJsonConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Ref<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(
            typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!; // Only Nullable<T> returns null.

    private sealed class Converter<T> : JsonConverter<Ref<T>>
        where T : Spec
    {
        public override Ref<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonNode.Parse(ref reader) switch
            {
                JsonValue name => Ref.To<T>(name.GetValue<string>()),
                JsonObject o when o["id"] is { } id => Ref.Existing<T>(id.GetValue<string>()),
                JsonObject o when o["tags"] is { } tags => Ref.Tagged<T>(tags.Deserialize<Dictionary<string, string>>()!),
                JsonObject o when o["default"] is not null => Ref.Default<T>(),
                var other => throw new JsonException($"Not a reference: {other?.ToJsonString() ?? "null"}"),
            };

        public override void Write(Utf8JsonWriter writer, Ref<T> value, JsonSerializerOptions options)
        {
            JsonNode node = value.Target switch
            {
                RefTarget.Named named => JsonValue.Create(named.LogicalId),
                RefTarget.Existing existing => new JsonObject { ["id"] = existing.Id },
                RefTarget.Tagged tagged => new JsonObject { ["tags"] = JsonSerializer.SerializeToNode(tagged.Tags, options) },
                RefTarget.AccountDefault => new JsonObject { ["default"] = true },
                _ => throw new JsonException($"Unknown kind of reference: {value.Target}"),
            };
            node.WriteTo(writer, options);
        }
    }
}
