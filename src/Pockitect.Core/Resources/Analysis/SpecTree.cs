using System.Collections;
using System.Text.Json;

namespace Pockitect.Core.Resources.Analysis;

/// <summary>Operations on specs without knowing their types: reading edges, resolving them, removing parts.</summary>
public static class SpecTree
{
    /// <summary>Returns all references of a spec, in property order.</summary>
    public static IEnumerable<Edge> Edges(Spec spec)
    {
        foreach (var property in Shape.Of(spec.GetType()).Properties)
        {
            foreach (var (reference, deferred) in References(property.Shape, property.Get(spec), property.IsDeferred))
                yield return new Edge(property.Name, reference.Target, reference.SpecType, deferred, property.IsCopied);
        }
    }

    /// <summary>
    /// Returns the spec with every reference's target replaced by <paramref name="map"/>. A list that is a set contains each value once,
    /// because AWS rejects duplicates.
    /// </summary>
    public static Spec Map(Spec spec, Func<RefTarget, Type, RefTarget> map) =>
        (Spec)Map(Shape.Of(spec.GetType()), spec, map)!; // A record maps to a record.

    /// <summary>Returns the spec without properties that contain deferred references: what can be created before a cycle closes.</summary>
    public static Spec WithoutDeferred(Spec spec)
    {
        var deferred = Edges(spec).Where(edge => edge.IsDeferred).Select(edge => edge.Property).ToHashSet();
        return deferred.Count == 0 ? spec : With(spec, property => deferred.Contains(property.Name) ? null : property.Get(spec));
    }

    /// <summary>Returns the spec without list items that contain a deferred reference to one of these.</summary>
    public static Spec WithoutDeferred(Spec spec, IReadOnlySet<GraphKey> targets) => With(spec, property =>
    {
        var value = property.Get(spec);
        if (value is null || property.Shape.Kind is not ShapeKind.List) return value;
        var element = property.Shape.Element!; // A list has one.
        return ToArray(element, ((IEnumerable)value).Cast<object?>().Where(item => !References(element, item, property.IsDeferred)
            .Any(reference => reference.Deferred && targets.Contains(GraphKey.Of(reference.Reference)))));
    });

    /// <summary>Returns a resource's settings after an update: null values stay as they are, and growing sizes don't shrink.</summary>
    public static Spec Over(Spec now, Spec desired) => (Spec)Over(Shape.Of(desired.GetType()), now, desired)!; // Neither is null.

    /// <summary>Returns the value at a path such as <c>RootVolume.Iops</c>; null if the path has none.</summary>
    public static object? Get(Spec spec, string path)
    {
        object? value = spec;
        foreach (var name in path.Split('.')) value = value is null ? null : Shape.Of(value.GetType()).Property(name)?.Get(value);
        return value;
    }

    /// <summary>The text of the spec's own setting that means this to AWS; null where the spec has none.</summary>
    public static string? TextOf(Spec spec, Meaning meaning) =>
        Shape.Of(spec.GetType()).Properties.FirstOrDefault(property => property.Meaning == meaning)?.Get(spec) as string;

    /// <summary>Whether two specs of one type have the same value at a path.</summary>
    public static bool IsSame(Spec one, Spec other, string path) => Text(Get(one, path)) == Text(Get(other, path));

    /// <summary>Returns the spec with another value at a path whose records exist.</summary>
    public static Spec Put(Spec spec, string path, object? value) => (Spec)Put((object)spec, path.Split('.'), value);

    /// <summary>Returns a copy of a record, with every property value from <paramref name="value"/>.</summary>
    public static TRecord With<TRecord>(TRecord record, Func<PropertyShape, object?> value)
        where TRecord : class
    {
        var type = record.GetType();
        var copy = type.GetMethod("<Clone>$")!.Invoke(record, null)!; // Every C# record has this method.
        foreach (var property in Shape.Of(type).Properties) property.Set(copy, value(property));
        return (TRecord)copy;
    }

    private static IEnumerable<(IRef Reference, bool Deferred)> References(Shape shape, object? value, bool deferred)
    {
        if (value is null) return [];
        return shape.Kind switch
        {
            ShapeKind.Reference => value is IRef { Target: not null } reference ? [(reference, deferred)] : [],
            ShapeKind.List => ((IEnumerable)value).Cast<object?>().SelectMany(item => References(shape.Element!, item, deferred)),
            ShapeKind.Map => Values(value).SelectMany(item => References(shape.Element!, item, deferred)),
            ShapeKind.Record => shape.Properties.SelectMany(
                property => References(property.Shape, property.Get(value), deferred || property.IsDeferred)),
            _ => [],
        };
    }

    private static object? Map(Shape shape, object? value, Func<RefTarget, Type, RefTarget> map)
    {
        if (value is null) return null;
        return shape.Kind switch
        {
            ShapeKind.Reference => value is IRef { Target: not null } reference
                ? Activator.CreateInstance(shape.ClrType, map(reference.Target, reference.SpecType))
                : value,
            ShapeKind.List => ToArray(shape.Element!, ((IEnumerable)value).Cast<object?>().Select(item => Map(shape.Element!, item, map))),
            ShapeKind.Record =>
                With(
                    value,
                    property =>
                        Map(property.Shape, property.Get(value), map) is var mapped && property.IsOrdered
                            ? mapped
                            : Once(property.Shape, mapped)),
            // No map of a spec contains references: map values are text.
            _ => value,
        };
    }

    private static object? Once(Shape shape, object? value)
    {
        if (shape.Kind is not ShapeKind.List || value is not IEnumerable list) return value;
        var items = list.Cast<object?>().ToList();
        var once = SpecDiff.Distinct(shape.Element!, items); // A list has one.
        return once.Count == items.Count ? value : ToArray(shape.Element!, once);
    }

    private static object? Over(Shape shape, object? now, object? desired)
    {
        if (now is null || desired is null || shape.Kind is not ShapeKind.Record) return desired ?? now;
        return With(desired, property =>
        {
            var value = Over(property.Shape, property.Get(now), property.Get(desired));
            return property.IsAtLeast && value is int number && property.Get(now) is int already ? Math.Max(number, already) : value;
        });
    }

    private static string Text(object? value) => value is null ? "" : JsonSerializer.Serialize(value, value.GetType(), SpecJson.Options);

    private static object Put(object record, ReadOnlySpan<string> path, object? value)
    {
        var (name, rest) = (path[0], path[1..].ToArray());
        return With(record, property => property.Name != name ? property.Get(record)
            : rest.Length == 0 ? value
            : property.Get(record) is { } inner ? Put(inner, rest, value) : null);
    }

    private static Array ToArray(Shape element, IEnumerable<object?> items)
    {
        var list = items.ToArray();
        var array = Array.CreateInstance(element.ClrType, list.Length);
        list.CopyTo(array, 0);
        return array;
    }

    private static IEnumerable<object?> Values(object map) => ((IDictionary)map).Values.Cast<object?>();
}
