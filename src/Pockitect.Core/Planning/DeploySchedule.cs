using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Planning;

/// <summary>Converts the changes of a deploy to steps, each after its dependencies.</summary>
internal sealed class DeploySchedule
{
    /// <summary>Whether no existing resource has its name: unnamed resources get a new name.</summary>
    private static readonly Creation Unnamed = new("", new Dictionary<string, string>(), "");

    private readonly Catalog _catalog;
    private readonly IReadOnlyList<PlannedChange> _changes;
    private readonly bool _liftProtection;

    /// <summary>The resources after the deploy, by logical ID.</summary>
    private readonly Dictionary<string, PlannedChange> _wanted;

    /// <summary>The existing resources, by their names in the graph of observed resources.</summary>
    private readonly Dictionary<string, PlannedChange> _living;

    private readonly Dictionary<string, Spec> _withIds = new(StringComparer.Ordinal);
    private readonly ResourceGraph _present;
    private readonly StepGraph _steps = new();
    private readonly List<string> _blockers = [];

    public DeploySchedule(Catalog catalog, IReadOnlyList<PlannedChange> changes, bool liftProtection)
    {
        _liftProtection = liftProtection;
        _catalog = catalog;
        _changes = changes;
        _wanted = changes.Where(change => change.Desired is not null).ToDictionary(change => change.LogicalId, StringComparer.Ordinal);
        _living = changes.Where(change => change.Now is not null).ToDictionary(Name);
        _present = ResourceGraph.Of(catalog, _living.Values.Select(change => change.Now!)); // Existing resources have one.
    }

    private IEnumerable<PlannedChange> Leaving => _living.Values.Where(change => _steps.Has(Removing(change)));

    public Plan Schedule()
    {
        try
        {
            foreach (var change in _wanted.Values) AddMaking(change);
            foreach (var change in _living.Values) AddRemoval(change);

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
            return new Plan { Changes = _changes, Steps = [], Blockers = [.. _blockers, $"{e.Message} Deploy in two steps: first remove resources from the blueprint, then add the new ones."] };
        }

        return new Plan { Changes = _changes, Blockers = _blockers, Steps = _steps.Sorted() };
    }

    private static string Creating(string logicalId) => $"create {logicalId}";

    private static string Making(PlannedChange change) =>
        change.Action is ChangeAction.Update ? $"update {change.LogicalId}" : Creating(change.LogicalId);

    private static string Settling(PlannedChange change) => $"settle {change.LogicalId}";

    private static string Removing(string name) => $"delete {name}";

    private string LettingGo(string name) => _living[name] is { Action: ChangeAction.Update } updated ? Making(updated) : Removing(name);

    private static string Removing(PlannedChange change) => change.Now is null ? "" : Removing(Name(change));

    /// <summary>The existing resource's name in the graph of observed ones.</summary>
    private static string Name(PlannedChange change) => ResourceGraph.NameOf(change.Now!); // Only called for existing resources.

    private void AddMaking(PlannedChange change)
    {
        var spec = change.Desired!; // Only called for desired resources.
        switch (change.Action)
        {
            case ChangeAction.Update:
                _steps.Add(StepOf(change, StepKind.Update, Making(change)) with { ResourceId = change.Now!.Id, Spec = spec });
                break;
            case ChangeAction.Create or ChangeAction.Replace when SpecTree.Edges(spec).Any(edge => edge.IsDeferred && Made(edge) is not null):
                _steps.Add(NewOne(change, SpecTree.WithoutDeferred(spec)));
                _steps.Add(StepOf(change, StepKind.Settle, Settling(change)) with { Spec = spec });
                break;
            case ChangeAction.Create or ChangeAction.Replace:
                _steps.Add(NewOne(change, spec));
                break;
        }
    }

    private static Step NewOne(PlannedChange change, Spec spec) => StepOf(change, StepKind.Create, Making(change)) with
    {
        Spec = spec,
        Name = change.Name,
        InsteadOf = change.Now is { Phase: Phase.Failed } failed ? failed.Id : null,
    };

    private void AddRemoval(PlannedChange change)
    {
        if (change.Action is not (ChangeAction.Replace or ChangeAction.Delete)) return;
        if (change.Now!.Locked is { } reason)
        {
            _blockers.Add($"{change.LogicalId} cannot be deleted: {reason}");
            return;
        }

        var unprotected = change.Type.Unprotected(change.Now.Spec);
        if (unprotected is not null && !_liftProtection)
        {
            _blockers.Add($"{change.LogicalId} is protected; turn its protection off in the blueprint and deploy that first.");
            return;
        }

        _steps.Add(StepOf(change, StepKind.Delete, Removing(change)) with { ResourceId = change.Now.Id, Place = change.Now.Place });
        if (unprotected is not null) new DeletionSteps(_catalog, _steps).LiftProtection(change.Now, unprotected, Removing(change));
    }

    /// <summary>Returns the change that replaces an edge's target; null if the target exists.</summary>
    private PlannedChange? Made(Edge edge) =>
        edge.Target is RefTarget.Named named
        && _wanted.GetValueOrDefault(named.LogicalId) is { Action: ChangeAction.Create or ChangeAction.Replace } made
            ? made
            : null;

    private void OrderMaking(PlannedChange change)
    {
        if (change.Action is ChangeAction.Keep) return;
        foreach (var edge in SpecTree.Edges(change.Desired!).Where(edge => !edge.IsDeferred))
        {
            if (edge.Target is RefTarget.Named named && _wanted.TryGetValue(named.LogicalId, out var target) && target.Action is not ChangeAction.Keep)
                _steps.Order(Making(target), Making(change));
        }

        if (_steps.Has(Settling(change))) _steps.Order(Making(change), Settling(change));
    }

    /// <summary>A reference in a cycle is set once its target exists.</summary>
    private void OrderDeferred(PlannedChange change)
    {
        if (change.Action is ChangeAction.Keep) return;
        foreach (var target in SpecTree.Edges(change.Desired!).Where(edge => edge.IsDeferred).Select(Made).OfType<PlannedChange>())
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
                if (!Fit(change, change))
                    _blockers.Add($"{change.LogicalId} must be replaced before the old one is deleted, because others use it, but the new one would have the same name, address or place. Choose another name or range.");
            }
            else if (!Fit(change, change))
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
                if (UsersOf(change).Any(entry => entry.User.Action is ChangeAction.Update || (!entry.IsDeferred && found.Contains(entry.User))))
                    grew |= found.Add(change);
            }
        }
        while (grew);
        return found;
    }

    private IEnumerable<(PlannedChange User, bool IsDeferred)> UsersOf(PlannedChange change) =>
        from user in _present.Users(Name(change))
        from edge in _present.Inside(user)
        where edge.Name == Name(change)
        select (_living[user], edge.IsDeferred);

    /// <summary>An unmanaged property keeps its value, and so the resource that it refers to.</summary>
    private static bool StillUses(PlannedChange user, PlannedChange used)
    {
        var kept = SpecTree.With(user.Now!.Spec, property => property.Get(user.Desired!) is null && !user.Desired!.IsExact(property.Name) ? property.Get(user.Now.Spec) : null);
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
            foreach (var taker in _wanted.Values.Where(change => change != owner && change.Type == owner.Type && change.Place == owner.Place))
            {
                if (owner.Type.TakesOverFrom(owner.Now!.Spec, WithIds(taker))) _steps.TryOrder(Making(taker), LettingGo(Name(owner)));
                else if (!Fit(owner, taker)) _steps.TryOrder(LettingGo(Name(owner)), Making(taker));
            }
        }
    }

    /// <summary>If old and new can coexist, the old one serves until the new one is ready.</summary>
    private void MakeSuccessorsFirst()
    {
        foreach (var change in Leaving.Where(change => change.Action is ChangeAction.Replace && Fit(change, change)))
            _steps.TryOrder(Making(change), Removing(change));
    }

    /// <summary>Whether the existing and the desired resource can coexist.</summary>
    private bool Fit(PlannedChange living, PlannedChange made)
    {
        var desired = WithIds(made);
        return living.Place != made.Place
            // An existing resource is there.
            || (made.Type.NaturalKey(desired, Unnamed) != living.Now!.Id && made.Type.CanCoexistWith(living.Now.Spec, desired));
    }

    /// <summary>Returns the desired settings, with the IDs of those targets that stay.</summary>
    private Spec WithIds(PlannedChange made)
    {
        if (!_withIds.TryGetValue(made.LogicalId, out var spec))
            _withIds[made.LogicalId] = spec = SpecTree.Map(made.Desired!, (target, _) => IdOf(target) ?? target); // Only called for desired resources.
        return spec;
    }

    private RefTarget.Existing? IdOf(RefTarget target) =>
        target is RefTarget.Named { LogicalId: var name }
        && _wanted.GetValueOrDefault(name) is { Now: { } now, Action: ChangeAction.Keep or ChangeAction.Update }
            ? new RefTarget.Existing(now.Id)
            : null;

    private static Step StepOf(PlannedChange change, StepKind kind, string id) => new(id, kind, change.LogicalId, change.Type, change.Place);
}
