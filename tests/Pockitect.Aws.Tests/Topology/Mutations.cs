using System.Collections;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Aws.Tests.Topology;

/// <summary>Every way to change one leaf of a value: another text, number or choice, an item more or less, or left out.</summary>
internal static class Mutations
{
    /// <param name="shape">The value's form.</param>
    /// <param name="value">The value; what is null in it has no mutations, so it should be full.</param>
    /// <param name="path">Where it stands, as C# names without indexes: <c>Network.Subnets.Cidr</c>.</param>
    /// <param name="otherText">Another text that is as good at a path.</param>
    /// <returns>What was changed, and the whole value with the change.</returns>
    public static IEnumerable<(string Leaf, object? Value)> Of(Shape shape, object? value, string path, Func<string, string, string> otherText)
    {
        if (value is null) return [];
        return shape.Kind switch
        {
            ShapeKind.Text => [(path, otherText(path, (string)value))],
            ShapeKind.Integer => [(path, (int)value + 1)],
            ShapeKind.Boolean => [(path, !(bool)value)],
            ShapeKind.Choice => from object choice in Enum.GetValues(shape.ClrType)
                                where !choice.Equals(value)
                                select ($"{path}={choice}", (object?)choice),
            ShapeKind.Reference => [(path, Activator.CreateInstance(shape.ClrType, new RefTarget.Existing("another-1")))],
            ShapeKind.List => OfList(shape, [.. ((IEnumerable)value).Cast<object>()], path, otherText),
            ShapeKind.Map => OfMap(shape, value, path, otherText),
            _ => OfRecord(value, path, otherText),
        };
    }

    private static IEnumerable<(string Leaf, object? Value)> OfRecord(object record, string path, Func<string, string, string> otherText)
    {
        foreach (var property in Shape.Of(record.GetType()).Properties)
        {
            object With(object? changed) => SpecTree.With(record, other => other.Name == property.Name ? changed : other.Get(record));

            var (inner, now) = ($"{path}.{property.Name}".TrimStart('.'), property.Get(record));
            foreach (var (leaf, changed) in Of(property.Shape, now, inner, otherText)) yield return (leaf, With(changed));
            if (now is not null && IsNullable(record.GetType(), property.Name)) yield return ($"{inner} left out", With(null));
        }
    }

    private static IEnumerable<(string Leaf, object? Value)> OfList(Shape shape, object[] items, string path, Func<string, string, string> otherText)
    {
        for (var index = 0; index < items.Length; index++)
        {
            yield return ($"{path} less", List(shape, [.. items[..index], .. items[(index + 1)..]]));
            foreach (var (leaf, changed) in Of(shape.Element!, items[index], path, otherText))
                yield return (leaf, List(shape, [.. items[..index], changed!, .. items[(index + 1)..]]));
        }
    }

    private static Array List(Shape shape, object[] items)
    {
        var list = Array.CreateInstance(shape.Element!.ClrType, items.Length);
        items.CopyTo(list, 0);
        return list;
    }

    private static IEnumerable<(string Leaf, object? Value)> OfMap(Shape shape, object map, string path, Func<string, string, string> otherText)
    {
        var entries = (IDictionary)map;
        foreach (string key in entries.Keys)
        {
            var less = Copy(shape, entries);
            less.Remove(key);
            yield return ($"{path} less", less);
            foreach (var (leaf, changed) in Of(shape.Element!, entries[key], path, otherText))
            {
                var other = Copy(shape, entries);
                other[key] = changed;
                yield return (leaf, other);
            }
        }
    }

    private static IDictionary Copy(Shape shape, IDictionary entries)
    {
        var type = typeof(Dictionary<,>).MakeGenericType(typeof(string), shape.Element!.ClrType);
        var copy = (IDictionary)Activator.CreateInstance(type)!;
        foreach (DictionaryEntry entry in entries) copy[entry.Key] = entry.Value;
        return copy;
    }

    private static bool IsNullable(Type record, string property)
    {
        var info = record.GetProperty(property)!;
        return new System.Reflection.NullabilityInfoContext().Create(info).WriteState is System.Reflection.NullabilityState.Nullable;
    }
}
