using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Planning;

public enum DriftKind
{
    /// <summary>Some of its settings or tags are not as they were deployed.</summary>
    Changed,

    /// <summary>It was deployed, and is not there.</summary>
    Deleted,

    /// <summary>It has the project's tags, but no deploy created it.</summary>
    Added,

    /// <summary>It was never created: the deploy stopped before.</summary>
    NeverCreated,
}

/// <summary>One resource that is not as it was deployed.</summary>
/// <param name="LogicalId">Its logical id; for what carries none, the id that AWS gave it.</param>
/// <param name="Now">What AWS has; null when it has nothing.</param>
/// <param name="Differences">Old is what AWS has, New is what was deployed.</param>
public sealed record DriftedResource(
    string LogicalId, ResourceType Type, DriftKind Kind, Observed? Now, IReadOnlyList<PropertyChange> Differences);

/// <summary>How a living project differs from what was deployed: what somebody changed who is not Pockitect.</summary>
public sealed record Drift
{
    public required IReadOnlyList<DriftedResource> Resources { get; init; }

    /// <summary>How many resources carry the project's tags.</summary>
    public required int Seen { get; init; }

    /// <summary>Why it cannot be told; then there are no resources.</summary>
    public IReadOnlyList<string> Blockers { get; init; } = [];

    /// <summary>Compares what was deployed with what there is.</summary>
    /// <param name="deployed">What the deploy desired; look-ups are resolved, references by name are not.</param>
    /// <param name="owned">What carries the project's tags, with all settings.</param>
    /// <param name="untold">Logical ids of which nobody can tell who changed them.</param>
    /// <param name="created">The logical IDs of what deploys have created; null where no deploy is known.</param>
    public static Drift Between(
        Catalog catalog, IReadOnlyList<Desired> deployed, IReadOnlyList<Observed> owned, IReadOnlySet<string> untold, IReadOnlySet<string>? created = null)
    {
        var desired = deployed.ToDictionary(resource => resource.LogicalId, StringComparer.Ordinal);
        var (candidates, surplus) = Matching.Of(catalog, desired, owned);
        var matched = candidates.ToDictionary(entry => entry.Key, entry => entry.Value[0], StringComparer.Ordinal);
        var all = new List<DriftedResource>();
        foreach (var resource in deployed)
        {
            // Of several that carry its name, the one that is most as it was deployed is it.
            var choices = (candidates.GetValueOrDefault(resource.LogicalId) ?? []).Select(now => Compare(catalog, resource, now, matched)).ToList();
            var found = choices.MinBy(choice => choice.Differences.Count)
                ?? new DriftedResource(resource.LogicalId, catalog.Of(resource.Spec), created?.Contains(resource.LogicalId) is false ? DriftKind.NeverCreated : DriftKind.Deleted, null, []);
            if (found.Now is null || found.Differences.Count > 0) all.Add(found);
            surplus.AddRange(choices.Where(choice => choice != found).Select(choice => choice.Now!)); // Only what is there is compared.
        }

        all.AddRange(surplus.Select(resource => new DriftedResource(DeletionSteps.LogicalIdOf(resource), catalog[resource.Type], DriftKind.Added, resource, [])));
        return new Drift { Seen = owned.Count, Resources = [.. all.Where(resource => resource.Kind is DriftKind.NeverCreated || !untold.Contains(resource.LogicalId))] };
    }

    /// <summary>The same plan, which says of what it undoes that it was done from outside.</summary>
    public Plan Mark(Plan plan)
    {
        var drifted = Resources.ToLookup(resource => (resource.LogicalId, resource.Type, resource.Now?.Id));
        return plan with { Changes = [.. plan.Changes.Select(change => drifted[(change.LogicalId, change.Type, change.Now?.Id)].Aggregate(change, Mark))] };
    }

    private static PlannedChange Mark(PlannedChange change, DriftedResource drifted) => (drifted.Kind, change.Action) switch
    {
        (DriftKind.Deleted, ChangeAction.Create) => change with { Reason = "was deleted outside Pockitect", IsFromOutside = true },
        (DriftKind.Added, ChangeAction.Delete) => change with { Reason = "has the project's tags, but no deploy created it", IsFromOutside = true },
        (DriftKind.Changed, _) => change with
        {
            ChangedOutside = drifted.Differences.Where(difference => change.Differences.Any(mine => mine.Path == difference.Path))
                .ToDictionary(difference => difference.Path, difference => difference.New, StringComparer.Ordinal),
        },
        _ => change,
    };

    private static DriftedResource Compare(Catalog catalog, Desired resource, Observed now, Dictionary<string, Observed> matched)
    {
        var type = catalog.Of(resource.Spec);
        var resolved = type.Attainable(now.Spec, SpecTree.Map(resource.Spec, (target, _) =>
            target is RefTarget.Named named && matched.TryGetValue(named.LogicalId, out var living) ? new RefTarget.Existing(living.Id) : target));
        return new DriftedResource(
            resource.LogicalId, type, DriftKind.Changed, now, [.. SpecDiff.Compare(resolved, now.Spec), .. Matching.TagDifferences(resource.Spec, now.Tags)]);
    }
}
