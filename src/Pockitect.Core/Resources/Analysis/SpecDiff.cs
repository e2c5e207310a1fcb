using System.Collections;

namespace Pockitect.Core.Resources.Analysis;

/// <summary>
/// Compares desired settings with AWS's. A desired null is "not managed" at every depth, unless the spec is exact about its property. Lists
/// are sets unless declared otherwise; documents are compared by content.
/// </summary>
public static class SpecDiff
{
    /// <summary>Returns all differences in declaration order, nested records property by property.</summary>
    public static IReadOnlyList<PropertyChange> Compare(Spec desired, Spec now) =>
        [.. Compare(Shape.Of(desired.GetType()), desired, now, prefix: "", replacement: false, desired.IsExact)];

    /// <summary>Returns what a resource has in addition to its earlier state: new values, and new parts of lists and records.</summary>
    public static IReadOnlyList<PropertyChange> Surplus(Spec before, Spec now)
    {
        var shape = Shape.Of(before.GetType());
        // Compares in reverse: a current value is unchanged if it would not have differed as the desired one.
        bool HasMore(string property) =>
            shape.Property(property) is { } known && !Matches(known.Shape, known.Get(now), known.Get(before), known);
        return [.. Compare(shape, before, now, prefix: "", replacement: false, HasMore).Where(change => HasMore(TopOf(change)))];
    }

    /// <summary>Returns what the desired settings expose to others, as sentences.</summary>
    public static IEnumerable<string> Cautions(Spec desired) => ItemDiff.Cautions(desired);

    /// <summary>Returns the spec's own property that contains a difference.</summary>
    public static string TopOf(PropertyChange change) => change.Path.Split('.')[0];

    /// <summary>Whether the value matches the desired one.</summary>
    public static bool Matches(Shape shape, object? desired, object? now, PropertyShape? property = null)
    {
        if (desired is null) return true;
        if (now is null) return IsEmpty(desired);
        return shape.Kind switch
        {
            ShapeKind.Text => TextMatches((string)desired, (string)now, property),
            ShapeKind.Integer when property is { IsAtLeast: true } => (int)desired <= (int)now,
            ShapeKind.List => ListMatches(shape.Element!, (IEnumerable)desired, (IEnumerable)now, property),
            ShapeKind.Map => MapMatches(shape.Element!, desired, now, property),
            ShapeKind.Record => shape.Properties.All(p => Matches(p.Shape, p.Get(desired), p.Get(now), p)),
            _ => desired.Equals(now),
        };
    }

    private static IEnumerable<PropertyChange> Compare(
        Shape shape, object desired, object now, string prefix, bool replacement, Func<string, bool> isExact)
    {
        foreach (var property in shape.Properties)
        {
            // The planner compares tags, because it knows which are the user's.
            if (property.DeclaringType == typeof(Spec)) continue;
            var (mine, theirs) = (property.Get(desired), property.Get(now));
            var exact = isExact(property.Name);
            if (Matches(property.Shape, mine, theirs, property) && (!exact || Matches(property.Shape, theirs, mine, property))) continue;

            var path = prefix + property.Name;
            var replaces = replacement || property.IsReplacement;
            if (property.Shape.Kind is ShapeKind.Record && mine is not null && theirs is not null)
            {
                foreach (var change in Compare(property.Shape, mine, theirs, path + ".", replaces, _ => exact)) yield return change;
            }
            else
            {
                yield return property.IsScript
                    ? new PropertyChange(path, SpecText.Script((string?)theirs), SpecText.Script((string?)mine), replaces)
                    {
                        Summary = SpecText.ScriptChange((string?)theirs, (string?)mine),
                    }
                    : new PropertyChange(path, SpecText.Whole(theirs), SpecText.Whole(mine), replaces)
                    {
                        Items = ItemDiff.Compare(property, theirs, mine),
                    };
            }
        }
    }

    private static bool TextMatches(string desired, string now, PropertyShape? property) => property switch
    {
        { IsJsonDocument: true } => JsonDocuments.AreEqual(desired, now),
        { IsVersionPrefix: true } => now == desired || now.StartsWith(desired + ".", StringComparison.Ordinal),
        { IgnoresCase: true } => string.Equals(desired, now, StringComparison.OrdinalIgnoreCase),
        _ => desired == now,
    };

    private static bool ListMatches(Shape element, IEnumerable desired, IEnumerable now, PropertyShape? property)
    {
        var mine = desired.Cast<object?>().ToList();
        var theirs = now.Cast<object?>().ToList();
        if (property is { IsOrdered: true })
            return mine.Count == theirs.Count && mine.Zip(theirs).All(pair => Matches(element, pair.First, pair.Second));

        var (added, removed) = Sets(element, theirs, mine);
        return added.Count == 0 && removed.Count == 0;
    }

    /// <summary>Returns desired items that AWS lacks, and AWS's surplus items. Duplicates count once.</summary>
    /// <param name="exact">Whether an item with more properties than the desired one is a different item.</param>
    internal static (List<object?> Added, List<object?> Removed) Sets(
        Shape element, IEnumerable<object?> now, IEnumerable<object?> desired, bool exact = false)
    {
        var (added, removed) = (Distinct(element, desired), Distinct(element, now));
        // Exact matches first: an item with fewer properties may match one of them, too.
        Pair(added, removed, (item, candidate) => AreSame(element, item, candidate));
        if (!exact) Pair(added, removed, (item, candidate) => Matches(element, item, candidate));
        return (added, removed);
    }

    private static void Pair(List<object?> desired, List<object?> now, Func<object?, object?, bool> fits) => desired.RemoveAll(item =>
    {
        var index = now.FindIndex(candidate => fits(item, candidate));
        if (index < 0) return false;
        now.RemoveAt(index);
        return true;
    });

    /// <summary>Returns the items without duplicates.</summary>
    internal static List<object?> Distinct(Shape element, IEnumerable<object?> items)
    {
        var distinct = new List<object?>();
        foreach (var item in items)
        {
            if (!distinct.Exists(other => AreSame(element, item, other))) distinct.Add(item);
        }

        return distinct;
    }

    private static bool AreSame(Shape element, object? one, object? other) => Matches(element, one, other) && Matches(element, other, one);

    private static bool MapMatches(Shape element, object desired, object now, PropertyShape? property)
    {
        var (mine, theirs) = (Entries(desired), Entries(now));
        return mine.Count == theirs.Count
            && mine.All(entry => theirs.TryGetValue(entry.Key, out var value) && Matches(element, entry.Value, value, property));
    }

    internal static Dictionary<string, object?> Entries(object map)
    {
        var entries = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in (IDictionary)map) entries[(string)entry.Key] = entry.Value;
        return entries;
    }

    private static bool IsEmpty(object desired) => desired switch
    {
        string text => text.Length == 0,
        IEnumerable list => !list.Cast<object?>().Any(),
        _ => false,
    };
}
