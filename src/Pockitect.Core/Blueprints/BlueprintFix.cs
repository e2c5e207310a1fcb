using System.Text.Json.Nodes;

namespace Pockitect.Core.Blueprints;

/// <summary>One edit of a blueprint's text; null removes the line.</summary>
public sealed record BlueprintEdit(string Path, JsonNode? Value);

/// <summary>A safe fix for a problem, which only needs the user's approval.</summary>
/// <param name="Label">The button's label: "Encrypt the disk".</param>
public sealed record BlueprintFix(string Label, IReadOnlyList<BlueprintEdit> Edits)
{
    /// <summary>The label of the input that the fix needs; the input is the value of every edit. Null if no input is needed.</summary>
    public string? Asks { get; init; }

    /// <summary>Removes a line, which restores the default.</summary>
    internal static BlueprintFix Without(string label, string path) => new(label, [new BlueprintEdit(path, null)]);

    internal static BlueprintFix With(string label, string path, JsonNode value) => new(label, [new BlueprintEdit(path, value)]);
}
