using System.Text.Json.Nodes;

namespace Pockitect.Core.Blueprints.Schema;

public enum FieldKind
{
    Text,
    Number,
    YesNo,

    /// <summary>One of a few words.</summary>
    Choice,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>Texts by name, such as tags.</summary>
    Pairs,

    /// <summary>Settings that belong together.</summary>
    Group,

    /// <summary>A list of groups, such as instances.</summary>
    Groups,

    /// <summary>Resources of the catalog in their own settings.</summary>
    Resources,
}

/// <summary>One of the words that a setting takes.</summary>
public sealed record FieldChoice(string Value, string? Meaning);

/// <summary>One setting of a blueprint, with all that a form has to know of it.</summary>
public sealed record BlueprintField
{
    public required string Key { get; init; }

    /// <summary>The way to it without the places in lists: <c>compute.instances[].type</c>.</summary>
    public required string Path { get; init; }

    public required FieldKind Kind { get; init; }

    /// <summary>What it is, in a sentence or two; null where its declaration does not say.</summary>
    public string? Summary { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>What it is when it is left out; null where that depends on other things.</summary>
    public JsonNode? Default { get; init; }

    public IReadOnlyList<FieldChoice> Choices { get; init; } = [];

    public int? Min { get; init; }

    public int? Max { get; init; }

    /// <summary>It has several lines: a script or a document.</summary>
    public bool IsLong { get; init; }

    /// <summary>What a group, or each of several, is made of.</summary>
    public IReadOnlyList<BlueprintField> Fields { get; init; } = [];

    /// <summary>This field and all below it.</summary>
    public IEnumerable<BlueprintField> All => Fields.SelectMany(inner => inner.All).Prepend(this);
}
