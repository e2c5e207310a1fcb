using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Cli.Rendering;

/// <summary>Writes a command's statuses as JSON lines, one object each with its <c>type</c>.</summary>
internal static class StatusJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static JsonObject Write(Status status) => status switch
    {
        ScanRows { Chunk: var chunk } => new JsonObject
        {
            ["type"] = "scan_chunk",
            ["region"] = chunk.Place.Region,
            ["resource_type"] = chunk.Type,
            ["verdict"] = JsonSerializer.SerializeToNode(chunk.Verdict, Options),
            ["reason"] = chunk.Reason,
            ["resources"] = new JsonArray([.. chunk.Resources.Select(ObservedJson.Write)]),
        },
        ProjectStatusChanged { Status: var project } => new JsonObject(
        [
            KeyValuePair.Create<string, JsonNode?>("type", "project_status"),
            // A record is an object.
            .. JsonSerializer.SerializeToNode(project, Options)!
                .AsObject()
                .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())),
        ]),
        _ => JsonSerializer.SerializeToNode<Message>(status, Options)!.AsObject(), // A message is an object.
    };
}
