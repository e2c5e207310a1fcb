using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pockitect.Core.Resources.Analysis;

/// <summary>The JSON format of an observed resource, for the inventory's files and for <c>--json</c>.</summary>
public static class ObservedJson
{
    public static JsonObject Write(Observed resource) => new()
    {
        ["type"] = resource.Type,
        ["id"] = resource.Id,
        ["arn"] = resource.Arn,
        ["account"] = resource.Place.AccountId,
        ["region"] = resource.Place.Region,
        ["phase"] = resource.Phase.ToString(),
        ["state"] = resource.State,
        ["state_reason"] = resource.StateReason,
        ["remedy"] = resource.Remedy,
        ["created_at"] = resource.CreatedAt,
        ["locked"] = resource.Locked,
        ["about"] = resource.About,
        ["freed_by"] = resource.FreedBy,
        ["part_of"] = resource.PartOf,
        ["goes_with"] = resource.GoesWith,
        ["is_kept"] = resource.IsKept,
        ["is_summary"] = resource.IsSummary,
        ["tags"] = JsonSerializer.SerializeToNode(resource.Tags),
        ["outputs"] = JsonSerializer.SerializeToNode(resource.Outputs),
        ["spec"] = SpecJson.Write(resource.Spec),
    };

    /// <param name="shared">Shares equal texts between rows, such as tags; null to keep them separate.</param>
    /// <exception cref="JsonException">Not such an object: a file of another version.</exception>
    public static Observed Read(JsonObject node, Catalog catalog, Func<string, string>? shared = null)
    {
        var name = Text(node, "type") ?? throw new JsonException("A resource has no type.");
        var type = catalog.Find(name) ?? throw new JsonException($"Unknown resource type '{name}'.");
        return new Observed
        {
            Type = type.Name,
            Id = Text(node, "id") ?? throw new JsonException("A resource has no ID."),
            Arn = Text(node, "arn"),
            Place = new Place(Shared(Text(node, "account")) ?? "", Shared(Text(node, "region")) ?? ""),
            Phase = PhaseOf(Text(node, "phase")),
            State = Shared(Text(node, "state")),
            StateReason = Text(node, "state_reason"),
            Remedy = Text(node, "remedy"),
            CreatedAt = node["created_at"]?.GetValue<DateTimeOffset>(),
            Locked = Text(node, "locked"),
            About = Text(node, "about"),
            FreedBy = Text(node, "freed_by"),
            PartOf = Text(node, "part_of"),
            GoesWith = Text(node, "goes_with"),
            IsKept = node["is_kept"]?.GetValue<bool>() ?? false,
            IsSummary = node["is_summary"]?.GetValue<bool>() ?? false,
            Tags = Pairs(node["tags"]),
            Outputs = Pairs(node["outputs"]),
            Spec = SpecJson.Read(node["spec"] ?? throw new JsonException("A resource has no spec."), type.SpecType),
        };

        string? Shared(string? text) => text is null || shared is null ? text : shared(text);

        Dictionary<string, string> Pairs(JsonNode? pairs) => pairs is not JsonObject map ? [] : map.ToDictionary(
            pair => Shared(pair.Key) ?? "",
            pair => Shared(pair.Value?.GetValue<string>()) ?? throw new JsonException($"'{pair.Key}' has no value."),
            StringComparer.Ordinal);
    }

    private static Phase PhaseOf(string? text) =>
        Enum.TryParse<Phase>(text, out var phase) && Enum.IsDefined(phase) ? phase : throw new JsonException($"Unknown phase '{text}'.");

    private static string? Text(JsonObject node, string name) => node[name]?.GetValue<string>();
}
