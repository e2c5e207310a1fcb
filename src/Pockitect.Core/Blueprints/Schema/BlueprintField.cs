using System.Text.Json.Nodes;

namespace Pockitect.Core.Blueprints.Schema;

public enum FieldKind
{
    Text,
    Number,
    YesNo,

    /// <summary>One of a few values.</summary>
    Choice,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>Names with text values, such as tags.</summary>
    Pairs,

    /// <summary>A group of settings.</summary>
    Group,

    /// <summary>A list of groups, such as instances.</summary>
    Groups,

    /// <summary>Resources of the catalog with AWS's own settings.</summary>
    Resources,
}

/// <summary>A value of a choice.</summary>
public sealed record FieldChoice(string Value, string? Meaning);

/// <summary>A setting of a blueprint, with everything that a form needs.</summary>
public sealed record BlueprintField
{
    public required string Key { get; init; }

    /// <summary>The path without list positions: <c>compute.instances[].type</c>.</summary>
    public required string Path { get; init; }

    public required FieldKind Kind { get; init; }

    /// <summary>The description in a sentence or two; null if it is not documented.</summary>
    public string? Summary { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>The default value; null if it depends on other settings.</summary>
    public JsonNode? Default { get; init; }

    public IReadOnlyList<FieldChoice> Choices { get; init; } = [];

    public int? Min { get; init; }

    public int? Max { get; init; }

    /// <summary>Whether the text has several lines, such as a script or a document.</summary>
    public bool IsLong { get; init; }

    /// <summary>The fields of a group, or of each group in a list.</summary>
    public IReadOnlyList<BlueprintField> Fields { get; init; } = [];

    /// <summary>This field and all below it.</summary>
    public IEnumerable<BlueprintField> All => Fields.SelectMany(inner => inner.All).Prepend(this);
}
