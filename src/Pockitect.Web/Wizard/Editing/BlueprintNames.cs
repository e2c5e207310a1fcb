using System.Text.Json.Nodes;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;

namespace Pockitect.Web.Wizard.Editing;

/// <summary>The settings that refer to other entries of the blueprint. They are selected instead of typed, and follow renames.</summary>
internal static class BlueprintNames
{
    private static readonly Dictionary<string, string> Lists = new(StringComparer.Ordinal)
    {
        ["network.security_groups[].inbound[].security_group"] = "network.security_groups",
        ["network.security_groups[].outbound[].security_group"] = "network.security_groups",
        ["compute.instances[].subnet"] = "network.subnets",
        ["compute.instances[].security_groups"] = "network.security_groups",
        ["compute.instances[].key_pair"] = "security.key_pairs",
        ["compute.instances[].role"] = "security.roles",
        ["data.databases[].allow_from"] = "network.security_groups",
        ["data.databases[].security_groups"] = "network.security_groups",
        ["data.databases[].subnets"] = "network.subnets",
    };

    /// <summary>The settings that refer to other entries.</summary>
    public static IReadOnlyCollection<string> Fields => Lists.Keys;

    /// <summary>Returns the list that a setting refers to; null if it refers to none.</summary>
    public static string? ListOf(string field) => Lists.GetValueOrDefault(field);

    /// <summary>Whether an empty setting means the first entry.</summary>
    public static bool IsFirstByDefault(string field) => field is "compute.instances[].security_groups";

    /// <summary>Renames an entry and everything that refers to it.</summary>
    /// <param name="path">The entry's <c>name</c>.</param>
    public static string Rename(string text, string path, string name)
    {
        var before = BlueprintTree.Read(text);
        var edited = BlueprintEditor.Set(text, path, name);
        var list = path[..path.LastIndexOf('[')];
        // While two entries share a name, references to it are ambiguous.
        if (before?.TextAt(path) is not { } old || before.NamesIn(list).Count(other => other == old) > 1) return edited;
        return Lists.Where(pair => pair.Value == list)
            .SelectMany(pair => Expand(before, pair.Key))
            .SelectMany(place => Mentions(before, place, old))
            .Aggregate(edited, (result, mention) => BlueprintEditor.Set(result, mention, name));
    }

    /// <summary>Returns a name that is not in use.</summary>
    public static string Free(string wish, IReadOnlyCollection<string> taken)
    {
        for (var number = 2; ; number++)
        {
            var name = number == 2 && !taken.Contains(wish) ? wish : FormattableString.Invariant($"{wish}-{number}");
            if (!taken.Contains(name)) return name;
        }
    }

    private static IEnumerable<string> Mentions(BlueprintTree tree, string place, string name) => tree.Find(place) switch
    {
        JsonArray list =>
            list.Index().Where(item => BlueprintTree.Text(item.Item) == name).Select(item => BlueprintPath.Join(place, item.Index)),
        var node when BlueprintTree.Text(node) == name => [place],
        _ => [],
    };

    /// <summary>Expands a path without list positions to all positions.</summary>
    private static IEnumerable<string> Expand(BlueprintTree tree, string path)
    {
        var at = path.IndexOf("[]", StringComparison.Ordinal);
        if (at < 0) return [path];
        return tree.Find(path[..at]) is JsonArray list
            ? Enumerable.Range(0, list.Count)
                .SelectMany(index => Expand(tree, $"{BlueprintPath.Join(path[..at], index)}{path[(at + 2)..]}"))
            : [];
    }
}
