using System.Text.Json.Nodes;
using Pockitect.Core.Text;
using YamlDotNet.Core;

namespace Pockitect.Core.Yaml;

/// <summary>A YAML value and its range of characters, so that messages can point to it and edits can replace it.</summary>
internal abstract class YamlNode
{
    public required Position Position { get; init; }

    /// <summary>The index of its first character, including an anchor.</summary>
    public required int Start { get; init; }

    /// <summary>The index after its last character; for a block collection, its last child's.</summary>
    public required int End { get; init; }

    /// <summary>Whether it has an anchor and may occur in several places.</summary>
    public bool IsAnchored { get; init; }

    /// <summary>The number of values with all aliases expanded.</summary>
    public virtual int Size => 1;

    /// <summary>The depth of nested collections, including itself.</summary>
    public virtual int Height => 0;

    /// <summary>The value itself, if this is an alias.</summary>
    public virtual YamlNode Value => this;

    /// <summary>Converts the value to JSON, with numbers and booleans by the YAML 1.2 core schema.</summary>
    public abstract JsonNode? ToJson();
}

internal sealed class YamlScalar : YamlNode
{
    public required string Text { get; init; }

    public required ScalarStyle Style { get; init; }

    /// <summary>Whether it is quoted or a block, and therefore always text.</summary>
    public bool IsPlain => Style is ScalarStyle.Plain;

    public bool IsNull => IsPlain && CoreSchema.IsNull(Text);

    public override JsonNode? ToJson() => IsPlain ? CoreSchema.ToJson(Text) : JsonValue.Create(Text);
}

/// <summary>A list or a map.</summary>
internal abstract class YamlCollection : YamlNode
{
    private int _size = 1;
    private int _height = 1;

    /// <summary>Whether it is in braces or brackets.</summary>
    public required bool IsFlow { get; init; }

    public override int Size => _size;

    public override int Height => _height;

    protected void Hold(YamlNode child)
    {
        _size += child.Size;
        _height = Math.Max(_height, 1 + child.Height);
    }
}

internal sealed class YamlList : YamlCollection
{
    public YamlList(IReadOnlyList<YamlNode> items)
    {
        Items = items;
        foreach (var item in items) Hold(item);
    }

    public IReadOnlyList<YamlNode> Items { get; }

    public override JsonNode? ToJson() => new JsonArray([.. Items.Select(item => item.ToJson())]);
}

internal sealed record YamlEntry(YamlScalar Key, YamlNode Value);

internal sealed class YamlMap : YamlCollection
{
    public YamlMap(IReadOnlyList<YamlEntry> entries)
    {
        Entries = entries;
        foreach (var entry in entries)
        {
            Hold(entry.Key);
            Hold(entry.Value);
        }
    }

    public IReadOnlyList<YamlEntry> Entries { get; }

    public YamlEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key.Text == key);

    public override JsonNode? ToJson() =>
        new JsonObject(Entries.Select(entry => KeyValuePair.Create(entry.Key.Text, entry.Value.ToJson())));
}

internal sealed class YamlAlias(YamlNode value) : YamlNode
{
    public override int Size => value.Size;

    public override int Height => value.Height;

    public override YamlNode Value => value;

    public override JsonNode? ToJson() => value.ToJson();
}
