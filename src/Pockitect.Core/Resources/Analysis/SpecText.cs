using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Pockitect.Core.Resources.Analysis;

/// <summary>Formats spec values.</summary>
internal static class SpecText
{
    /// <summary>Returns the complete value; lists, maps and records as JSON. Null for null.</summary>
    public static string? Whole(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        IRef reference => reference.Target.ToString(),
        Enum or int => Convert.ToString(value, CultureInfo.InvariantCulture),
        _ => JsonSerializer.Serialize(value, SpecJson.Options),
    };

    /// <summary>Returns the complete value on one line, as an item of a list. Null for null.</summary>
    public static string? Item(object? value) => value is IListItem item ? item.Summary : Record(value) ?? Whole(value);

    /// <summary>Describes a script by its length and hash, without any content.</summary>
    public static string? Script(string? script)
    {
        if (script is null) return null;
        // Journals contain only the hash.
        if (Scripts.HashOf(script) is { } withheld) return $"hash {withheld[..8]}";
        return string.Create(CultureInfo.InvariantCulture, $"{Lines(script)}, hash {Hash(script)}");
    }

    /// <summary>Describes how a script differs from another, in one sentence.</summary>
    public static string ScriptChange(string? old, string? desired) => (old, desired) switch
    {
        (null or "", { } added) => $"added ({Script(added)})",
        ({ } removed, null or "") => $"removed ({Script(removed)})",
        ({ } before, { } after) when Scripts.HashOf(before) is null && Scripts.HashOf(after) is null =>
            $"changed (hash {Hash(before)} → hash {Hash(after)}, {Lines(before)} → {Lines(after)})",
        _ => $"changed ({Script(old)} → {Script(desired)})",
    };

    private static string Hash(string script) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(script)))[..8];

    private static string Lines(string script)
    {
        var count = script.Length == 0 ? 0 : script.TrimEnd('\n').Count(letter => letter == '\n') + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "line" : "lines")}");
    }

    /// <summary>Returns a record's set properties by name; null if the value is not a record, or has more than single values.</summary>
    private static string? Record(object? value)
    {
        if (value is null or string or bool or int or Enum or IRef) return null;
        var type = value.GetType();
        if (!type.IsClass || type.GetMethod("<Clone>$") is null) return null;
        var set = Shape.Of(type).Properties.Where(property => property.Get(value) is not null).ToList();
        return set.All(property =>
            property.Shape.Kind is ShapeKind.Text or ShapeKind.Integer or ShapeKind.Boolean or ShapeKind.Choice or ShapeKind.Reference)
            ? string.Join(", ", set.Select(property => $"{property.Name} {Whole(property.Get(value))}"))
            : null;
    }
}
