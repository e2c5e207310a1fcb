using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Pockitect.Core.Resources;

public enum ShapeKind
{
    Text,
    Integer,
    Boolean,

    /// <summary>A C# enum, in snake case in files.</summary>
    Choice,

    /// <summary>A <see cref="Ref{T}"/>.</summary>
    Reference,
    List,

    /// <summary>Text keys with values of one shape.</summary>
    Map,
    Record,
}

/// <summary>
/// The structure of a value, from its C# type. The only reflection over the specs' and the blueprint's types: YAML binding, JSON Schema,
/// diff, edges and reference pages all use it.
/// </summary>
public sealed class Shape
{
    private static readonly ConcurrentDictionary<Type, Shape> Known = new();

    private Shape(Type type) => ClrType = type;

    public Type ClrType { get; }

    public required ShapeKind Kind { get; init; }

    /// <summary>The shape of a list's or map's elements.</summary>
    public Shape? Element { get; init; }

    /// <summary>The spec type of a reference's target.</summary>
    public Type? ReferenceTo { get; init; }

    /// <summary>A record's properties in declaration order, those of its base first.</summary>
    public IReadOnlyList<PropertyShape> Properties { get; private init; } = [];

    public static Shape Of<T>() => Of(typeof(T));

    /// <exception cref="NotSupportedException">The type is not allowed in a spec: a bug in its declaration.</exception>
    public static Shape Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Known.TryGetValue(type, out var known)) return known;

        // Property shapes are computed lazily, so that a record may contain itself.
        return Known.GetOrAdd(type, Make(type));
    }

    public PropertyShape? Property(string name) => Properties.FirstOrDefault(property => property.Name == name);

    /// <summary>Creates a record with its declared defaults. Required properties are still unset.</summary>
    internal object NewRecord() => Activator.CreateInstance(ClrType)!; // Null only for a Nullable, which is not a record.

    internal object NewList(IReadOnlyList<object?> items)
    {
        var array = Array.CreateInstance(Element!.ClrType, items.Count); // A list's shape has an element.
        for (var i = 0; i < items.Count; i++) array.SetValue(items[i], i);
        return array;
    }

    internal object NewMap(IEnumerable<KeyValuePair<string, object?>> entries)
    {
        // A list's shape has an element.
        var map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), Element!.ClrType))!;
        foreach (var (key, value) in entries) map.Add(key, value);
        return map;
    }

    internal object NewReference(RefTarget target) => Activator.CreateInstance(ClrType, target)!; // A list's shape has an element.

    private static Shape Make(Type type)
    {
        if (type == typeof(string)) return new Shape(type) { Kind = ShapeKind.Text };
        if (type == typeof(int)) return new Shape(type) { Kind = ShapeKind.Integer };
        if (type == typeof(bool)) return new Shape(type) { Kind = ShapeKind.Boolean };
        if (type.IsEnum) return new Shape(type) { Kind = ShapeKind.Choice };
        if (Arguments(type, typeof(Ref<>)) is [var target])
            return new Shape(type) { Kind = ShapeKind.Reference, ReferenceTo = target };
        if (Arguments(type, typeof(IReadOnlyList<>)) is [var element])
            return new Shape(type) { Kind = ShapeKind.List, Element = Of(element) };
        if (Arguments(type, typeof(IReadOnlyDictionary<,>)) is [var key, var value] && key == typeof(string))
            return new Shape(type) { Kind = ShapeKind.Map, Element = Of(value) };
        if (type.IsClass && type.GetMethod("<Clone>$") is not null)
            return new Shape(type) { Kind = ShapeKind.Record, Properties = PropertiesOf(type) };
        throw new NotSupportedException(
            $"{type} has no shape: use text, int, bool, enum, Ref, IReadOnlyList, IReadOnlyDictionary or a record.");
    }

    private static Type[]? Arguments(Type type, Type generic) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == generic ? type.GetGenericArguments() : null;

    private static PropertyShape[] PropertiesOf(Type type)
    {
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        // Sorted in place: LINQ sorting uses vectorized code that every start would compile.
        Array.Sort(properties, InOrderOfDeclaration);
        // Exactly is not a setting of the resource.
        return [
            .. properties.Where(property => property.CanWrite && property.Name != nameof(Spec.Exactly))
                .Select(property => new PropertyShape(property)),
        ];
    }

    private static int InOrderOfDeclaration(PropertyInfo one, PropertyInfo other)
    {
        var byDepth = Depth(one.DeclaringType).CompareTo(Depth(other.DeclaringType));
        return byDepth != 0 ? byDepth : one.MetadataToken.CompareTo(other.MetadataToken);
    }

    private static int Depth(Type? type) => type is null ? 0 : 1 + Depth(type.BaseType);
}

/// <summary>A property of a record, with its declaration.</summary>
public sealed class PropertyShape
{
    private readonly PropertyInfo _property;
    private readonly Lazy<Shape> _shape;

    internal PropertyShape(PropertyInfo property)
    {
        _property = property;
        _shape = new Lazy<Shape>(() => Shape.Of(property.PropertyType));
        var marks = Attribute.GetCustomAttributes(property);
        IsRequired = marks.Any(mark => mark is RequiredMemberAttribute);
        IsReplacement = marks.Any(mark => mark is ReplacementAttribute);
        IsDeferred = marks.Any(mark => mark is DeferredAttribute);
        IsOrdered = marks.Any(mark => mark is OrderedAttribute);
        IsJsonDocument = marks.Any(mark => mark is JsonDocumentAttribute);
        IsVersionPrefix = marks.Any(mark => mark is VersionPrefixAttribute);
        IgnoresCase = marks.Any(mark => mark is IgnoreCaseAttribute);
        IsScript = marks.Any(mark => mark is ScriptAttribute);
        IsAtLeast = marks.Any(mark => mark is AtLeastAttribute);
        IsCopied = marks.Any(mark => mark is CopiedAttribute);
        OnlyGrows = marks.Any(mark => mark is OnlyGrowsAttribute);
        Meaning = marks.OfType<MeansAttribute>().FirstOrDefault()?.Meaning;
        UniqueName = marks.OfType<UniqueNameAttribute>().FirstOrDefault();
        StaysIn = marks.OfType<StaysInAttribute>().FirstOrDefault()?.SpecType;
        Constraints = [.. marks.OfType<ValidationAttribute>()];
    }

    public string Name => _property.Name;

    public Shape Shape => _shape.Value;

    /// <summary>The record that declares it; with <see cref="Name"/>, the key of its doc comment.</summary>
    public Type DeclaringType => _property.DeclaringType!; // A property always has one.

    public bool IsRequired { get; }

    public bool IsReplacement { get; }

    public bool IsDeferred { get; }

    public bool IsOrdered { get; }

    public bool IsJsonDocument { get; }

    public bool IsVersionPrefix { get; }

    public bool IgnoresCase { get; }

    public bool IsScript { get; }

    public bool IsAtLeast { get; }

    public bool IsCopied { get; }

    public bool OnlyGrows { get; }

    /// <summary>What the text means to AWS; null for text that means nothing outside the resource.</summary>
    public Meaning? Meaning { get; }

    /// <summary>Set if this is the resource's own name, and AWS takes it only once.</summary>
    public UniqueNameAttribute? UniqueName { get; }

    /// <summary>The spec type whose boundary a reference can't cross, or null.</summary>
    public Type? StaysIn { get; }

    /// <summary>The property's constraints: ranges, patterns, allowed values.</summary>
    public IReadOnlyList<ValidationAttribute> Constraints { get; }

    public object? Get(object record) => _property.GetValue(record);

    /// <summary>Sets an init-only property; only for a record that was just created and is not shared.</summary>
    internal void Set(object record, object? value) => _property.SetValue(record, value);
}
