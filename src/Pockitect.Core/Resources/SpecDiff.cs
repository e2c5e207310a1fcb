using System.Collections;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pockitect.Core.Resources;

/// <summary>One property that is not as wanted.</summary>
/// <param name="Path">Where it stands in the spec: <c>MetadataOptions.HttpTokens</c>.</param>
/// <param name="Old">What AWS has, as text for people; null where it has nothing.</param>
/// <param name="New">What is wanted, as text for people.</param>
/// <param name="IsReplacement">AWS cannot change it in place.</param>
public sealed record PropertyChange(string Path, string? Old, string? New, bool IsReplacement);

/// <summary>
/// Compares what is wanted with what AWS has. A wanted null is "not managed" at every depth, but where the spec is exact about
/// its property; lists are sets unless they say otherwise; documents are compared by content.
/// </summary>
public static class SpecDiff
{
    /// <summary>All differences, nested records property by property, in the order of declaration.</summary>
    public static IReadOnlyList<PropertyChange> Compare(Spec wanted, Spec now) =>
        [.. Compare(Shape.Of(wanted.GetType()), wanted, now, prefix: "", replacement: false, wanted.IsExact)];

    /// <summary>What AWS has of a resource beyond what it had before: where there was no value, or less in a list or a record.</summary>
    public static IReadOnlyList<PropertyChange> Surplus(Spec before, Spec now)
    {
        var shape = Shape.Of(before.GetType());
        // The other way round: what is there would be no difference if it had been wanted then.
        bool HasMore(string property) => shape.Property(property) is { } known && !Matches(known.Shape, known.Get(now), known.Get(before), known);
        return [.. Compare(shape, before, now, prefix: "", replacement: false, HasMore).Where(change => HasMore(TopOf(change)))];
    }

    /// <summary>The property of the spec itself that a difference is in.</summary>
    public static string TopOf(PropertyChange change) => change.Path.Split('.')[0];

    /// <summary>The value satisfies what is wanted.</summary>
    public static bool Matches(Shape shape, object? wanted, object? now, PropertyShape? property = null)
    {
        if (wanted is null) return true;
        if (now is null) return IsEmpty(wanted);
        return shape.Kind switch
        {
            ShapeKind.Text => TextMatches((string)wanted, (string)now, property),
            ShapeKind.Integer when property is { IsAtLeast: true } => (int)wanted <= (int)now,
            ShapeKind.List => ListMatches(shape.Element!, (IEnumerable)wanted, (IEnumerable)now, property),
            ShapeKind.Map => MapMatches(shape.Element!, wanted, now),
            ShapeKind.Record => shape.Properties.All(p => Matches(p.Shape, p.Get(wanted), p.Get(now), p)),
            _ => wanted.Equals(now),
        };
    }

    private static IEnumerable<PropertyChange> Compare(Shape shape, object wanted, object now, string prefix, bool replacement, Func<string, bool> isExact)
    {
        foreach (var property in shape.Properties)
        {
            // Tags are compared by the planner, which knows which of them are the person's own.
            if (property.DeclaringType == typeof(Spec)) continue;
            var (mine, theirs) = (property.Get(wanted), property.Get(now));
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
                    ? new PropertyChange(path, Sketch((string?)theirs), Sketch((string?)mine), replaces)
                    : new PropertyChange(path, Text(theirs), Text(mine), replaces);
            }
        }
    }

    private static bool TextMatches(string wanted, string now, PropertyShape? property) => property switch
    {
        { IsJsonDocument: true } => SameDocument(wanted, now),
        { IsVersionPrefix: true } => now == wanted || now.StartsWith(wanted + ".", StringComparison.Ordinal),
        { IgnoresCase: true } => string.Equals(wanted, now, StringComparison.OrdinalIgnoreCase),
        _ => wanted == now,
    };

    private static bool SameDocument(string wanted, string now)
    {
        try
        {
            return JsonNode.DeepEquals(JsonNode.Parse(wanted), JsonNode.Parse(now));
        }
        catch (JsonException)
        {
            // Not JSON on one side: then only the same text is the same document.
            return wanted == now;
        }
    }

    private static bool ListMatches(Shape element, IEnumerable wanted, IEnumerable now, PropertyShape? property)
    {
        var mine = wanted.Cast<object?>().ToList();
        var theirs = now.Cast<object?>().ToList();
        if (mine.Count != theirs.Count) return false;
        if (property is { IsOrdered: true })
            return mine.Zip(theirs).All(pair => Matches(element, pair.First, pair.Second));

        foreach (var item in mine)
        {
            var index = theirs.FindIndex(candidate => Matches(element, item, candidate));
            if (index < 0) return false;
            theirs.RemoveAt(index);
        }

        return true;
    }

    private static bool MapMatches(Shape element, object wanted, object now)
    {
        var (mine, theirs) = (Entries(wanted), Entries(now));
        return mine.Count == theirs.Count
            && mine.All(entry => theirs.TryGetValue(entry.Key, out var value) && Matches(element, entry.Value, value));
    }

    private static Dictionary<string, object?> Entries(object map)
    {
        var entries = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in (IDictionary)map) entries[(string)entry.Key] = entry.Value;
        return entries;
    }

    private static bool IsEmpty(object wanted) => wanted is not string && wanted is IEnumerable list && !list.Cast<object?>().Any();

    /// <summary>Tells one script from another, and nothing of what is in it: a plan that is approved is approved for this one.</summary>
    private static string? Sketch(string? script) => script is null
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"a text of {script.Length} characters ({Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(script)))[..8]})");

    private static string? Text(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        IRef reference => reference.Target.ToString(),
        Enum or int => value.ToString(),
        _ => JsonSerializer.Serialize(value, SpecJson.Options),
    };
}
