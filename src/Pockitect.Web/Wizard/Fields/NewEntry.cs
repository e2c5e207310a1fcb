using System.Text.Json.Nodes;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Blueprints.Schema;
using Pockitect.Web.Wizard.Editing;

namespace Pockitect.Web.Wizard.Fields;

/// <summary>The initial values of a new list entry: valid or nearly so.</summary>
internal static class NewEntry
{
    private const int GibibytesOfADisk = 20;

    /// <param name="list">The list's field.</param>
    /// <param name="path">The list's path in this blueprint.</param>
    public static JsonObject Of(BlueprintField list, string path, BlueprintTree tree)
    {
        var entry = new JsonObject();
        foreach (var field in list.Fields.Where(field => field.IsRequired)) entry[field.Key] = Required(list, field, path, tree);
        if (list.Key is "inbound" or "outbound") (entry["port"], entry["cidr"]) = (443, "0.0.0.0/0");
        if (list.Key is "lifecycle") entry["expire_days"] = 365;
        return entry;
    }

    /// <summary>Returns a copy with an unused name.</summary>
    public static JsonNode? Copy(JsonNode? entry, string path, BlueprintTree tree)
    {
        var copy = entry?.DeepClone();
        if (copy is JsonObject map && BlueprintTree.Text(map["name"]) is { } name)
            map["name"] = BlueprintNames.Free(name, tree.NamesIn(path));
        // Values that are unique in AWS can't be copied.
        if (copy is JsonObject same)
        {
            foreach (var key in (string[])["bucket_name", "role_name", "key_name"]) same.Remove(key);
        }

        return copy;
    }

    private static JsonNode? Required(BlueprintField list, BlueprintField field, string path, BlueprintTree tree) => field switch
    {
        { Key: "name" } => BlueprintNames.Free(FieldText.Singular(list.Path).Replace(' ', '-'), [.. AllNames(tree), .. tree.NamesIn(path)]),
        { Kind: FieldKind.Choice, Choices: [var first, ..] } => first.Value,
        { Kind: FieldKind.Number } => GibibytesOfADisk,
        { Key: "origins" } => new JsonArray("https://example.com"),
        { Key: "methods" } => new JsonArray("GET"),
        _ => "",
    };

    private static IEnumerable<string> AllNames(BlueprintTree tree) => Places.NamedLists.SelectMany(tree.NamesIn);
}
