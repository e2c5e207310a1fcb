using System.Collections;
using System.Text.Json.Nodes;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Blueprints.Documents;

/// <summary>A blueprint as in its file: the file's keys in declaration order, without defaults.</summary>
internal static class BlueprintJson
{
    public static JsonObject Write(Blueprint blueprint, Catalog catalog) => Record(Shape.Of<Blueprint>(), blueprint, catalog);

    private static JsonObject Record(Shape shape, object record, Catalog catalog)
    {
        var json = new JsonObject();
        var defaults = shape.NewRecord();
        foreach (var property in shape.Properties)
        {
            var value = Value(property.Shape, property.Get(record), catalog);
            if (property.IsRequired || !JsonNode.DeepEquals(value, Value(property.Shape, property.Get(defaults), catalog)))
                json[KeyNames.Of(property)] = value;
        }

        return json;
    }

    /// <summary>Converts one value as in a file.</summary>
    public static JsonNode? Value(Shape shape, object? value, Catalog catalog) => (shape.Kind, value) switch
    {
        (_, null) => null,
        (_, Spec spec) => Resource(spec, catalog),
        (ShapeKind.Text, _) => JsonValue.Create((string)value),
        (ShapeKind.Integer, _) => JsonValue.Create((int)value),
        (ShapeKind.Boolean, _) => JsonValue.Create((bool)value),
        (ShapeKind.Choice, _) => JsonValue.Create(KeyNames.Choice(value)),
        (ShapeKind.Reference, _) => Reference(((IRef)value).Target),
        // Lists and maps have an element shape.
        (ShapeKind.List, _) =>
            new JsonArray([.. ((IEnumerable)value).Cast<object?>().Select(item => Value(shape.Element!, item, catalog))]),
        (ShapeKind.Map, _) => Map(shape.Element!, (IDictionary)value, catalog),
        _ => Record(shape, value, catalog),
    };

    private static JsonObject Map(Shape element, IDictionary map, Catalog catalog)
    {
        var json = new JsonObject();
        foreach (DictionaryEntry entry in map) json[(string)entry.Key] = Value(element, entry.Value, catalog);
        return json;
    }

    private static JsonObject Resource(Spec spec, Catalog catalog)
    {
        var type = catalog.Of(spec);
        var properties = Record(Shape.Of(type.SpecType), spec, catalog);
        var json = new JsonObject { ["type"] = type.Name };
        if (properties.Count > 0) json["properties"] = properties;
        return json;
    }

    private static JsonNode? Reference(RefTarget? target) => target switch
    {
        RefTarget.Named named => JsonValue.Create(named.LogicalId),
        RefTarget.Existing existing => new JsonObject { ["id"] = existing.Id },
        RefTarget.Tagged tagged =>
            new JsonObject { ["tags"] = new JsonObject(tagged.Tags.Select(tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value))) },
        RefTarget.AccountDefault => new JsonObject { ["default"] = true },
        _ => null,
    };
}
