
namespace Pockitect.Core.Resources.Analysis;

/// <summary>Which living resource is which requested one, and how their tags differ.</summary>
internal static class Matching
{
    /// <summary>Pairs each requested resource with the living ones that carry its logical id, the oldest first; the surplus is what no requested one is.</summary>
    public static (Dictionary<string, List<Observed>> Candidates, List<Observed> Surplus) Of(
        Catalog catalog, IReadOnlyDictionary<string, Desired> requested, IEnumerable<Observed> owned)
    {
        var candidates = new Dictionary<string, List<Observed>>(StringComparer.Ordinal);
        var surplus = new List<Observed>();
        foreach (var resource in Oldest(owned))
        {
            var logicalId = resource.Tags.GetValueOrDefault(OwnershipTags.Resource);
            var isWanted = logicalId is not null
                && requested.TryGetValue(logicalId, out var desired)
                && catalog.Of(desired.Spec).Name == resource.Type;
            if (!isWanted) surplus.Add(resource);
            else if (candidates.TryGetValue(logicalId!, out var others)) others.Add(resource);
            else candidates[logicalId!] = [resource];
        }

        return (candidates, surplus);
    }

    /// <summary>What is there to stay. The oldest first: it is the one that others refer to.</summary>
    public static IEnumerable<Observed> Oldest(IEnumerable<Observed> owned) => owned
        .Where(resource => resource.Phase is not (Phase.Gone or Phase.Deleting))
        .OrderBy(resource => resource.CreatedAt)
        .ThenBy(resource => resource.Id, StringComparer.Ordinal);

    /// <summary>The differences of tags: those that the spec has, and those that it takes away. All others are other people's.</summary>
    public static IEnumerable<PropertyChange> TagDifferences(Spec requested, IReadOnlyDictionary<string, string> now)
    {
        if (requested.Tags is not { } tags) yield break;
        foreach (var (key, value) in tags.OrderBy(tag => tag.Key, StringComparer.Ordinal))
        {
            var old = now.GetValueOrDefault(key);
            if (old != value) yield return new PropertyChange($"Tags.{key}", old, value, IsReplacement: false);
        }

        foreach (var (key, value) in now.OrderBy(tag => tag.Key, StringComparer.Ordinal))
        {
            if (requested.IsExact($"Tags.{key}") && !tags.ContainsKey(key))
                yield return new PropertyChange($"Tags.{key}", value, null, IsReplacement: false);
        }
    }
}
