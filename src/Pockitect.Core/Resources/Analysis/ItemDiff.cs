using System.Collections;
using System.Text.Json.Nodes;

namespace Pockitect.Core.Resources.Analysis;

/// <summary>Compares lists, maps and documents item by item, so that a plan shows which rule, route or statement changes.</summary>
internal static class ItemDiff
{
    /// <summary>Returns the items that differ between two values of a property; empty for single values.</summary>
    public static IReadOnlyList<ItemChange> Compare(PropertyShape property, object? old, object? desired) =>
        property.IsScript ? [] : [.. Compare("", property.Shape, old, desired, property)];

    /// <summary>Returns what a desired value exposes, item by item.</summary>
    public static IEnumerable<string> Cautions(Spec desired) =>
        from property in Shape.Of(desired.GetType()).Properties
        where property.Shape is { Kind: ShapeKind.List, Element.Kind: ShapeKind.Record }
        from item in Items(property.Get(desired))
        let caution = (item as IListItem)?.Caution
        where caution is not null
        select caution;

    private static IEnumerable<ItemChange> Compare(
        string path, Shape shape, object? old, object? desired, PropertyShape property) => shape.Kind switch
        {
            ShapeKind.List when property.IsOrdered => InOrder(path, shape.Element!, Items(old), Items(desired)), // A list has an element.
            ShapeKind.List => AsSets(path, shape.Element!, Items(old), Items(desired)), // A list has an element.
            ShapeKind.Map => Maps(path, shape.Element!, Entries(old), Entries(desired), property), // As a list.
            ShapeKind.Text when property.IsJsonDocument => Documents(path, (string?)old, (string?)desired),
            _ => [],
        };

    private static IEnumerable<ItemChange> AsSets(string path, Shape element, List<object?> old, List<object?> desired)
    {
        var (added, removed) = SpecDiff.Sets(element, old, desired);
        // Items with the same name are one changed item.
        foreach (var item in removed.ToList())
        {
            if (NameOf(element, item) is not { } name) continue;
            var successors = added.Where(other => NameOf(element, other) == name).ToList();
            if (successors.Count != 1 || removed.Count(other => NameOf(element, other) == name) != 1) continue;
            removed.Remove(item);
            added.Remove(successors[0]);
            foreach (var change in Records(Join(path, name), element, item!, successors[0]!)) yield return change; // A named item exists.
        }

        foreach (var item in removed) yield return Removed(path, item, added);
        foreach (var item in added) yield return Added(path, item, removed);
    }

    private static IEnumerable<ItemChange> InOrder(string path, Shape element, List<object?> old, List<object?> desired)
    {
        for (var index = 0; index < Math.Max(old.Count, desired.Count); index++)
        {
            var (mine, theirs) = (desired.ElementAtOrDefault(index), old.ElementAtOrDefault(index));
            if (mine is not null && theirs is not null && SpecDiff.Matches(element, mine, theirs)) continue;
            yield return new ItemChange(
                Join(path, $"[{index + 1}]"), SpecText.Item(theirs), SpecText.Item(mine), (mine as IListItem)?.Caution);
        }
    }

    private static IEnumerable<ItemChange> Maps(
        string path, Shape element, Dictionary<string, object?> old, Dictionary<string, object?> desired, PropertyShape property)
    {
        foreach (var key in old.Keys.Union(desired.Keys).Order(StringComparer.Ordinal))
        {
            var (theirs, mine) = (old.GetValueOrDefault(key), desired.GetValueOrDefault(key));
            if (old.ContainsKey(key) && desired.ContainsKey(key) && SpecDiff.Matches(element, mine, theirs, property)) continue;
            foreach (var change in Nested(Join(path, key), element, theirs, mine, property)) yield return change;
        }
    }

    private static IEnumerable<ItemChange> Records(string path, Shape shape, object old, object desired)
    {
        foreach (var property in shape.Properties)
        {
            var (theirs, mine) = (property.Get(old), property.Get(desired));
            if (SpecDiff.Matches(property.Shape, mine, theirs, property)) continue;
            foreach (var change in Nested(Join(path, property.Name), property.Shape, theirs, mine, property)) yield return change;
        }
    }

    private static List<ItemChange> Nested(string path, Shape shape, object? old, object? desired, PropertyShape property)
    {
        var inside = old is not null && desired is not null ? Compare(path, shape, old, desired, property).ToList() : [];
        return inside.Count > 0 ? inside : [new ItemChange(path, SpecText.Item(old), SpecText.Item(desired))];
    }

    private static IEnumerable<ItemChange> Documents(string path, string? old, string? desired)
    {
        var (theirs, mine) = (
            old is null ? new JsonObject() : JsonDocuments.Read(old), desired is null ? new JsonObject() : JsonDocuments.Read(desired));
        return theirs is null || mine is null ? [new ItemChange(path, old, desired)] : JsonDiff.Compare(path, theirs, mine);
    }

    /// <summary>Returns the text of a removed item. A short text that equals a new item's would hide the change.</summary>
    private static ItemChange Removed(string path, object? item, IEnumerable<object?> added) =>
        new(path, Distinct(item, added), null);

    private static ItemChange Added(string path, object? item, IEnumerable<object?> removed) =>
        new(path, null, Distinct(item, removed), (item as IListItem)?.Caution);

    private static string? Distinct(object? item, IEnumerable<object?> others) =>
        SpecText.Item(item) is var text && others.Any(other => SpecText.Item(other) == text) ? SpecText.Whole(item) : text;

    /// <summary>Returns the property that identifies an item among its siblings: its required name; null without one.</summary>
    private static string? NameOf(Shape element, object? item) => element.Kind is ShapeKind.Record && item is not null and not IListItem
        ? element.Properties.FirstOrDefault(
            property =>
                property is { IsRequired: true, Shape.Kind: ShapeKind.Text }
                    && (property.Name is "Id" or "Key" || property.Name.EndsWith("Name", StringComparison.Ordinal)))
            ?.Get(item) as string
        : null;

    private static string Join(string path, string part) => path.Length == 0 ? part : $"{path} {part}";

    private static List<object?> Items(object? list) => list is null ? [] : [.. ((IEnumerable)list).Cast<object?>()];

    private static Dictionary<string, object?> Entries(object? map) => map is null ? [] : SpecDiff.Entries(map);
}
