using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Planning;

/// <summary>Compares the blueprint with the project's resources, and decides the change of each.</summary>
/// <param name="surplusReason">The reason for deleting surplus resources, as text.</param>
/// <param name="liftProtection">Whether deleted resources lose their protection first; otherwise protection blocks.</param>
public sealed class DeployPlanner(Catalog catalog, string surplusReason = "no longer in the blueprint", bool liftProtection = false)
{
    /// <summary>Plans a deploy.</summary>
    /// <param name="desired">The blueprint's resources. Lookups are resolved; references by name are not.</param>
    /// <param name="owned">The resources with the project's tags, with all settings.</param>
    /// <param name="placeOf">Returns the place of a desired resource.</param>
    /// <param name="basis">Further information; null for none.</param>
    public Plan Plan(IReadOnlyList<Desired> desired, IReadOnlyList<Observed> owned, Func<Desired, Place> placeOf, PlanBasis? basis = null)
    {
        var requested = desired.ToDictionary(resource => resource.LogicalId, StringComparer.Ordinal);
        var (candidates, surplus) = Matching.Of(catalog, requested, owned);

        Dag order;
        try
        {
            order = CreationOrder(requested);
        }
        catch (CycleException e)
        {
            return new Plan { Changes = [], Steps = [], Blockers = [e.Message] };
        }

        var decider = new ChangeDecider(catalog, requested, candidates, surplus, placeOf, basis ?? PlanBasis.None);
        foreach (var id in order.Sorted()) surplus.AddRange(decider.Choose(id, candidates.GetValueOrDefault(id) ?? []));
        decider.DecideDeferredAgain();

        List<PlannedChange> changes = [.. desired.Select(resource => Loosened(decider[resource.LogicalId])), .. surplus.Select(Removal)];
        var plan = new DeploySchedule(catalog, changes, liftProtection).Schedule();
        return plan with { Findings = [.. changes.SelectMany(change => change.Notes)] };
    }

    /// <summary>A new resource gets AWS's defaults; only an existing one can have settings to remove.</summary>
    private static PlannedChange Loosened(PlannedChange change) =>
        change is { Action: ChangeAction.Create or ChangeAction.Replace, Desired: { } requested }
            ? change with { Desired = requested with { Exactly = null } }
            : change;

    private static Dag CreationOrder(Dictionary<string, Desired> requested)
    {
        var order = new Dag();
        foreach (var id in requested.Keys) order.Add(id);
        foreach (var (id, resource) in requested)
        {
            foreach (var target in NamedTargets(resource.Spec).Where(requested.ContainsKey)) order.Order(target, id);
        }

        return order;
    }

    private static IEnumerable<string> NamedTargets(Spec spec) => SpecTree.Edges(spec)
        .Where(edge => !edge.IsDeferred)
        .Select(edge => edge.Target)
        .OfType<RefTarget.Named>()
        .Select(named => named.LogicalId);

    private PlannedChange Removal(Observed resource) => new()
    {
        LogicalId = DeletionSteps.LogicalIdOf(resource),
        Type = catalog[resource.Type],
        Place = resource.Place,
        Action = ChangeAction.Delete,
        Now = resource,
        Reason = surplusReason,
    };
}
