using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Pockitect.Core.Blueprints;

/// <summary>
/// The path from a blueprint's root to a value: <c>compute.instances[0].type</c>. Keys with characters other than letters, digits, <c>_</c>
/// and <c>-</c> are quoted, as in <c>project.tags["cost center"]</c>.
/// </summary>
public static partial class BlueprintPath
{
    public static string Join(string parent, string key) =>
        !IsPlain(key)
        ? $"{parent}[\"{key.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"]"
        : parent.Length == 0 ? key
        : $"{parent}.{key}";

    public static string Join(string parent, int index) => string.Create(CultureInfo.InvariantCulture, $"{parent}[{index}]");

    /// <summary>Returns keys as text and indexes as numbers.</summary>
    /// <exception cref="FormatException">The text is not a path.</exception>
    internal static IReadOnlyList<object> Split(string path)
    {
        var parts = new List<object>();
        for (var at = 0; at < path.Length;)
        {
            var match = PartPattern().Match(path, at);
            if (!match.Success) throw new FormatException($"'{path}' is not a blueprint path.");
            parts.Add(match switch
            {
                _ when match.Groups["index"] is { Success: true, Value: var index } => int.Parse(index, CultureInfo.InvariantCulture),
                _ when match.Groups["quoted"] is { Success: true, Value: var quoted } => Unquote(quoted),
                _ => match.Groups["key"].Value,
            });
            at += match.Length;
        }

        return parts;
    }

    /// <summary>Returns the path of the parent collection; null for the root.</summary>
    internal static string? Parent(string path)
    {
        var parts = path.Length == 0 ? [] : Split(path);
        if (parts.Count == 0) return null;
        return parts.SkipLast(1).Aggregate("", (parent, part) => part is int index ? Join(parent, index) : Join(parent, (string)part));
    }

    /// <summary>
    /// Whether a key needs no quotes, as in <see cref="PartPattern"/>. Without a regex, because it runs for every value of a blueprint.
    /// </summary>
    private static bool IsPlain(string key)
    {
        foreach (var c in key)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')) return false;
        }

        return key.Length > 0;
    }

    private static string Unquote(string quoted)
    {
        var text = new StringBuilder();
        for (var i = 0; i < quoted.Length; i++) text.Append(quoted[i] == '\\' ? quoted[++i] : quoted[i]);
        return text.ToString();
    }

    [GeneratedRegex(
        @"\G(?:\[(?<index>[0-9]{1,9})\]|\[""(?<quoted>(?:[^""\\]|\\.)*)""\]|\.?(?<key>[A-Za-z0-9_-]+))", RegexOptions.Singleline)]
    private static partial Regex PartPattern();
}
