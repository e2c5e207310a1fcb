using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Blueprints.Schema;

/// <summary>A page of the reference: headings, paragraphs, and a table per record.</summary>
internal sealed class ReferencePage
{
    private readonly StringBuilder _text = new();

    /// <summary>Records that are part of others, with the heading under which each is described once.</summary>
    private readonly Dictionary<Type, string> _headings = [];

    public void Heading(int level, string text) => Paragraph($"{new string('#', level)} {text}");

    public void Paragraph(string? text)
    {
        if (text is null) return;
        if (_text.Length > 0) _text.Append('\n');
        _text.Append(text.ReplaceLineEndings("\n")).Append('\n');
    }

    /// <summary>Writes a record's properties, then those of the records that it contains.</summary>
    /// <param name="path">The record's name on this page: its keys, joined by dots.</param>
    public void Record(string path, Shape record)
    {
        var properties = record.Properties.Where(property => property.DeclaringType != typeof(Spec)).ToList();
        var isSection = record.ClrType.Namespace == typeof(Blueprint).Namespace;
        var parts = new List<(string Path, Shape Shape)>();
        foreach (var property in properties)
        {
            if (Part(property.Shape) is not { } part || part.ClrType == typeof(Spec)) continue;
            var below = $"{path}.{KeyNames.Of(property)}";
            if (_headings.TryAdd(part.ClrType, below)) parts.Add((below, part));
        }

        Paragraph(isSection ? SectionTable(record, properties) : ResourceTable(properties));
        foreach (var property in properties) Choices(property);
        foreach (var (below, shape) in parts)
        {
            Heading(3, below);
            Paragraph(DocComments.Summary(shape.ClrType) is { } summary ? Escaped(summary) : null);
            Record(below, shape);
        }
    }

    public override string ToString() => _text.ToString();

    /// <summary>Escapes text so that Markdown shows it unchanged.</summary>
    public static string Escaped(string text) => text
        .Replace("|", "\\|", StringComparison.Ordinal)
            .Replace("*", "\\*", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal);

    private string SectionTable(Shape record, IReadOnlyList<PropertyShape> properties)
    {
        var defaults = record.NewRecord();
        var rows = properties.Select(property =>
            $"| `{KeyNames.Of(property)}` | {Value(property)} | {(property.IsRequired ? "**required**" : Default(property, defaults))} "
                + $"| {Meaning(property)} |");
        return string.Join('\n', ["| field | value | default | meaning |", "|---|---|---|---|", .. rows]);
    }

    private string ResourceTable(IReadOnlyList<PropertyShape> properties)
    {
        var rows = properties.Select(property =>
            $"| `{KeyNames.Of(property)}` | {Value(property)} | {(property.IsRequired ? "**required**" : "")} | "
                + $"{(property.IsReplacement ? "replaces it" : "in place")} | {Meaning(property)} |");
        return string.Join('\n', ["| property | value | | a change | meaning |", "|---|---|---|---|---|", .. rows]);
    }

    private void Choices(PropertyShape property)
    {
        if (property.Shape.Kind is not ShapeKind.Choice) return;
        var explained = Enum.GetNames(property.Shape.ClrType)
            .Select(name => (Name: name, Meaning: DocComments.Summary(property.Shape.ClrType, name)))
            .Where(choice => choice.Meaning is not null)
            .Select(choice => $"- `{KeyNames.Of(property)}: {KeyNames.Snake(choice.Name)}`: {Escaped(choice.Meaning ?? "")}")
            .ToList();
        if (explained.Count > 0) Paragraph(string.Join('\n', explained));
    }

    private static string Meaning(PropertyShape property) => Escaped(DocComments.Summary(property) ?? "");

    private static string Default(PropertyShape property, object defaults) => property.Get(defaults) switch
    {
        "" or null => "",
        string text => $"`{text}`",
        int number => string.Create(CultureInfo.InvariantCulture, $"`{number}`"),
        bool flag => flag ? "`true`" : "`false`",
        Enum choice => $"`{KeyNames.Choice(choice)}`",
        _ => "",
    };

    private string Value(PropertyShape property) => Value(property.Shape, property);

    private string Value(Shape shape, PropertyShape property) => shape.Kind switch
    {
        ShapeKind.Text => Text(property),
        ShapeKind.Integer when property.Constraints.OfType<AllowedValuesAttribute>().FirstOrDefault() is { } allowed =>
            string.Join(", ", allowed.Values.OfType<int>()),
        ShapeKind.Integer =>
            property.Constraints.OfType<RangeAttribute>().FirstOrDefault() is { } range
                ? $"number, {range.Minimum} to {range.Maximum}"
                : "number",
        ShapeKind.Boolean => "`true` or `false`",
        ShapeKind.Choice => Codes(KeyNames.Choices(shape)),
        ShapeKind.Reference => $"reference to {shape.ReferenceTo?.Name}",
        // Lists and maps have an element shape.
        ShapeKind.List => $"list{Length(property, " of")}: {Value(shape.Element!, property)}",
        ShapeKind.Map => shape.Element!.Kind is ShapeKind.Text ? "text by name" : $"by name: {Value(shape.Element!, property)}",
        _ => shape.ClrType == typeof(Spec) ? "resource" : $"[{_headings[shape.ClrType]}](#{Anchor(_headings[shape.ClrType])})",
    };

    private static string Text(PropertyShape property)
    {
        foreach (var constraint in property.Constraints)
        {
            switch (constraint)
            {
                case AllowedValuesAttribute allowed:
                    return Codes(allowed.Values.OfType<string>());
                case CidrAttribute { MinPrefix: 0, MaxPrefix: 32 }:
                    return "range in CIDR notation";
                case CidrAttribute cidr:
                    return string.Create(CultureInfo.InvariantCulture, $"range in CIDR notation, /{cidr.MinPrefix} to /{cidr.MaxPrefix}");
                case RegularExpressionAttribute { ErrorMessage: { } needs }:
                    return Escaped(needs.Replace("needs ", "", StringComparison.Ordinal));
                case RegularExpressionAttribute pattern:
                    return $"text of the form `{pattern.Pattern.Replace("|", "\\|", StringComparison.Ordinal)}`";
            }
        }

        return property.IsJsonDocument ? "JSON document" : property.Shape.Kind is ShapeKind.Text ? $"text{Length(property, ",")}" : "text";
    }

    private static string Length(PropertyShape property, string before)
    {
        var min = property.Constraints.OfType<MinLengthAttribute>().FirstOrDefault()?.Length;
        var max = property.Constraints.OfType<MaxLengthAttribute>().FirstOrDefault()?.Length;
        var counted = property.Shape.Kind is ShapeKind.Text ? " characters" : "";
        return (min, max) switch
        {
            (null, null) => "",
            (null, { } most) => string.Create(CultureInfo.InvariantCulture, $"{before} at most {most:N0}{counted}"),
            ({ } least, null) => string.Create(CultureInfo.InvariantCulture, $"{before} {least:N0} or more{counted}"),
            ({ } least, { } most) => string.Create(CultureInfo.InvariantCulture, $"{before} {least:N0} to {most:N0}{counted}"),
        };
    }

    private static string Codes(IEnumerable<string> values) => string.Join(", ", values.Select(value => $"`{value}`"));

    /// <summary>Returns the record of a value, or of a list's or map's elements.</summary>
    private static Shape? Part(Shape shape) => shape.Kind switch
    {
        ShapeKind.Record => shape,
        ShapeKind.List or ShapeKind.Map => Part(shape.Element!), // They have an element shape.
        _ => null,
    };

    /// <summary>Returns a heading's anchor as Markdown renderers generate it.</summary>
    private static string Anchor(string heading) => string.Concat(
        heading.ToLowerInvariant().Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-'));
}
