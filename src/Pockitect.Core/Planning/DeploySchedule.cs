using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;
using static Pockitect.Core.Planning.DeploySteps;

namespace Pockitect.Core.Planning;

/// <summary>Orders the steps of a deploy, each after its dependencies.</summary>
internal sealed class DeploySchedule
{
    private readonly Catalog _catalog;
    private readonly IReadOnlyList<PlannedChange> _changes;

    /// <summary>The resources after the deploy, by logical ID.</summary>
    private readonly Dictionary<string, PlannedChange> _wanted;

    /// <summary>The existing resources, by their names in the graph of observed resources.</summary>
    private readonly Dictionary<string, PlannedChange> _living;

    private readonly ResourceGraph _present;
    private readonly StepGraph _steps = new();
    private readonly DeploySteps _making;
    private readonly Coexistence _coexistence;
    private readonly List<string> _blockers = [];

    public DeploySchedule(Catalog catalog, IReadOnlyList<PlannedChange> changes, bool liftProtection)
    {
        _catalog = catalog;
        _changes = changes;
        _wanted = changes.Where(change => change.Desired is not null).ToDictionary(change => change.LogicalId, StringComparer.Ordinal);
        _living = changes.Where(change => change.Now is not null).ToDictionary(NameOf);
        _present = ResourceGraph.Of(catalog, _living.Values.Select(change => change.Now!)); // Existing resources have one.
        _making = new DeploySteps(catalog, _steps, _wanted, liftProtection);
        _coexistence = new Coexistence(_wanted);
    }

    private IEnumerable<PlannedChange> Leaving => _living.Values.Where(change => _steps.Has(Removing(change)));

    public Plan Schedule()
    {
        try
        {
            foreach (var change in _wanted.Values) _making.AddMaking(change);
            foreach (var change in _living.Values)
            {
                if (_making.AddRemoval(change) is { } blocker) _blockers.Add(blocker);
            }

            // Required edges come first; preferred edges are dropped if they would close a cycle.
            foreach (var change in _wanted.Values) OrderMaking(change);
            OrderRemovals();
            foreach (var change in _wanted.Values) OrderDeferred(change);
            new DeletionSteps(_catalog, _steps).ReleaseCycles(
                _present, _living.ToDictionary(entry => entry.Key, entry => entry.Value.Now!), LettingGo, Removing);
            OrderByPrecedence();
            OrderHandovers();
            MakeSuccessorsFirst();
        }
        catch (CycleException e)
        {
            return new Plan
            {
                Changes = _changes,
                Steps = [],
                Blockers = [
                    .. _blockers,
                    $"{e.Message} Deploy in two steps: first remove resources from the blueprint, then add the new ones.",
                ],
            };
        }

        return new Plan { Changes = _changes, Blockers = _blockers, Steps = _steps.Sorted() };
    }

    private string LettingGo(string name) => _living[name] is { Action: ChangeAction.Update } updated ? Making(updated) : Removing(name);

    private void OrderMaking(PlannedChange change)
    {
        if (change.Action is ChangeAction.Keep) return;
        foreach (var edge in SpecTree.Edges(change.Desired!).Where(edge => !edge.IsDeferred))
        {
            if (edge.Target is RefTarget.Named named
                && _wanted.TryGetValue(named.LogicalId, out var target)
                && target.Action is not ChangeAction.Keep)
                _steps.Order(Making(target), Making(change));
        }

        if (_steps.Has(Settling(change))) _steps.Order(Making(change), Settling(change));
    }

    /// <summary>A reference in a cycle is set once its target exists.</summary>
    private void OrderDeferred(PlannedChange change)
    {
        if (change.Action is ChangeAction.Keep) return;
        foreach (var target in SpecTree.Edges(change.Desired!).Where(edge => edge.IsDeferred).Select(_making.Made).OfType<PlannedChange>())
            _steps.Order(Making(target), _steps.Has(Settling(change)) ? Settling(change) : Making(change));
    }

    private void OrderRemovals()
    {
        var newFirst = NewFirst();
        foreach (var change in Leaving)
        {
            foreach (var (user, isDeferred) in UsersOf(change))
            {
                if (_steps.Has(Removing(user)))
                {
                    if (!isDeferred) _steps.Order(Removing(user), Removing(change));
                }
                else if (user.Action is ChangeAction.Update && !StillUses(user, change))
                {
                    if (!isDeferred) _steps.Order(Making(user), Removing(change));
                }
                else
                {
                    _blockers.Add($"{change.LogicalId} cannot be deleted: {user.LogicalId} still uses it.");
                }
            }

            if (change.Action is not ChangeAction.Replace) continue;
            if (newFirst.Contains(change))
            {
                _steps.Order(Making(change), Removing(change));
                if (!_coexistence.Fit(change, change))
                {
                    _blockers.Add(
                        $"{change.LogicalId} must be replaced before the old one is deleted, because others use it, but the new one "
                            + "would have the same name, address or place. Choose another name or range.");
                }
            }
            else if (!_coexistence.Fit(change, change))
            {
                _steps.Order(Removing(change), Making(change));
            }
        }
    }

    /// <summary>
    /// Returns resources that must be created before the old one is deleted: those that others use until they are moved, and their own
    /// dependencies.
    /// </summary>
    private HashSet<PlannedChange> NewFirst()
    {
        var found = new HashSet<PlannedChange>();
        bool grew;
        do
        {
            grew = false;
            foreach (var change in Leaving.Where(change => change.Action is ChangeAction.Replace && !found.Contains(change)))
            {
                if (UsersOf(change).Any(
                    entry => entry.User.Action is ChangeAction.Update || (!entry.IsDeferred && found.Contains(entry.User))))
                    grew |= found.Add(change);
            }
        }
        while (grew);
        return found;
    }

    private IEnumerable<(PlannedChange User, bool IsDeferred)> UsersOf(PlannedChange change) =>
        from user in _present.Users(NameOf(change))
        from edge in _present.Inside(user)
        where edge.Name == NameOf(change)
        select (_living[user], edge.IsDeferred);

    /// <summary>An unmanaged property keeps its value, and so the resource that it refers to.</summary>
    private static bool StillUses(PlannedChange user, PlannedChange used)
    {
        var kept = SpecTree.With(
            user.Now!.Spec,
            property => property.Get(user.Desired!) is null && !user.Desired!.IsExact(property.Name) ? property.Get(user.Now.Spec) : null);
        return SpecTree.Edges(kept).Any(edge => GraphKey.Of(edge) == new GraphKey(used.Now!.Spec.GetType(), used.Now.Id));
    }

    private void OrderByPrecedence()
    {
        var future = ResourceGraph.Of(_catalog, _wanted.Values.Select(change => new Desired(change.LogicalId, change.Desired!)));
        foreach (var (first, then) in future.Precedences()) _steps.TryOrder(Making(_wanted[first]), Creating(then));
        foreach (var (first, then) in _present.Precedences()) _steps.TryOrder(Removing(then), Removing(first));
    }

    /// <summary>
    /// Names, address ranges and attachments are free only after their last owner gives them up; what moves in one call is taken first.
    /// </summary>
    private void OrderHandovers()
    {
        foreach (var owner in _living.Values.Where(change => change.Action is not ChangeAction.Keep))
        {
            foreach (var taker in _wanted.Values.Where(
                change => change != owner && change.Type == owner.Type && change.Place == owner.Place))
            {
                if (owner.Type.TakesOverFrom(owner.Now!.Spec, _coexistence.WithIds(taker))) _steps.TryOrder(
                    Making(taker), LettingGo(NameOf(owner)));
                else if (!_coexistence.Fit(owner, taker)) _steps.TryOrder(LettingGo(NameOf(owner)), Making(taker));
            }
        }
    }

    /// <summary>If old and new can coexist, the old one serves until the new one is ready.</summary>
    private void MakeSuccessorsFirst()
    {
        foreach (var change in Leaving.Where(change => change.Action is ChangeAction.Replace && _coexistence.Fit(change, change)))
            _steps.TryOrder(Making(change), Removing(change));
    }
}
