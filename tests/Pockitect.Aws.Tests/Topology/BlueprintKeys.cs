using System.Collections;
using System.Text.Json;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests.Topology;

/// <summary>The keys of a blueprint by their way from its root, in C#'s names and without indexes: <c>Network.Subnets.Cidr</c>.</summary>
internal static class BlueprintKeys
{
    /// <summary>All keys; those inside of resources are AWS's and not counted.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Under(Shape.Of<Blueprint>(), "")];

    /// <summary>Those that stand in the text that a blueprint was read from.</summary>
    public static IEnumerable<string> Written(Blueprint blueprint, BlueprintPositions positions) =>
        Written(Shape.Of<Blueprint>(), blueprint, positions, "", "").Distinct();

    public static string Join(string path, PropertyShape property) => $"{path}.{property.Name}".TrimStart('.');

    private static IEnumerable<string> Under(Shape shape, string path) => shape.Kind switch
    {
        ShapeKind.List => Under(shape.Element!, path),
        ShapeKind.Record => shape.Properties.SelectMany(property => Under(property.Shape, Join(path, property)).Prepend(Join(path, property))),
        _ => [],
    };

    private static IEnumerable<string> Written(Shape shape, object? value, BlueprintPositions positions, string path, string at) => (shape.Kind, value) switch
    {
        (_, null) => [],
        (ShapeKind.List, IEnumerable items) => items.Cast<object>().SelectMany(
            (item, index) => Written(shape.Element!, item, positions, path, BlueprintPath.Join(at, index))),
        (ShapeKind.Record, _) =>
            from property in shape.Properties
            let inner = BlueprintPath.Join(at, JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name))
            where positions.IsWritten(inner)
            from key in Written(property.Shape, property.Get(value), positions, Join(path, property), inner).Prepend(Join(path, property))
            select key,
        _ => [],
    };
}
