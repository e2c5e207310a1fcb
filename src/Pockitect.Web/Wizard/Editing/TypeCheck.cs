using System.Text.Json.Nodes;
using Pockitect.Aws;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;
using Pockitect.Core.Text;

namespace Pockitect.Web.Wizard.Editing;

/// <summary>Finds instance types and database classes that the Region doesn't offer, before planning.</summary>
internal static class TypeCheck
{
    /// <param name="instances">The types that AWS offers, with a note if AWS could not be asked. Null if unknown.</param>
    /// <param name="databases">The classes in Pockitect's price list, which is incomplete.</param>
    public static IEnumerable<BlueprintProblem> Of(
        BlueprintTree tree, BlueprintPositions positions, Catalog catalog, string region, ChoiceList? instances, ChoiceList databases)
    {
        foreach (var (path, what, list, isComplete) in Named(tree, catalog, instances, databases))
        {
            if (list is not { Items.Count: > 0 }
                || tree.TextAt(path) is not { Length: > 0 } name
                || list.Items.Any(choice => choice.Value == name))
                continue;
            var near = Spelling.Nearest(name, list.Items.Select(choice => choice.Value));
            var at = positions.Find(path);
            yield return new BlueprintProblem(
                isComplete ? Severity.Error : Severity.Finding, at.Line, at.Column, path,
                (isComplete
                    ? $"{what} '{name}' is not offered in {region}."
                    : $"{what} '{name}' is not in Pockitect's list for {region}, so its price is unknown.")
                + (near is null ? "" : $" Did you mean '{near}'?"))
            {
                Fix = near is null ? null : new BlueprintFix($"Use {near}", [new BlueprintEdit(path, near)]),
            };
        }
    }

    private static IEnumerable<(string Path, string What, ChoiceList? List, bool IsComplete)> Named(
        BlueprintTree tree, Catalog catalog, ChoiceList? instances, ChoiceList databases)
    {
        const string instance = "Instance type";
        const string database = "Database class";
        var isAsked = instances is { Note: null };
        foreach (var path in Items(tree, "compute.instances"))
            yield return (BlueprintPath.Join(path, "type"), instance, instances, isAsked);
        foreach (var path in Items(tree, "data.databases")) yield return (BlueprintPath.Join(path, "class"), database, databases, false);
        if (tree.Find("resources") is not JsonObject resources) yield break;
        foreach (var (id, resource) in resources)
        {
            var properties = BlueprintPath.Join(BlueprintPath.Join("resources", id), "properties");
            if (catalog.Find(BlueprintTree.Text((resource as JsonObject)?["type"]) ?? "") is not { } type) continue;
            foreach (var property in Shape.Of(type.SpecType).Properties)
            {
                if (property.Meaning is Meaning.InstanceType)
                    yield return (BlueprintPath.Join(properties, property.Name), instance, instances, isAsked);
                if (property.Meaning is Meaning.DatabaseClass)
                    yield return (BlueprintPath.Join(properties, property.Name), database, databases, false);
            }
        }
    }

    private static IEnumerable<string> Items(BlueprintTree tree, string list) =>
        tree.Find(list) is JsonArray items ? Enumerable.Range(0, items.Count).Select(index => BlueprintPath.Join(list, index)) : [];
}
