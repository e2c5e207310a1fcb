using Pockitect.Core.Resources;

namespace Pockitect.Core.Planning;

/// <summary>Compares what a blueprint wants with what the project has, and decides what becomes of each resource.</summary>
/// <param name="surplusReason">Why what nobody wants goes, in words for people.</param>
/// <param name="liftProtection">What goes loses its protection first; otherwise protection blocks.</param>
public sealed class DeployPlanner(Catalog catalog, string surplusReason = "no longer in the blueprint", bool liftProtection = false)
{
    /// <summary>Plans a deploy.</summary>
    /// <param name="desired">What the blueprint wants; look-ups are resolved, references by name are not.</param>
    /// <param name="owned">What carries the project's tags, with all settings.</param>
    /// <param name="placeOf">Where a wanted resource is to live.</param>
    public Plan Plan(IReadOnlyList<Desired> desired, IReadOnlyList<Observed> owned, Func<Desired, Place> placeOf)
    {
        var wanted = desired.ToDictionary(resource => resource.LogicalId, StringComparer.Ordinal);
        var (candidates, surplus) = Matching.Of(catalog, wanted, owned);
        var matched = candidates.ToDictionary(entry => entry.Key, entry => entry.Value[0], StringComparer.Ordinal);

        Dag order;
        try
        {
            order = CreationOrder(wanted);
        }
        catch (CycleException e)
        {
            return new Plan { Changes = [], Steps = [], Blockers = [e.Message] };
        }

        var decided = new Dictionary<string, PlannedChange>(StringComparer.Ordinal);
        foreach (var id in order.Sorted())
        {
            var choices = candidates.GetValueOrDefault(id) ?? [];
            // A crash between making a successor and removing the old one leaves two: the one that needs least to be as wanted stays.
            decided[id] = choices.Select(now => Decide(wanted[id], now, decided, matched, placeOf)).MinBy(change => change.Action)
                ?? Decide(wanted[id], null, decided, matched, placeOf);
            if (decided[id].Now is not { } chosen) continue;
            matched[id] = chosen;
            surplus.AddRange(choices.Where(other => other != chosen));
        }

        // A reference that may be cyclic can point at a resource that was decided later.
        foreach (var (id, change) in decided.ToList())
        {
            if (change.Now is not null && SpecTree.Edges(wanted[id].Spec).Any(edge => edge.IsDeferred))
                decided[id] = Decide(wanted[id], change.Now, decided, matched, placeOf);
        }

        List<PlannedChange> changes = [.. desired.Select(resource => Loosened(decided[resource.LogicalId])), .. surplus.Select(Removal)];
        return new DeploySchedule(catalog, changes, liftProtection).Schedule();
    }

    /// <summary>What is made anew gets what AWS gives it; only what lives has something that is to go.</summary>
    private static PlannedChange Loosened(PlannedChange change) => change is { Action: ChangeAction.Create or ChangeAction.Replace, Wanted: { } wanted }
        ? change with { Wanted = wanted with { Exactly = null } }
        : change;

    private static Dag CreationOrder(Dictionary<string, Desired> wanted)
    {
        var order = new Dag();
        foreach (var id in wanted.Keys) order.Add(id);
        foreach (var (id, resource) in wanted)
        {
            foreach (var target in NamedTargets(resource.Spec, deferred: false).Where(wanted.ContainsKey)) order.Order(target, id);
        }

        return order;
    }

    private static IEnumerable<string> NamedTargets(Spec spec, bool deferred) => SpecTree.Edges(spec)
        .Where(edge => edge.IsDeferred == deferred)
        .Select(edge => edge.Target)
        .OfType<RefTarget.Named>()
        .Select(named => named.LogicalId);

    private PlannedChange Decide(
        Desired desired,
        Observed? now,
        Dictionary<string, PlannedChange> decided,
        Dictionary<string, Observed> matched,
        Func<Desired, Place> placeOf)
    {
        var type = catalog.Of(desired.Spec);
        var change = new PlannedChange
        {
            LogicalId = desired.LogicalId,
            Type = type,
            Place = placeOf(desired),
            Action = ChangeAction.Create,
            Wanted = desired.Spec,
            Now = now,
        };
        if (now is null) return change;

        var resolved = SpecTree.Map(desired.Spec, (target, _) => Resolve(target, decided, matched));
        List<PropertyChange> differences = [.. SpecDiff.Compare(resolved, now.Spec), .. Matching.TagDifferences(desired.Spec.Tags, now.Tags)];
        if (now.Phase is Phase.Failed)
        {
            return change with
            {
                Action = ChangeAction.Replace,
                Differences = differences,
                Reason = $"AWS gave up on it: {now.StateReason ?? now.State}",
            };
        }

        if (now.Place != change.Place)
        {
            return change with
            {
                Action = ChangeAction.Replace,
                Differences = differences,
                Reason = $"moves from {now.Place.Region} to {change.Place.Region}",
            };
        }

        return change with
        {
            Differences = differences,
            Action = differences.Count == 0 ? ChangeAction.Keep
                : differences.Any(difference => difference.IsReplacement) ? ChangeAction.Replace
                : ChangeAction.Update,
        };
    }

    /// <summary>The id where the resource stays; the name where there will be a new id, which no living resource can have.</summary>
    private static RefTarget Resolve(
        RefTarget target, Dictionary<string, PlannedChange> decided, Dictionary<string, Observed> matched)
    {
        if (target is not RefTarget.Named { LogicalId: var name }) return target;
        var stays = matched.TryGetValue(name, out var now)
            && decided.GetValueOrDefault(name)?.Action is not (ChangeAction.Replace or ChangeAction.Create);
        return stays ? new RefTarget.Existing(now!.Id) : target; // matched holds it where it stays.
    }

    private PlannedChange Removal(Observed resource) => new()
    {
        LogicalId = Removals.LogicalIdOf(resource),
        Type = catalog[resource.Type],
        Place = resource.Place,
        Action = ChangeAction.Delete,
        Now = resource,
        Reason = surplusReason,
    };
}
