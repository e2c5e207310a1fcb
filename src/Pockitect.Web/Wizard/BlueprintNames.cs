using System.Text.Json.Nodes;
using Pockitect.Core.Blueprints;

namespace Pockitect.Web.Wizard;

/// <summary>Which settings name other entries of the same blueprint, so that they are chosen and not typed, and follow when an entry is renamed.</summary>
internal static class BlueprintNames
{
    private static readonly Dictionary<string, string> lists = new(StringComparer.Ordinal)
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

    /// <summary>The settings that name others.</summary>
    public static IReadOnlyCollection<string> Fields => lists.Keys;

    /// <summary>The list whose entries a setting names; null where it names none.</summary>
    public static string? ListOf(string field) => lists.GetValueOrDefault(field);

    /// <summary>Whether the first entry is taken where a setting names none.</summary>
    public static bool IsFirstByDefault(string field) => field is "compute.instances[].security_groups";

    /// <summary>Gives an entry another name, and all that named it too.</summary>
    /// <param name="path">The entry's <c>name</c>.</param>
    public static string Rename(string text, string path, string name)
    {
        var before = BlueprintTree.Read(text);
        var edited = BlueprintEditor.Set(text, path, name);
        var list = path[..path.LastIndexOf('[')];
        // As long as two have the same name, nobody can say which of them is meant.
        if (before?.TextAt(path) is not { } old || before.NamesIn(list).Count(other => other == old) > 1) return edited;
        return lists.Where(pair => pair.Value == list)
            .SelectMany(pair => Expand(before, pair.Key))
            .SelectMany(place => Mentions(before, place, old))
            .Aggregate(edited, (result, mention) => BlueprintEditor.Set(result, mention, name));
    }

    /// <summary>A name that none of these is.</summary>
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
        JsonArray list => list.Index().Where(item => BlueprintTree.Text(item.Item) == name).Select(item => BlueprintPath.Join(place, item.Index)),
        var node when BlueprintTree.Text(node) == name => [place],
        _ => [],
    };

    /// <summary>Every place that a path without places in lists stands for.</summary>
    private static IEnumerable<string> Expand(BlueprintTree tree, string path)
    {
        var at = path.IndexOf("[]", StringComparison.Ordinal);
        if (at < 0) return [path];
        return tree.Find(path[..at]) is JsonArray list
            ? Enumerable.Range(0, list.Count).SelectMany(index => Expand(tree, $"{BlueprintPath.Join(path[..at], index)}{path[(at + 2)..]}"))
            : [];
    }
}
