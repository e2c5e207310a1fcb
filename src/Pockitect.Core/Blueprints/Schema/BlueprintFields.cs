using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Blueprints.Schema;

/// <summary>
/// The settings of a blueprint for forms. Derived from the same shapes as the schema and the reader, so they always match.
/// </summary>
public static class BlueprintFields
{
    // Longer texts have several lines.
    private const int LongText = 1000;

    private static readonly Lazy<IReadOnlyList<BlueprintField>> Made = new(() => Of(Shape.Of<Blueprint>(), ""));

    /// <summary>The sections of a blueprint, with all fields below them.</summary>
    public static IReadOnlyList<BlueprintField> Sections => Made.Value;

    private static IReadOnlyList<BlueprintField> Of(Shape record, string parent)
    {
        var defaults = record.NewRecord();
        return [.. record.Properties.Select(property => Of(property, parent, defaults))];
    }

    private static BlueprintField Of(PropertyShape property, string parent, object defaults)
    {
        var path = BlueprintPath.Join(parent, KeyNames.Of(property));
        var shape = property.Shape;
        var kind = KindOf(shape);
        var range = property.Constraints.OfType<RangeAttribute>().FirstOrDefault();
        return new BlueprintField
        {
            Key = KeyNames.Of(property),
            Path = path,
            Kind = kind == FieldKind.Text && property.Constraints.OfType<AllowedValuesAttribute>().Any() ? FieldKind.Choice : kind,
            Summary = DocComments.Summary(property),
            IsRequired = property.IsRequired,
            Default = property.IsRequired ? null : Default(shape, property.Get(defaults)),
            Choices = Choices(property),
            Min = (int?)range?.Minimum,
            Max = (int?)range?.Maximum,
            IsLong = property.IsJsonDocument || property.Constraints.OfType<MaxLengthAttribute>().Any(max => max.Length > LongText),
            Fields = kind switch
            {
                FieldKind.Group => Of(shape, path),
                FieldKind.Groups => Of(shape.Element!, $"{path}[]"), // A list has an element.
                _ => [],
            },
        };
    }

    private static FieldKind KindOf(Shape shape) => shape switch
    {
        { Kind: ShapeKind.Text } => FieldKind.Text,
        { Kind: ShapeKind.Integer } => FieldKind.Number,
        { Kind: ShapeKind.Boolean } => FieldKind.YesNo,
        { Kind: ShapeKind.Choice } => FieldKind.Choice,
        { Kind: ShapeKind.List, Element.Kind: ShapeKind.Record } => FieldKind.Groups,
        { Kind: ShapeKind.List, Element.Kind: ShapeKind.Text } => FieldKind.Texts,
        { Kind: ShapeKind.Map, Element.Kind: ShapeKind.Text } => FieldKind.Pairs,
        { Kind: ShapeKind.Map } => FieldKind.Resources,
        { Kind: ShapeKind.Record } => FieldKind.Group,
        _ => throw new NotSupportedException($"No form field for a {shape.Kind} of {shape.Element?.Kind}."),
    };

    private static JsonValue? Default(Shape shape, object? value) => (shape.Kind, value) switch
    {
        (_, null) => null,
        (ShapeKind.Text, _) => JsonValue.Create((string)value),
        (ShapeKind.Integer, _) => JsonValue.Create((int)value),
        (ShapeKind.Boolean, _) => JsonValue.Create((bool)value),
        (ShapeKind.Choice, _) => JsonValue.Create(KeyNames.Choice(value)),
        _ => null,
    };

    private static IReadOnlyList<FieldChoice> Choices(PropertyShape property) => property switch
    {
        { Shape: { Kind: ShapeKind.Choice } shape } =>
            [
                .. Enum.GetNames(shape.ClrType)
                    .Select(name => new FieldChoice(KeyNames.Snake(name), DocComments.Summary(shape.ClrType, name))),
            ],
        _ => [
            .. property.Constraints.OfType<AllowedValuesAttribute>()
                .SelectMany(allowed => allowed.Values.OfType<string>())
                .Select(value => new FieldChoice(value, null)),
        ],
    };
}
