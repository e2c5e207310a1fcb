using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Planning;

public enum DriftKind
{
    /// <summary>Settings or tags differ from the deployed ones.</summary>
    Changed,

    /// <summary>It was deployed, and is missing.</summary>
    Deleted,

    /// <summary>It has the project's tags, but no deploy created it.</summary>
    Added,

    /// <summary>It was never created: the deploy stopped earlier.</summary>
    NeverCreated,
}

/// <summary>A resource that differs from its deployed state.</summary>
/// <param name="LogicalId">Its logical ID; without one, its AWS ID.</param>
/// <param name="Now">The existing resource; null if missing.</param>
/// <param name="Differences">Old is AWS's value, New is the deployed value.</param>
public sealed record DriftedResource(
    string LogicalId, ResourceType Type, DriftKind Kind, Observed? Now, IReadOnlyList<PropertyChange> Differences);

/// <summary>How a project differs from its deployed state because of changes made outside Pockitect.</summary>
public sealed record Drift
{
    public required IReadOnlyList<DriftedResource> Resources { get; init; }

    /// <summary>The number of resources with the project's tags.</summary>
    public required int Seen { get; init; }

    /// <summary>Why drift is unknown; then there are no resources.</summary>
    public IReadOnlyList<string> Blockers { get; init; } = [];

    /// <summary>Compares the deployed state with existing resources.</summary>
    /// <param name="deployed">The deployed resources. Lookups are resolved; references by name are not.</param>
    /// <param name="owned">The resources with the project's tags, with all settings.</param>
    /// <param name="untold">Logical IDs whose changes can't be attributed.</param>
    /// <param name="created">The logical IDs that deploys have created; null if no deploy is known.</param>
    public static Drift Between(
        Catalog catalog,
        IReadOnlyList<Desired> deployed,
        IReadOnlyList<Observed> owned,
        IReadOnlySet<string> untold,
        IReadOnlySet<string>? created = null)
    {
        var desired = deployed.ToDictionary(resource => resource.LogicalId, StringComparer.Ordinal);
        var (candidates, surplus) = Matching.Of(catalog, desired, owned);
        var matched = candidates.ToDictionary(entry => entry.Key, entry => entry.Value[0], StringComparer.Ordinal);
        var all = new List<DriftedResource>();
        foreach (var resource in deployed)
        {
            // Among several with its name, the one closest to the deployed state.
            var choices =
                (candidates.GetValueOrDefault(resource.LogicalId) ?? []).Select(now => Compare(catalog, resource, now, matched)).ToList();
            var found = choices.MinBy(choice => choice.Differences.Count)
                ?? new DriftedResource(
                    resource.LogicalId,
                    catalog.Of(resource.Spec),
                    created?.Contains(resource.LogicalId) is false ? DriftKind.NeverCreated : DriftKind.Deleted,
                    null,
                    []);
            if (found.Now is null || found.Differences.Count > 0) all.Add(found);
            // Only existing resources are compared.
            surplus.AddRange(choices.Where(choice => choice != found).Select(choice => choice.Now!));
        }

        all.AddRange(surplus.Select(
            resource => new DriftedResource(DeletionSteps.LogicalIdOf(resource), catalog[resource.Type], DriftKind.Added, resource, [])));
        return new Drift
        {
            Seen = owned.Count,
            Resources = [.. all.Where(resource => resource.Kind is DriftKind.NeverCreated || !untold.Contains(resource.LogicalId))],
        };
    }

    /// <summary>Returns the plan with marks on changes that undo outside changes.</summary>
    public Plan Mark(Plan plan)
    {
        var drifted = Resources.ToLookup(resource => (resource.LogicalId, resource.Type, resource.Now?.Id));
        return plan with
        {
            Changes = [.. plan.Changes.Select(change => drifted[(change.LogicalId, change.Type, change.Now?.Id)].Aggregate(change, Mark))],
        };
    }

    private static PlannedChange Mark(PlannedChange change, DriftedResource drifted) => (drifted.Kind, change.Action) switch
    {
        (DriftKind.Deleted, ChangeAction.Create) => change with { Reason = "was deleted outside Pockitect", IsFromOutside = true },
        (DriftKind.Added, ChangeAction.Delete) =>
            change with { Reason = "has the project's tags, but no deploy created it", IsFromOutside = true },
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
            target is RefTarget.Named named && matched.TryGetValue(named.LogicalId, out var living)
                ? new RefTarget.Existing(living.Id)
                : target));
        return new DriftedResource(
            resource.LogicalId,
            type,
            DriftKind.Changed,
            now,
            [.. SpecDiff.Compare(resolved, now.Spec), .. Matching.TagDifferences(resource.Spec, now.Tags)]);
    }
}
