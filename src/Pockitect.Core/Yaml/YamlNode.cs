using System.Text.Json.Nodes;
using Pockitect.Core.Text;
using YamlDotNet.Core;

namespace Pockitect.Core.Yaml;

/// <summary>One value of a YAML text and the characters it covers, so that a message can point at it and an edit can replace it.</summary>
internal abstract class YamlNode
{
    public required Position Position { get; init; }

    /// <summary>The index of its first character; an anchor belongs to it.</summary>
    public required int Start { get; init; }

    /// <summary>The index behind its last character; for a block collection that of its last child.</summary>
    public required int End { get; init; }

    /// <summary>It has an anchor, so that it may stand in several places.</summary>
    public bool IsAnchored { get; init; }

    /// <summary>How many values it comes to when every alias is written out.</summary>
    public virtual int Size => 1;

    /// <summary>How many collections lie inside each other, itself included.</summary>
    public virtual int Height => 0;

    /// <summary>The value itself where this is an alias.</summary>
    public virtual YamlNode Value => this;

    /// <summary>The same value as JSON knows it, numbers and booleans by YAML 1.2's core schema.</summary>
    public abstract JsonNode? ToJson();
}

internal sealed class YamlScalar : YamlNode
{
    public required string Text { get; init; }

    public required ScalarStyle Style { get; init; }

    /// <summary>Quoted text and blocks are always text, whatever they look like.</summary>
    public bool IsPlain => Style is ScalarStyle.Plain;

    public bool IsNull => IsPlain && CoreSchema.IsNull(Text);

    public override JsonNode? ToJson() => IsPlain ? CoreSchema.ToJson(Text) : JsonValue.Create(Text);
}

/// <summary>A list or a map.</summary>
internal abstract class YamlCollection : YamlNode
{
    private int _size = 1;
    private int _height = 1;

    /// <summary>In braces or brackets.</summary>
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
