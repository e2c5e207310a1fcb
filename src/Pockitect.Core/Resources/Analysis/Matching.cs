namespace Pockitect.Core.Resources.Analysis;

/// <summary>Matches existing resources with desired ones, and compares their tags.</summary>
internal static class Matching
{
    /// <summary>
    /// Pairs each desired resource with the existing ones of its logical ID, oldest first. The surplus has no desired one.
    /// </summary>
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

    /// <summary>The existing resources that can stay, oldest first: others refer to the oldest.</summary>
    public static IEnumerable<Observed> Oldest(IEnumerable<Observed> owned) => owned
        .Where(resource => resource.Phase is not (Phase.Gone or Phase.Deleting))
        .OrderBy(resource => resource.CreatedAt)
        .ThenBy(resource => resource.Id, StringComparer.Ordinal);

    /// <summary>Returns the tag differences: tags to set and tags to remove. All others belong to others.</summary>
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
