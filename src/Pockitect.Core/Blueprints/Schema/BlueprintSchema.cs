using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Blueprints.Schema;

/// <summary>The JSON Schema of blueprints, for completion and validation in editors. Draft 7, which editors support best.</summary>
public static class BlueprintSchema
{
    public static JsonObject Generate(Catalog catalog)
    {
        var definitions = new JsonObject
        {
            ["reference"] = Reference(),
            ["resource"] = new JsonObject { ["oneOf"] = new JsonArray([.. catalog.Declarable.Select(type => Resource(type))]) },
        };
        var root = Shape.Of<Blueprint>();
        Define(root, definitions, catalog);
        foreach (var type in catalog.Declarable) Define(Shape.Of(type.SpecType), definitions, catalog);
        return new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "Pockitect blueprint",
            ["$ref"] = Pointer(root),
            ["definitions"] = definitions,
        };
    }

    private static void Define(Shape shape, JsonObject definitions, Catalog catalog)
    {
        if (shape.ClrType == typeof(Spec) || definitions.ContainsKey(Name(shape))) return;
        definitions[Name(shape)] = null; // A record may contain itself.
        definitions[Name(shape)] = Record(shape, definitions, catalog);
    }

    private static JsonObject Record(Shape shape, JsonObject definitions, Catalog catalog)
    {
        var defaults = shape.NewRecord();
        var properties = new JsonObject();
        foreach (var property in shape.Properties)
        {
            var schema = Value(property.Shape, property.Constraints, definitions, catalog);
            // Draft 7 ignores everything next to a $ref, so the $ref goes one level deeper.
            if (schema.ContainsKey("$ref")) schema = new JsonObject { ["allOf"] = new JsonArray(schema) };
            if (DocComments.Summary(property) is { } summary) schema["description"] = summary;
            if (!property.IsRequired
                && property.Shape.Kind is not ShapeKind.Record
                && BlueprintJson.Value(property.Shape, property.Get(defaults), catalog) is { } value)
                schema["default"] = value;
            properties[KeyNames.Of(property)] = schema;
        }

        var json = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (DocComments.Summary(shape.ClrType) is { } description) json["description"] = description;
        var required =
            shape.Properties.Where(property => property.IsRequired).Select(property => (JsonNode)KeyNames.Of(property)).ToArray();
        if (required.Length > 0) json["required"] = new JsonArray(required);
        return json;
    }

    private static JsonObject Value(Shape shape, IReadOnlyList<ValidationAttribute> constraints, JsonObject definitions, Catalog catalog)
    {
        switch (shape.Kind)
        {
            case ShapeKind.Text:
                return Text(constraints);
            case ShapeKind.Integer:
                var integer = new JsonObject { ["type"] = "integer" };
                if (constraints.OfType<AllowedValuesAttribute>().FirstOrDefault() is { } numbers)
                    integer["enum"] = new JsonArray([.. numbers.Values.OfType<int>().Select(number => JsonValue.Create(number))]);
                if (constraints.OfType<RangeAttribute>().FirstOrDefault() is { } range)
                    (integer["minimum"], integer["maximum"]) = ((int)range.Minimum, (int)range.Maximum);
                return integer;
            case ShapeKind.Boolean:
                return new JsonObject { ["type"] = "boolean" };
            case ShapeKind.Choice:
                return new JsonObject { ["type"] = "string", ["enum"] = Strings(KeyNames.Choices(shape)) };
            case ShapeKind.Reference:
                return new JsonObject { ["$ref"] = "#/definitions/reference" };
            case ShapeKind.List:
                var ofItems = constraints.Where(constraint => !Constraints.IsOfList(constraint)).ToList();
                // A list has an element.
                var list = new JsonObject { ["type"] = "array", ["items"] = Value(shape.Element!, ofItems, definitions, catalog) };
                if (constraints.OfType<MinLengthAttribute>().FirstOrDefault() is { } min) list["minItems"] = min.Length;
                if (constraints.OfType<MaxLengthAttribute>().FirstOrDefault() is { } max) list["maxItems"] = max.Length;
                return list;
            case ShapeKind.Map:
                // As a list.
                return new JsonObject { ["type"] = "object", ["additionalProperties"] = Value(shape.Element!, [], definitions, catalog) };
            default:
                Define(shape, definitions, catalog);
                return new JsonObject { ["$ref"] = Pointer(shape) };
        }
    }

    private static JsonObject Text(IReadOnlyList<ValidationAttribute> constraints)
    {
        if (constraints.OfType<AllowedValuesAttribute>().FirstOrDefault() is { } allowed)
            return new JsonObject { ["type"] = "string", ["enum"] = Strings(allowed.Values.OfType<string>()) };

        var pattern = constraints.OfType<RegularExpressionAttribute>().FirstOrDefault()?.Pattern
            ?? constraints.OfType<CidrAttribute>().FirstOrDefault()?.Pattern;
        // The reader accepts an unquoted number or boolean as text: version: 16.
        JsonNode[] types =
        [
            "string",
            .. pattern is null || Regex.IsMatch("16", $"^(?:{pattern})$") ? (JsonNode[])["number"] : [],
            .. pattern is null ? (JsonNode[])["boolean"] : [],
        ];
        var text = new JsonObject { ["type"] = types.Length == 1 ? "string" : new JsonArray(types) };
        if (pattern is not null) text["pattern"] = $"^(?:{pattern})$";
        if (constraints.OfType<MaxLengthAttribute>().FirstOrDefault() is { } max) text["maxLength"] = max.Length;
        if (constraints.OfType<MinLengthAttribute>().FirstOrDefault() is { } min) text["minLength"] = min.Length;
        return text;
    }

    private static JsonObject Resource(ResourceType type)
    {
        var shape = Shape.Of(type.SpecType);
        var needsProperties = shape.Properties.Any(property => property.IsRequired);
        var json = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["type"] = new JsonObject { ["type"] = "string", ["enum"] = Strings([type.Name]) },
                ["properties"] = new JsonObject { ["$ref"] = Pointer(shape) },
            },
            ["required"] = needsProperties ? new JsonArray("type", "properties") : new JsonArray("type"),
            ["additionalProperties"] = false,
        };
        if (DocComments.Summary(type.SpecType) is { } summary) json["description"] = summary;
        return json;
    }

    private static JsonObject Reference() => new()
    {
        ["description"] =
            "A resource: its logical ID in this blueprint, {id: …} or {tags: {…}} of an existing one, or {default: true} for the "
                + "account's default.",
        ["oneOf"] = new JsonArray(
            new JsonObject { ["type"] = "string" },
            One("id", new JsonObject { ["type"] = "string" }),
            One("tags", new JsonObject { ["type"] = "object", ["minProperties"] = 1, ["additionalProperties"] = Text([]) }),
            One("default", new JsonObject { ["type"] = "boolean", ["enum"] = new JsonArray(true) })),
    };

    private static JsonObject One(string key, JsonObject schema) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { [key] = schema },
        ["required"] = new JsonArray(key),
        ["additionalProperties"] = false,
    };

    private static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(value => (JsonNode)value)]);

    private static string Pointer(Shape shape) => shape.ClrType == typeof(Spec) ? "#/definitions/resource" : $"#/definitions/{Name(shape)}";

    // Parts of specs may share a name, so the type's full name is used.
    private static string Name(Shape shape) => (shape.ClrType.FullName ?? shape.ClrType.Name).Replace('+', '.');
}
