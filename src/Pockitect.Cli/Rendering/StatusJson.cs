using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Pockitect.Core.Bus;
using Pockitect.Core.Inventory;

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

    public static JsonObject Write(Status status) => status is ScanRows { Chunk: var chunk }
        ? new JsonObject
        {
            ["type"] = "scan_chunk",
            ["region"] = chunk.Place.Region,
            ["resource_type"] = chunk.Type,
            ["verdict"] = JsonSerializer.SerializeToNode(chunk.Verdict, Options),
            ["reason"] = chunk.Reason,
            ["resources"] = new JsonArray([.. chunk.Resources.Select(ObservedJson.Write)]),
        }
        : JsonSerializer.SerializeToNode<Message>(status, Options)!.AsObject(); // A message is an object.
}
