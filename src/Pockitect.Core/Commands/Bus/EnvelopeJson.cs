using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Commands.Bus;

/// <summary>The result of reading a message: the message, or why it is invalid, for its sender.</summary>
public readonly record struct EnvelopeReading(Envelope? Envelope, string? Problem);

/// <summary>
/// Messages between processes. Readers trust nothing: message types come from a closed list, and each message is validated before use.
/// </summary>
public sealed class EnvelopeJson(Catalog catalog)
{
    /// <summary>The maximum size of a message in bytes, for a command with its blueprint or a page of a scan.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    private readonly JsonSerializerOptions _options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = 64,
        Converters = { new JsonStringEnumConverter(), new ObservedConverter(catalog) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutComputed } },
    };

    /// <exception cref="ArgumentException">It exceeds the maximum size.</exception>
    public string Write(Envelope envelope)
    {
        var text = JsonSerializer.Serialize(envelope, _options);
        return Encoding.UTF8.GetByteCount(text) <= MaxBytes
            ? text
            : throw new ArgumentException(
                $"A message of {text.Length} characters exceeds the maximum of {MaxBytes} bytes.", nameof(envelope));
    }

    /// <summary>Reads and validates a message.</summary>
    /// <param name="version">The format version that its sender wrote.</param>
    public EnvelopeReading Read(string text, int version)
    {
        if (version != Envelope.CurrentVersion) return new EnvelopeReading(null, VersionProblem(version));
        if (Encoding.UTF8.GetByteCount(text) > MaxBytes) return new EnvelopeReading(null, $"The message is longer than {MaxBytes} bytes.");
        try
        {
            var envelope = JsonSerializer.Deserialize<Envelope>(text, _options);
            return envelope is null ? new EnvelopeReading(null, "The message is empty.")
                : MessageRules.Problem(envelope, catalog) is { } problem ? new EnvelopeReading(null, problem)
                : new EnvelopeReading(envelope, null);
        }
        catch (Exception e)
            when (e is JsonException or NotSupportedException or InvalidOperationException or ArgumentException or FormatException
                or KeyNotFoundException)
        {
            return new EnvelopeReading(null, $"Not a Pockitect message: {e.Message}");
        }
    }

    private static string VersionProblem(int version) => version > Envelope.CurrentVersion
        ? $"The message was written by a newer Pockitect (messages of version {version}; this one reads {Envelope.CurrentVersion}). "
            + "Upgrade the Pockitect that reads it."
        : $"The message was written by an older Pockitect (messages of version {version}; this one reads {Envelope.CurrentVersion}). "
            + "Upgrade the Pockitect that wrote it.";

    /// <summary>Excludes computed properties, so that they can't contradict the others.</summary>
    private static void LeaveOutComputed(JsonTypeInfo type)
    {
        if (type.Kind is not JsonTypeInfoKind.Object || type.Type.Namespace?.StartsWith("Pockitect", StringComparison.Ordinal) is not true)
            return;
        for (var index = type.Properties.Count - 1; index >= 0; index--)
        {
            if (type.Properties[index] is { Set: null, AssociatedParameter: null }) type.Properties.RemoveAt(index);
        }
    }

    /// <summary>Resources have the same format as in the inventory's files.</summary>
    private sealed class ObservedConverter(Catalog catalog) : JsonConverter<Observed>
    {
        public override Observed Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ObservedJson.Read(
                JsonNode.Parse(ref reader) as JsonObject ?? throw new JsonException("A resource must be an object."), catalog);

        public override void Write(Utf8JsonWriter writer, Observed value, JsonSerializerOptions options) =>
            ObservedJson.Write(value).WriteTo(writer);
    }
}
