using System.Text;
using System.Text.Json;
using Pockitect.Core.Text;

namespace Pockitect.Core.Blueprints.Policies;

/// <summary>A JSON value with its position, so that messages can point to it. Duplicate keys are kept.</summary>
/// <param name="Kind">The kind of value.</param>
/// <param name="At">The index of its first byte.</param>
internal sealed record JsonPart(JsonTokenType Kind, long At)
{
    /// <summary>The text of a string, a number or a literal; empty for objects and arrays.</summary>
    public string Text { get; init; } = "";

    public IReadOnlyList<JsonMember> Members { get; init; } = [];

    public IReadOnlyList<JsonPart> Items { get; init; } = [];

    public bool IsObject => Kind is JsonTokenType.StartObject;

    public bool IsText => Kind is JsonTokenType.String;

    /// <summary>The value itself, or each item if it is a list.</summary>
    public IReadOnlyList<JsonPart> Each => Kind is JsonTokenType.StartArray ? Items : [this];

    public JsonPart? Find(string name) => Members.FirstOrDefault(member => member.Name == name)?.Value;

    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static JsonPart Parse(byte[] text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 32 });
        reader.Read();
        var part = Read(ref reader);
        // Reads to the end, to find text after the value.
        reader.Read();
        return part;
    }

    /// <summary>Returns the line and column of a byte, from 1.</summary>
    public static Position PositionOf(byte[] text, long at)
    {
        var before = text.AsSpan(0, (int)Math.Min(at, text.Length));
        return new Position(before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1);
    }

    private static JsonPart Read(ref Utf8JsonReader reader)
    {
        var part = new JsonPart(reader.TokenType, reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new List<JsonMember>();
                while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
                {
                    var (name, at) = (reader.GetString()!, reader.TokenStartIndex); // A property's name is text.
                    reader.Read();
                    members.Add(new JsonMember(name, at, Read(ref reader)));
                }

                return part with { Members = members };
            case JsonTokenType.StartArray:
                var items = new List<JsonPart>();
                while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray) items.Add(Read(ref reader));
                return part with { Items = items };
            case JsonTokenType.String:
                return part with { Text = reader.GetString()! }; // A string is text.
            default:
                return part with { Text = Encoding.UTF8.GetString(reader.ValueSpan) };
        }
    }
}

/// <param name="At">The index of the first byte of its name.</param>
internal sealed record JsonMember(string Name, long At, JsonPart Value);
