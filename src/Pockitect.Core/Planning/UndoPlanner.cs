using Pockitect.Core.Faults;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Planning;

/// <summary>
/// Plans an undo: deletes what the operation created, restores what it changed, and creates what it deleted again. Leaves everything else
/// alone. It plans over current resources, so it also finishes an interrupted undo.
/// </summary>
public sealed class UndoPlanner(Catalog catalog)
{
    /// <summary>Creates the plan.</summary>
    /// <param name="operations">The IDs of the operation to undo, and of earlier attempts to undo it.</param>
    /// <param name="made">The resources in their journals, including those that lost their tags.</param>
    /// <param name="before">The earlier state of everything it was to change.</param>
    /// <param name="owned">The resources with the project's tags, with all settings.</param>
    /// <param name="snapshots">The operation that left a final snapshot of a deleted resource, by logical ID; null for none.</param>
    public Plan Plan(
        IReadOnlySet<string> operations,
        IReadOnlySet<string> made,
        IReadOnlyList<Observed> before,
        IReadOnlyList<Observed> owned,
        IReadOnlyDictionary<string, string>? snapshots = null)
    {
        var earlier = before.Where(row => row.Phase is not (Phase.Gone or Phase.Deleting)).DistinctBy(ResourceGraph.NameOf).ToList();
        var names = Names(earlier);
        var places = earlier.ToDictionary(row => names[ResourceGraph.NameOf(row)], row => row.Place, StringComparer.Ordinal);
        var living = owned.DistinctBy(ResourceGraph.NameOf).ToDictionary(ResourceGraph.NameOf);
        var surplus = earlier.ToDictionary(
            ResourceGraph.NameOf,
            row => living.TryGetValue(ResourceGraph.NameOf(row), out var now) ? Surplus(row, now) : [],
            StringComparer.Ordinal);
        var concerned = owned
            .Where(row => names.ContainsKey(ResourceGraph.NameOf(row)) || made.Contains(row.Id)
                || operations.Contains(row.Tags.GetValueOrDefault(OwnershipTags.Operation, "")))
            .Select(row => Renamed(row, names))
            .ToList();
        var planner = new DeployPlanner(catalog, "created by the undone operation", liftProtection: true);
        Plan PlanAs(IReadOnlySet<string> remade) => planner.Plan(
            [
                .. earlier.Select(
                    row => new Desired(names[ResourceGraph.NameOf(row)], Wish(row, names, surplus[ResourceGraph.NameOf(row)], remade))),
            ],
            concerned,
            resource => places[resource.LogicalId],
            new PlanBasis { IsUndo = true });
        var plan = PlanAs(new HashSet<string>());
        // A read returns more than a create accepts, so resources are created from the settings that a user would write.
        if (plan.Changes.Where(change => change.Action is (ChangeAction.Create or ChangeAction.Replace))
            .Select(change => change.LogicalId)
            .ToHashSet(StringComparer.Ordinal) is { Count: > 0 } remade)
            plan = PlanAs(remade);
        plan = plan with
        {
            Findings = [
                .. plan.Findings,
                .. earlier.SelectMany(row => Staying(row, surplus[ResourceGraph.NameOf(row)], names[ResourceGraph.NameOf(row)], plan)),
                .. earlier.SelectMany(row => Lost(row, names[ResourceGraph.NameOf(row)], plan, snapshots)),
            ],
        };
        var phases = earlier.ToDictionary(ResourceGraph.NameOf, row => row.Phase, StringComparer.Ordinal);
        return PowerPlanner.Restore(catalog, plan, concerned
            .Where(row => phases.GetValueOrDefault(ResourceGraph.NameOf(row), Phase.Pending) is Phase.Ready or Phase.Stopped)
            .Select(row => (row, phases[ResourceGraph.NameOf(row)] is Phase.Ready)));
    }

    /// <summary>
    /// The logical ID of each resource, by its name in the graph. If two share one (a successor and its predecessor), later ones get a
    /// unique name.
    /// </summary>
    private static Dictionary<string, string> Names(IReadOnlyList<Observed> rows)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in rows.GroupBy(DeletionSteps.LogicalIdOf, StringComparer.Ordinal))
        {
            foreach (var (number, row) in group.OrderBy(row => row.CreatedAt).ThenBy(row => row.Id, StringComparer.Ordinal).Index())
                names[ResourceGraph.NameOf(row)] = number == 0 ? group.Key : $"{group.Key}~{number + 1}";
        }

        return names;
    }

    /// <summary>Settings that the resource gained, and that AWS can change in place.</summary>
    private static IReadOnlyList<PropertyChange> Surplus(Observed row, Observed now)
    {
        // Lists omit some settings, and a missing script is one that no blueprint has.
        if (row.IsSummary || now.IsSummary) return [];
        var shape = Shape.Of(row.Spec.GetType());
        return [
            .. SpecDiff.Surplus(row.Spec, now.Spec)
                .Where(change => !change.IsReplacement && shape.Property(SpecDiff.TopOf(change)) is { IsScript: false }),
        ];
    }

    /// <summary>Gained settings that AWS can't remove. They are reported, because the undo succeeds anyway.</summary>
    private IEnumerable<Finding> Staying(Observed row, IReadOnlyList<PropertyChange> surplus, string logicalId, Plan plan)
    {
        if (plan.Changes.Any(change => change.LogicalId == logicalId && change.Action is (ChangeAction.Create or ChangeAction.Replace)))
            yield break;
        var type = catalog[row.Type];
        var wished =
            plan.Changes.Where(change => change.LogicalId == logicalId)
                .SelectMany(change => change.Differences)
                .Select(difference => difference.Path)
                .ToHashSet();
        foreach (var change in surplus.Where(change => !type.Removable.Contains(SpecDiff.TopOf(change)) && !wished.Contains(change.Path)))
        {
            yield return new Finding(
                Severity.Finding,
                logicalId,
                $"Its {change.Path} stays {change.Old}.",
                $"It was {change.New ?? "none"} before, and AWS can't restore this on an existing {type.ShortName}.",
                "Keep it, or replace the resource.");
        }
    }

    /// <summary>Deleted data doesn't come back: the new resource is empty.</summary>
    private IEnumerable<Finding> Lost(Observed row, string logicalId, Plan plan, IReadOnlyDictionary<string, string>? snapshots)
    {
        var type = catalog[row.Type];
        if (!type.HoldsData
            || !plan.Changes.Any(change => change.LogicalId == logicalId && change.Action is (ChangeAction.Create or ChangeAction.Replace)))
            yield break;
        var kept = snapshots?.GetValueOrDefault(DeletionSteps.LogicalIdOf(row)) is { } snapshot
            ? type.KeptOf(row, new Deletion(snapshot))
            : null;
        yield return new Finding(
            Severity.Finding,
            logicalId,
            "Its data doesn't come back.",
            $"The undo creates a new, empty {type.ShortName}.",
            kept is null
                ? "Restore the data from your own backup, if you have one."
                : $"The data is in the final snapshot '{kept.Id}'. Restore that in the AWS console, or keep it.");
    }

    private Spec Wish(Observed row, Dictionary<string, string> names, IReadOnlyList<PropertyChange> surplus, IReadOnlySet<string> remade) =>
        SpecTree.Map(remade.Contains(names[ResourceGraph.NameOf(row)]) ? catalog[row.Type].AsWritten(row) : row.Spec, (target, specType) =>
    {
        if (target is not RefTarget.Existing { Id: var id }) return target;
        // Its target may have to be replaced, and would have another ID then.
        var type = catalog[specType];
        var place = type.IsGlobal ? row.Place with { Region = Place.GlobalRegion } : row.Place;
        return names.GetValueOrDefault(ResourceGraph.NameOf(type.Name, id, place)) is { } name ? new RefTarget.Named(name) : target;
    }) with
        {
            Tags = row.Tags.Where(tag => !OwnershipTags.IsReserved(tag.Key)).ToDictionary(),
            Exactly = surplus.Select(SpecDiff.TopOf)
                .Intersect(catalog[row.Type].Removable)
                .Order(StringComparer.Ordinal)
                .ToList() is { Count: > 0 } exactly
                ? exactly
                : null,
        };

    private static Observed Renamed(Observed row, Dictionary<string, string> names) =>
        names.GetValueOrDefault(ResourceGraph.NameOf(row)) is { } name && name != DeletionSteps.LogicalIdOf(row)
            ? row with { Tags = new Dictionary<string, string>(row.Tags) { [OwnershipTags.Resource] = name } }
            : row;
}
