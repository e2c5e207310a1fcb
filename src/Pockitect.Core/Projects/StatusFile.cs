using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Pockitect.Core.Files;
using Pockitect.Core.Yaml;

namespace Pockitect.Core.Projects;

/// <summary>A project's status as it lies beside its blueprint, for people and programs to read.</summary>
internal static class StatusFile
{
    private const string Head = "# Written by Pockitect from what AWS holds. Changes here have no effect.\n";

    private static readonly JsonSerializerOptions json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutEmpty } },
    };

    public static string Write(ProjectStatus status) =>
        Head + string.Join('\n', YamlEmitter.Block(JsonSerializer.SerializeToNode(status, json)!, indent: 0)) + "\n"; // A status is not null.

    /// <summary>What was written last; null where nothing was, or another version or a person has written what cannot be read.</summary>
    public static ProjectStatus? Read(string path)
    {
        try
        {
            var status = DataFile.ReadText(path, YamlText.MaxBytes) is { } text && YamlText.Parse(text).Root?.ToJson() is JsonObject root ? root.Deserialize<ProjectStatus>(json) : null;
            return status is { Project: not null, State: not null, Resources: not null } && status.Resources.All(IsWhole) ? status : null;
        }
        catch (Exception e) when (DataFile.IsDamage(e))
        {
            // It is made anew from AWS and the journals: only since when a state holds begins again.
            return null;
        }
    }

    private static bool IsWhole(ResourceStatus? resource) =>
        resource is { Name: not null, Type: not null, Region: not null, State: not null, Changed: not null } && resource.Changed.All(path => path is not null);

    private static void LeaveOutEmpty(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property.PropertyType == typeof(IReadOnlyList<string>)))
            property.ShouldSerialize = (_, value) => value is IReadOnlyList<string> { Count: > 0 };
    }
}
