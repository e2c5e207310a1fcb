using Pockitect.Core.Resources;

namespace Pockitect.Core.Planning;

/// <summary>Puts the changes of a deploy into steps, each behind those it must wait for.</summary>
internal sealed class DeploySchedule(Catalog catalog)
{
    private readonly Dictionary<string, Step> _steps = new(StringComparer.Ordinal);
    private readonly Dag _order = new();

    public Plan Schedule(IReadOnlyList<PlannedChange> changes)
    {
        var wanted = changes.Where(change => change.Wanted is not null).ToDictionary(change => change.LogicalId, StringComparer.Ordinal);
        var leaving = changes.Where(change => change.Action is ChangeAction.Replace or ChangeAction.Delete).ToList();
        var blockers = new List<string>();

        foreach (var change in wanted.Values) AddMaking(change, wanted);
        foreach (var change in leaving) blockers.AddRange(AddRemoval(change));
        foreach (var change in wanted.Values) OrderMaking(change, wanted);
        OrderRemovals(leaving, wanted, blockers);
        OrderByPrecedence(wanted, leaving);

        return new Plan
        {
            Changes = changes,
            Blockers = blockers,
            Steps = [.. _order.Sorted().Select(id => _steps[id] with { After = [.. _order.Before(id).Order(StringComparer.Ordinal)] })],
        };
    }

    private static string Making(PlannedChange change) =>
        change.Action is ChangeAction.Update ? $"update {change.LogicalId}" : $"create {change.LogicalId}";

    /// <summary>The living resource's name in a graph of observed ones.</summary>
    private static string Name(PlannedChange change) => ResourceGraph.NameOf(change.Now!); // Only asked of what is there.

    private static string Settling(PlannedChange change) => $"settle {change.LogicalId}";

    private static string Removing(PlannedChange change) => $"delete {Name(change)}";

    private void AddMaking(PlannedChange change, Dictionary<string, PlannedChange> wanted)
    {
        if (change.Action is ChangeAction.Keep) return;
        if (change.Action is ChangeAction.Update)
        {
            Add(StepOf(change, StepKind.Update, Making(change)) with { ResourceId = change.Now!.Id, Spec = change.Wanted });
            return;
        }

        var waits = SpecTree.Edges(change.Wanted!).Any(edge => edge.IsDeferred && IsMade(edge.Target, wanted));
        Add(StepOf(change, StepKind.Create, Making(change)) with
        {
            Spec = waits ? SpecTree.WithoutDeferred(change.Wanted!) : change.Wanted,
        });
        if (waits) Add(StepOf(change, StepKind.Settle, Settling(change)) with { Spec = change.Wanted });
    }

    private static bool IsMade(RefTarget target, Dictionary<string, PlannedChange> wanted) =>
        target is RefTarget.Named named
        && wanted.GetValueOrDefault(named.LogicalId)?.Action is ChangeAction.Create or ChangeAction.Replace;

    private List<string> AddRemoval(PlannedChange change)
    {
        if (change.Now!.Locked is { } reason) return [$"{change.LogicalId} cannot be deleted: {reason}"];
        if (change.Type.Unprotected(change.Now.Spec) is not null)
            return [$"{change.LogicalId} is protected; turn its protection off in the blueprint and deploy that first."];
        Add(StepOf(change, StepKind.Delete, Removing(change)) with { ResourceId = change.Now.Id, Place = change.Now.Place });
        return [];
    }

    private void OrderMaking(PlannedChange change, Dictionary<string, PlannedChange> wanted)
    {
        if (change.Action is ChangeAction.Keep) return;
        foreach (var edge in SpecTree.Edges(change.Wanted!))
        {
            if (edge.Target is not RefTarget.Named named
                || !wanted.TryGetValue(named.LogicalId, out var target)
                || target.Action is ChangeAction.Keep) continue;

            var dependent = edge.IsDeferred && _steps.ContainsKey(Settling(change)) ? Settling(change) : Making(change);
            if (edge.IsDeferred) _order.TryOrder(Making(target), dependent);
            else _order.Order(Making(target), dependent);
        }

        if (_steps.ContainsKey(Settling(change))) _order.Order(Making(change), Settling(change));
    }

    private void OrderRemovals(List<PlannedChange> leaving, Dictionary<string, PlannedChange> wanted, List<string> blockers)
    {
        var living = wanted.Values.Where(change => change.Now is not null).Concat(leaving).Distinct().ToDictionary(Name);
        var graph = ResourceGraph.Of(catalog, living.Values.Select(change => change.Now!));

        foreach (var change in leaving.Where(change => _steps.ContainsKey(Removing(change))))
        {
            var stays = false;
            foreach (var user in graph.Users(Name(change)).Select(name => living[name]))
            {
                if (_steps.ContainsKey(Removing(user)))
                {
                    _order.TryOrder(Removing(user), Removing(change));
                }
                else if (user.Action is ChangeAction.Update)
                {
                    stays = true;
                    _order.Order(Making(user), Removing(change));
                }
                else
                {
                    blockers.Add($"{change.LogicalId} cannot go: {user.LogicalId} still uses it.");
                }
            }

            // What others hold on to until they have been moved over must outlive its successor's creation.
            if (change.Action is not ChangeAction.Replace) continue;
            if (stays) _order.Order(Making(change), Removing(change));
            else _order.Order(Removing(change), Making(change));
        }

        // Names and address ranges are free again only when their last owner is gone.
        foreach (var gone in leaving.Where(change => _steps.ContainsKey(Removing(change))))
        {
            foreach (var made in wanted.Values.Where(change => change.Type == gone.Type && _steps.ContainsKey($"create {change.LogicalId}")))
                _order.TryOrder(Removing(gone), $"create {made.LogicalId}");
        }
    }

    private void OrderByPrecedence(Dictionary<string, PlannedChange> wanted, List<PlannedChange> leaving)
    {
        var future = ResourceGraph.Of(catalog, wanted.Values.Select(change => new Desired(change.LogicalId, change.Wanted!)));
        foreach (var (first, then) in future.Precedences())
        {
            if (_steps.ContainsKey(Making(wanted[first])) && _steps.ContainsKey($"create {then}"))
                _order.TryOrder(Making(wanted[first]), $"create {then}");
        }

        var byName = leaving.ToDictionary(Name);
        var present = ResourceGraph.Of(catalog, leaving.Select(change => change.Now!));
        foreach (var (first, then) in present.Precedences())
        {
            if (_steps.ContainsKey(Removing(byName[first])) && _steps.ContainsKey(Removing(byName[then])))
                _order.TryOrder(Removing(byName[then]), Removing(byName[first]));
        }
    }

    private static Step StepOf(PlannedChange change, StepKind kind, string id) => new(id, kind, change.LogicalId, change.Type, change.Place);

    private void Add(Step step)
    {
        _steps.Add(step.Id, step);
        _order.Add(step.Id);
    }
}
