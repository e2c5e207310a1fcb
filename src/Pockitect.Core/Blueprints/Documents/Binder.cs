using System.ComponentModel.DataAnnotations;
using Pockitect.Core.Blueprints.Import;
using Pockitect.Core.Resources;
using Pockitect.Core.Text;
using Pockitect.Core.Yaml;

namespace Pockitect.Core.Blueprints.Documents;

/// <summary>Converts a YAML tree to a blueprint, according to the shapes of its records, and collects all mismatches.</summary>
internal sealed class Binder(Catalog catalog)
{
    private readonly BindingProblems _problems = new();
    private readonly List<string> _broken = [];
    private readonly Placeholders _placeholders = new();

    public IReadOnlyList<BlueprintProblem> Problems => _problems.All;

    public BlueprintPositions Positions { get; } = new();

    /// <summary>The paths of unreadable values, which hold a default or a placeholder. Their content is unknown.</summary>
    public IReadOnlyList<string> Broken => _broken;

    /// <summary>Returns the blueprint as far as it could be read; null if the text is not a blueprint.</summary>
    public Blueprint? Bind(YamlNode root)
    {
        Positions.Add("", root.Position);
        if (root.Value is YamlMap map)
        {
            if (OlderFile.Recognizes(map))
            {
                _problems.Add(root.Position, "", "This is a file from the old Pockitect. Convert it with `pockitect import`.");
                return null;
            }

            return (Blueprint?)Record(map, Shape.Of<Blueprint>(), new ValuePlace("", "the blueprint", root.Position));
        }

        _problems.Add(root.Position, "", $"A blueprint consists of sections such as 'project:'; got {BindingProblems.Kind(root)}.");
        return null;
    }

    /// <summary>Returns a value; null with a problem if it doesn't match.</summary>
    private object? Value(YamlNode node, Shape shape, ValuePlace place)
    {
        Positions.Add(place.Path, node.Value is YamlScalar { Text.Length: > 0 } ? node.Position : place.Position);
        return shape.Kind switch
        {
            ShapeKind.Text or ShapeKind.Integer or ShapeKind.Boolean or ShapeKind.Choice => Plain(node, shape, place),
            ShapeKind.Reference => Reference(node, shape, place),
            ShapeKind.List => node.Value is YamlList list ? List(list, shape, place)
                : _problems.Unfit(node, place, "needs a list, with '- ' before each item"),
            ShapeKind.Map => node.Value is YamlMap map ? Map(map, shape, place)
                : _problems.Unfit(node, place, "needs indented pairs such as 'key: value'"),
            _ when node.Value is not YamlMap => _problems.Unfit(node, place, "needs indented settings such as 'key: value'"),
            _ when shape.ClrType == typeof(Spec) => Resource((YamlMap)node.Value, place),
            _ => Record((YamlMap)node.Value, shape, place),
        };
    }

    /// <summary>Always returns a record. Unreadable parts keep their defaults and are reported.</summary>
    private object Record(YamlMap map, Shape shape, ValuePlace place)
    {
        var record = shape.NewRecord();
        var properties = shape.Properties.ToDictionary(KeyNames.Of);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            var name = entry.Key.Text;
            if (!seen.Add(name)) continue; // Reported by the loader.
            if (!properties.Remove(name, out var property))
            {
                _problems.UnknownKey(entry.Key, place, shape.Properties.Select(KeyNames.Of));
                continue;
            }

            Bind(record, property, entry, new ValuePlace(BlueprintPath.Join(place.Path, name), name, entry.Key.Position));
        }

        foreach (var (name, property) in properties.Where(entry => entry.Value.IsRequired))
        {
            _problems.Add(place.Position, BlueprintPath.Join(place.Path, name), $"'{name}' is missing in {place.Label}; add it.");
            Replace(record, property, place.Path.Length == 0 ? name : place.Path);
        }

        return record;
    }

    private void Bind(object record, PropertyShape property, YamlEntry entry, ValuePlace inner)
    {
        // An empty key counts as missing: sections in which every line is commented out are common.
        if (entry.Value.Value is YamlScalar { IsNull: true } || IsEmptyText(property, entry.Value))
        {
            Positions.Add(inner.Path, entry.Key.Position);
            if (!property.IsRequired) return;
            _problems.Add(inner.Position, inner.Path, $"'{inner.Label}' is required; add a value after its ':'.");
            Replace(record, property, Around(inner.Path));
        }
        else if (Value(entry.Value, property.Shape, inner) is not { } value)
        {
            if (property.IsRequired) Replace(record, property, Around(inner.Path));
            else _broken.Add(inner.Path);
        }
        else if (Satisfies(property, value, inner))
        {
            property.Set(record, value);
        }
        else
        {
            // Required text is kept, so that references to it resolve. A number outside its range could take forever.
            if (property.IsRequired) Replace(record, property, inner.Path, property.Shape.Kind is ShapeKind.Text ? value : null);
            else _broken.Add(inner.Path);
        }
    }

    /// <summary>
    /// The rule for all texts: empty text counts as missing. Required text is left to its own constraints, if it has any.
    /// </summary>
    private static bool IsEmptyText(PropertyShape property, YamlNode node) =>
        property.Shape.Kind is ShapeKind.Text
            && node.Value is YamlScalar { IsNull: false, Text.Length: 0 }
            && (!property.IsRequired || property.Constraints.Count == 0);

    /// <summary>Sets an unreadable required property to a placeholder.</summary>
    /// <param name="path">The path of the unknown value.</param>
    private void Replace(object record, PropertyShape property, string path, object? value = null)
    {
        property.Set(record, value ?? _placeholders.For(property.Shape));
        _broken.Add(path);
    }

    /// <summary>Returns the path of the record that contains a value; for a section, its own path.</summary>
    private static string Around(string path) => BlueprintPath.Parent(path) is { Length: > 0 } parent ? parent : path;

    private object List(YamlList list, Shape shape, ValuePlace place)
    {
        var element = shape.Element!; // A list's shape has an element.
        var items = new List<object?>();
        for (var i = 0; i < list.Items.Count; i++)
        {
            var item = list.Items[i];
            var inner = new ValuePlace(
                BlueprintPath.Join(place.Path, i), FormattableString.Invariant($"item {i + 1} of {place.Label}"), item.Position);
            var value = Value(item, element, inner);
            // Keeps the position, so that later items keep theirs.
            if (value is null) _broken.Add(inner.Path);
            items.Add(value ?? _placeholders.For(element));
        }

        return shape.NewList(items);
    }

    private object Map(YamlMap map, Shape shape, ValuePlace place)
    {
        var entries = new Dictionary<string, object?>();
        foreach (var entry in map.Entries)
        {
            var inner = new ValuePlace(
                BlueprintPath.Join(place.Path, entry.Key.Text), MessageFormat.Whole(entry.Key.Text), entry.Key.Position);
            // A map's shape has an element.
            if (Value(entry.Value, shape.Element!, inner) is { } value) entries.TryAdd(entry.Key.Text, value);
            else _broken.Add(inner.Path);
        }

        return shape.NewMap(entries);
    }

    private object? Resource(YamlMap map, ValuePlace place)
    {
        foreach (var entry in map.Entries.Where(entry => entry.Key.Text is not ("type" or "properties")))
            _problems.UnknownKey(entry.Key, place, ["type", "properties"]);
        if (map.Find("type") is not { } type)
        {
            var message = $"'type' is missing in {place.Label}; add it, such as 'type: AWS::EC2::Subnet'.";
            return _problems.Unfit(place.Position, BlueprintPath.Join(place.Path, "type"), message);
        }

        var at = new ValuePlace(BlueprintPath.Join(place.Path, "type"), "type", type.Key.Position);
        if (Value(type.Value, Shape.Of<string>(), at) is not string name) return null;
        if (catalog.Declarable.FirstOrDefault(known => known.Name == name) is not { } resource)
        {
            return _problems.Unfit(
                type.Value.Position, at.Path, $"Unsupported resource type '{MessageFormat.Whole(name)}'.{TypeNames.Hint(name, catalog)}");
        }

        var inner = new ValuePlace(BlueprintPath.Join(place.Path, "properties"), $"{place.Label} ({resource.ShortName})", place.Position);
        var shape = Shape.Of(resource.SpecType);
        return map.Find("properties") is { Value.Value: not YamlScalar { IsNull: true } } properties
            ? Value(properties.Value, shape, inner with { Position = properties.Key.Position })
            : Record(new YamlMap([]) { Position = place.Position, Start = 0, End = 0, IsFlow = true }, shape, inner);
    }

    private object? Reference(YamlNode node, Shape shape, ValuePlace place)
    {
        const string Forms = "needs the name of a resource of this blueprint, or {id: …}, {tags: {…}} or {default: true}";
        switch (node.Value)
        {
            case YamlScalar { IsNull: false }:
                return Plain(node, Shape.Of<string>(), place) is string name ? shape.NewReference(new RefTarget.Named(name)) : null;
            case YamlMap { Entries: [{ Key.Text: "id" } id] }:
                return Value(id.Value, Shape.Of<string>(), Inside(id)) is string physical
                    ? shape.NewReference(new RefTarget.Existing(physical))
                    : null;
            case YamlMap { Entries: [{ Key.Text: "tags" } tags] }:
                if (Value(
                    tags.Value,
                    Shape.Of<IReadOnlyDictionary<string, string>>(),
                    Inside(tags)) is not IReadOnlyDictionary<string, string> desired)
                    return null;
                return desired.Count > 0 ? shape.NewReference(new RefTarget.Tagged(desired)) : _problems.Unfit(
                    node, Inside(tags), "needs at least one tag");
            case YamlMap { Entries: [{ Key.Text: "default" } flag] }:
                if (Value(flag.Value, Shape.Of<bool>(), Inside(flag)) is not bool isDefault) return null;
                return isDefault ? shape.NewReference(new RefTarget.AccountDefault()) : _problems.Unfit(node, place, Forms);
            default:
                return _problems.Unfit(node, place, Forms);
        }

        ValuePlace Inside(YamlEntry entry) => new(BlueprintPath.Join(place.Path, entry.Key.Text), entry.Key.Text, entry.Key.Position);
    }

    private object? Plain(YamlNode node, Shape shape, ValuePlace place) =>
        PlainValues.Read(node, shape) is var read && read.Needs is { } needs ? _problems.Unfit(node, place, needs, read.Hint) : read.Value;

    private bool Satisfies(PropertyShape property, object value, ValuePlace place)
    {
        var fits = true;
        foreach (var constraint in property.Constraints)
        {
            if (value is IReadOnlyList<string> items && !Constraints.IsOfList(constraint))
            {
                for (var i = 0; i < items.Count; i++) Check(constraint, items[i], BlueprintPath.Join(place.Path, i));
            }
            else
            {
                Check(constraint, value, place.Path);
            }
        }

        return fits;

        void Check(ValidationAttribute constraint, object item, string path)
        {
            if (Constraints.Problem(constraint, item) is not { } problem) return;
            _problems.Add(Positions.Find(path), path, $"'{place.Label}' {problem}");
            fits = false;
        }
    }
}
