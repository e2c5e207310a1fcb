using System.ComponentModel.DataAnnotations;
using Pockitect.Core.Blueprints.Import;
using Pockitect.Core.Blueprints.Yaml;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Blueprints;

/// <summary>Makes a blueprint of a YAML tree, as the shapes of its records say, and notes everything that does not fit.</summary>
internal sealed class Binder(Catalog catalog)
{
    /// <summary>How many problems are told at most: nobody reads more, and a file that is no blueprint has one per line.</summary>
    public const int MaxProblems = 500;

    private readonly List<BlueprintProblem> _problems = [];

    public IReadOnlyList<BlueprintProblem> Problems => _problems;

    public BlueprintPositions Positions { get; } = new();

    public Blueprint? Bind(YamlNode root)
    {
        Positions.Add("", root.Position);
        if (root.Value is YamlMap map)
        {
            if (OlderFile.Recognizes(map))
            {
                Error(root.Position, "", "This is a file of the older Pockitect. Import it: that writes a blueprint of it and says what changes.");
                return null;
            }

            return (Blueprint?)Record(map, Shape.Of<Blueprint>(), new Place("", "the blueprint", root.Position));
        }

        Error(root.Position, "", $"A blueprint is made of sections such as 'project:'; got {Kind(root)}.");
        return null;
    }

    /// <summary>A value, or null where it does not fit; then a problem is noted.</summary>
    private object? Value(YamlNode node, Shape shape, Place place)
    {
        Positions.Add(place.Path, node.Value is YamlScalar { Text.Length: > 0 } ? node.Position : place.Position);
        return shape.Kind switch
        {
            ShapeKind.Text => Text(node, place),
            ShapeKind.Integer => Integer(node, place),
            ShapeKind.Boolean => Boolean(node, place),
            ShapeKind.Choice => Choice(node, shape, place),
            ShapeKind.Reference => Reference(node, shape, place),
            ShapeKind.List => node.Value is YamlList list ? List(list, shape, place)
                : Unfit(node, place, "needs a list, each item on a line of its own behind '- '"),
            ShapeKind.Map => node.Value is YamlMap map ? Map(map, shape, place)
                : Unfit(node, place, "needs pairs such as 'key: value', indented below it"),
            _ when node.Value is not YamlMap => Unfit(node, place, "needs settings such as 'key: value', indented below it"),
            _ when shape.ClrType == typeof(Spec) => Resource((YamlMap)node.Value, place),
            _ => Record((YamlMap)node.Value, shape, place),
        };
    }

    private object? Record(YamlMap map, Shape shape, Place place)
    {
        var record = shape.NewRecord();
        var fits = true;
        var properties = shape.Properties.ToDictionary(KeyNames.Of);
        foreach (var entry in map.Entries)
        {
            var name = entry.Key.Text;
            if (!properties.Remove(name, out var property))
            {
                fits = false;
                UnknownKey(entry.Key, place, shape.Properties.Select(KeyNames.Of));
                continue;
            }

            var inner = new Place(BlueprintPath.Join(place.Path, name), name, entry.Key.Position);
            // A key with nothing behind it is a key that is left out: sections whose lines are all comments are common.
            if (entry.Value.Value is YamlScalar { IsNull: true })
            {
                Positions.Add(inner.Path, entry.Key.Position);
                if (property.IsRequired) fits = Error(inner.Position, inner.Path, $"'{name}' is required and has no value; write one behind its ':'.");
            }
            else if (Value(entry.Value, property.Shape, inner) is not { } value || !Satisfies(property, value, inner))
            {
                fits = false;
            }
            else
            {
                property.Set(record, value);
            }
        }

        foreach (var (name, property) in properties)
        {
            if (property.IsRequired)
                fits = Error(place.Position, BlueprintPath.Join(place.Path, name), $"'{name}' is missing in {place.Label}; add it.");
        }

        return fits ? record : null;
    }

    private object? List(YamlList list, Shape shape, Place place)
    {
        var items = new List<object?>();
        for (var i = 0; i < list.Items.Count; i++)
        {
            var item = list.Items[i];
            var inner = new Place(BlueprintPath.Join(place.Path, i), FormattableString.Invariant($"item {i + 1} of {place.Label}"), item.Position);
            items.Add(Value(item, shape.Element!, inner)); // A list's shape has an element.
        }

        return items.Contains(null) ? null : shape.NewList(items);
    }

    private object? Map(YamlMap map, Shape shape, Place place)
    {
        var entries = new Dictionary<string, object?>();
        foreach (var entry in map.Entries)
        {
            var inner = new Place(BlueprintPath.Join(place.Path, entry.Key.Text), Show.Value(entry.Key.Text), entry.Key.Position);
            entries[entry.Key.Text] = Value(entry.Value, shape.Element!, inner); // A map's shape has an element.
        }

        return entries.ContainsValue(null) ? null : shape.NewMap(entries);
    }

    private object? Resource(YamlMap map, Place place)
    {
        foreach (var entry in map.Entries.Where(entry => entry.Key.Text is not ("type" or "properties")))
            UnknownKey(entry.Key, place, ["type", "properties"]);
        if (map.Find("type") is not { } type)
            return Unfit(place.Position, BlueprintPath.Join(place.Path, "type"), $"'type' is missing in {place.Label}; add it, such as 'type: AWS::EC2::Subnet'.");

        var at = new Place(BlueprintPath.Join(place.Path, "type"), "type", type.Key.Position);
        if (Value(type.Value, Shape.Of<string>(), at) is not string name) return null;
        if (catalog.Declarable.FirstOrDefault(known => known.Name == name) is not { } resource)
        {
            var names = catalog.Declarable.Select(known => known.Name).ToList();
            return Unfit(type.Value.Position, at.Path, $"'{Show.Value(name)}' is no resource type that Pockitect knows.{Spelling.Hint(name, names)}");
        }

        var inner = new Place(BlueprintPath.Join(place.Path, "properties"), $"{place.Label} ({resource.ShortName})", place.Position);
        var shape = Shape.Of(resource.SpecType);
        return map.Find("properties") is { Value.Value: not YamlScalar { IsNull: true } } properties
            ? Value(properties.Value, shape, inner with { Position = properties.Key.Position })
            : Record(new YamlMap([]) { Position = place.Position, Start = 0, End = 0, IsFlow = true }, shape, inner);
    }

    private object? Reference(YamlNode node, Shape shape, Place place)
    {
        const string Forms = "needs the name of a resource of this blueprint, or {id: …}, {tags: {…}} or {default: true}";
        switch (node.Value)
        {
            case YamlScalar { IsNull: false }:
                return Text(node, place) is string name ? shape.NewReference(new RefTarget.Named(name)) : null;
            case YamlMap { Entries: [{ Key.Text: "id" } id] }:
                return Value(id.Value, Shape.Of<string>(), Inside(id)) is string physical ? shape.NewReference(new RefTarget.Existing(physical)) : null;
            case YamlMap { Entries: [{ Key.Text: "tags" } tags] }:
                if (Value(tags.Value, Shape.Of<IReadOnlyDictionary<string, string>>(), Inside(tags)) is not IReadOnlyDictionary<string, string> wanted) return null;
                return wanted.Count > 0 ? shape.NewReference(new RefTarget.Tagged(wanted)) : Unfit(node, Inside(tags), "needs at least one tag");
            case YamlMap { Entries: [{ Key.Text: "default" } flag] }:
                if (Value(flag.Value, Shape.Of<bool>(), Inside(flag)) is not bool isDefault) return null;
                return isDefault ? shape.NewReference(new RefTarget.AccountDefault()) : Unfit(node, place, Forms);
            default:
                return Unfit(node, place, Forms);
        }

        Place Inside(YamlEntry entry) => new(BlueprintPath.Join(place.Path, entry.Key.Text), entry.Key.Text, entry.Key.Position);
    }

    private object? Text(YamlNode node, Place place) => node.Value switch
    {
        YamlScalar { IsNull: true } => Unfit(node, place, "needs text; write \"\" for empty text"),
        YamlScalar scalar => scalar.Text,
        _ => Unfit(node, place, "needs text"),
    };

    private object? Integer(YamlNode node, Place place)
    {
        if (node.Value is not YamlScalar { IsPlain: true } scalar || CoreSchema.Integer(scalar.Text) is not { } number)
        {
            return Unfit(node, place, node.Value is YamlScalar { IsPlain: false } quoted && CoreSchema.Integer(quoted.Text) is not null
                ? "needs a whole number without quotes"
                : "needs a whole number");
        }

        return number >= int.MinValue && number <= int.MaxValue ? (int)number : Unfit(node, place, "needs a smaller whole number");
    }

    private object? Boolean(YamlNode node, Place place)
    {
        if (node.Value is YamlScalar { IsPlain: true } plain && CoreSchema.Boolean(plain.Text) is { } flag) return flag;
        return Unfit(node, place, node.Value switch
        {
            YamlScalar { IsPlain: false } quoted when CoreSchema.Boolean(quoted.Text) is not null => "needs true or false without quotes, which make it text",
            YamlScalar { IsPlain: true } word when Word(word.Text) is { } meant => $"needs true or false; in YAML 1.2 '{word.Text}' is text, so write {meant}",
            _ => "needs true or false",
        });

        static string? Word(string text) => text.ToUpperInvariant() switch
        {
            "YES" or "Y" or "ON" or "TRUE" => "true",
            "NO" or "N" or "OFF" or "FALSE" => "false",
            _ => null,
        };
    }

    private object? Choice(YamlNode node, Shape shape, Place place)
    {
        var names = KeyNames.Choices(shape).ToList();
        if (node.Value is YamlScalar scalar && names.IndexOf(scalar.Text) is >= 0 and var index)
            return Enum.Parse(shape.ClrType, Enum.GetNames(shape.ClrType)[index]);
        return Unfit(node, place, $"needs one of {Show.List(names)}", node.Value is YamlScalar { Text: var text } ? Spelling.Hint(text, names) : "");
    }

    private bool Satisfies(PropertyShape property, object value, Place place)
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
            if (Constraints.Problem(constraint, item) is { } problem) fits = Error(Positions.Find(path), path, $"'{place.Label}' {problem}");
        }
    }

    private void UnknownKey(YamlScalar key, Place place, IEnumerable<string> known)
    {
        if (IsFull) return;
        var names = known.ToList();
        var hint = Spelling.Hint(key.Text, names);
        if (hint.Length == 0) hint = names.Count <= 12 ? $" It knows {Show.List(names)}." : " Remove it, or look its name up in the reference.";
        var what = Show.IsSecret(key.Text) ? " No blueprint holds secrets: AWS makes and keeps them." : hint;
        Error(key.Position, BlueprintPath.Join(place.Path, key.Text), $"'{Show.Value(key.Text)}' is no setting of {place.Label}.{what}");
    }

    private object? Unfit(YamlNode node, Place place, string needs, string hint = "") =>
        Unfit(node.Position, place.Path, $"'{place.Label}' {needs}; got {(Show.IsSecret(place.Label) ? "something else" : Kind(node))}.{hint}");

    private object? Unfit(Position at, string path, string message)
    {
        Error(at, path, message);
        return null;
    }

    private bool IsFull => _problems.Count > MaxProblems;

    /// <summary>Always false: nothing that has an error fits.</summary>
    private bool Error(Position at, string path, string message)
    {
        if (!IsFull) _problems.Add(new BlueprintProblem(Severity.Error, at.Line, at.Column, path, message));
        return false;
    }

    private static string Kind(YamlNode node) => node.Value switch
    {
        YamlScalar { IsNull: true } => "nothing",
        YamlScalar scalar => $"'{Show.Value(scalar.Text)}'",
        YamlList => "a list",
        _ => "a group of settings",
    };

    /// <summary>Where a value stands: its path, its name in messages, and the place of its key.</summary>
    private sealed record Place(string Path, string Label, Position Position);
}
