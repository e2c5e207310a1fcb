using System.Text.Json.Nodes;

namespace Pockitect.Core.Blueprints;

/// <summary>One change of a blueprint's text; a value of null takes the line away.</summary>
public sealed record BlueprintEdit(string Path, JsonNode? Value);

/// <summary>What mends a problem for certain, so that a person only has to agree.</summary>
/// <param name="Label">What it does, as a button says it: "Encrypt the disk".</param>
public sealed record BlueprintFix(string Label, IReadOnlyList<BlueprintEdit> Edits)
{
    /// <summary>What a person has to type for it, as the label of a field; the answer is the value of every edit. Null where nothing is asked.</summary>
    public string? Asks { get; init; }

    /// <summary>Takes one line away, so that its default is back.</summary>
    internal static BlueprintFix Without(string label, string path) => new(label, [new BlueprintEdit(path, null)]);

    internal static BlueprintFix With(string label, string path, JsonNode value) => new(label, [new BlueprintEdit(path, value)]);
}
