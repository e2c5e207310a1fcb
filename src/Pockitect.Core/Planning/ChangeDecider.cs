using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;
using Pockitect.Core.Resources.Values;

namespace Pockitect.Core.Planning;

/// <summary>
/// Decides the change of each resource, referenced ones first. A resource with data is replaced only for a change in the blueprint: never
/// for its state, and never for an outside change.
/// </summary>
internal sealed class ChangeDecider
{
    private static readonly Creation Unnamed = new("", new Dictionary<string, string>(), "");

    private readonly Catalog _catalog;
    private readonly IReadOnlyDictionary<string, Desired> _wanted;
    private readonly Func<Desired, Place> _placeOf;
    private readonly PlanBasis _basis;
    private readonly UnsetSettings _unset;
    private readonly Borders _borders;
    private readonly DataSafety _data;
    private readonly HashSet<string> _copied;
    private readonly Dictionary<string, PlannedChange> _decided = new(StringComparer.Ordinal);

    /// <summary>The existing resource of each logical ID; of several, the one that stays.</summary>
    private readonly Dictionary<string, Observed> _living;

    public ChangeDecider(
        Catalog catalog,
        IReadOnlyDictionary<string, Desired> requested,
        IReadOnlyDictionary<string, List<Observed>> candidates,
        IReadOnlyList<Observed> surplus,
        Func<Desired, Place> placeOf,
        PlanBasis basis)
    {
        (_catalog, _wanted, _placeOf, _basis) = (catalog, requested, placeOf, basis);
        _data = new DataSafety(basis);
        _living = candidates.ToDictionary(entry => entry.Key, entry => entry.Value[0], StringComparer.Ordinal);
        _copied = [
            .. requested.Values.SelectMany(resource => SpecTree.Edges(resource.Spec))
                .Where(edge => edge.IsCopied)
                .Select(edge => edge.Target.ToString() ?? ""),
        ];
        _unset = new UnsetSettings(catalog, basis, surplus.Select(row => new GraphKey(row.Spec.GetType(), row.Id)).ToHashSet());
        _borders = new Borders(
            catalog, [.. candidates.Values.SelectMany(rows => rows), .. surplus, .. basis.Around], requested, name => StayingId(name));
    }

    public PlannedChange this[string logicalId] => _decided[logicalId];

    /// <summary>Decides the change of one resource.</summary>
    /// <param name="choices">The existing resources with its logical ID, oldest first.</param>
    /// <returns>The surplus ones.</returns>
    public IEnumerable<Observed> Choose(string logicalId, IReadOnlyList<Observed> choices)
    {
        // A crash between creating a successor and deleting the old one leaves two: the one that needs fewer changes stays.
        _decided[logicalId] = choices.Select(now => Decide(_wanted[logicalId], now)).MinBy(change => change.Action)
            ?? Making(_wanted[logicalId]);
        if (_decided[logicalId].Now is not { } chosen) return [];
        _living[logicalId] = chosen;
        return choices.Where(other => other != chosen);
    }

    /// <summary>A reference in a cycle can point to a resource that is decided later.</summary>
    public void DecideDeferredAgain()
    {
        foreach (var (id, change) in _decided.ToList())
        {
            if (change.Now is { } now && SpecTree.Edges(_wanted[id].Spec).Any(edge => edge.IsDeferred))
                _decided[id] = Decide(_wanted[id], now);
        }
    }

    private PlannedChange Making(Desired desired)
    {
        // A missing resource of an earlier deploy was deleted outside; the blueprint didn't ask for a new one.
        var change = ChangeOf(desired, null) with { IsAskedFor = _basis.Before(desired.LogicalId, desired.Spec.GetType()) is null };
        return change.Type.NaturalKey(desired.Spec, Unnamed) is { Length: 0 } ? change with { Name = NameInUse(desired) } : change;
    }

    private PlannedChange Decide(Desired desired, Observed now)
    {
        var change = ChangeOf(desired, now);
        var (type, place) = (change.Type, change.Place);
        var (spec, notes, held) = _unset.Of(desired, now);
        var (grown, shrunk) = _data.Grown(desired, spec, now);
        var differences = Differences(grown, now);

        if (now.Place != place)
        {
            return change with
            {
                Action = ChangeAction.Replace,
                Differences = Differences(desired.Spec, now),
                Reason = $"moves from {now.Place.Region} to {place.Region}",
            };
        }

        if (now is { Phase: Phase.Failed, Remedy: null } && (!type.HoldsData || _basis.Unready.Contains(now.Id)))
        {
            return change with
            {
                Action = ChangeAction.Replace,
                Differences = Differences(desired.Spec, now),
                Reason = $"it failed in AWS: {now.StateReason ?? now.State}",
                IsAskedFor = false,
            };
        }

        var asked = differences.Where(difference => difference.IsReplacement && IsAskedFor(desired, difference)).ToList();
        // Its parent was removed from the blueprint, which is a change in the blueprint, too.
        if (asked.Count > 0 || held.Count > 0 || (!type.HoldsData && differences.Any(difference => difference.IsReplacement)))
        {
            return change with
            {
                Action = ChangeAction.Replace,
                Differences = [.. held, .. Differences(desired.Spec, now)],
                IsAskedFor = asked.Count + held.Count > 0,
            };
        }

        var kept = differences.Where(difference => difference.IsReplacement).ToList();
        foreach (var difference in kept) grown = SpecTree.Put(grown, PathOf(difference), SpecTree.Get(now.Spec, PathOf(difference)));
        return change with
        {
            Desired = grown,
            Differences = [.. differences.Except(kept)],
            Action = differences.Count == kept.Count ? ChangeAction.Keep : ChangeAction.Update,
            Interruptions = differences.Count == kept.Count ? [] : [.. type.Interruptions(now, Resolved(grown, now))],
            Limits = [.. type.Limits(now, grown)],
            Notes = [
                .. DataSafety.OfState(desired, now),
                .. notes,
                .. shrunk,
                .. kept.Select(difference => DataSafety.OfKept(desired, type, difference)),
            ],
        };
    }

    private PlannedChange ChangeOf(Desired desired, Observed? now) => new()
    {
        LogicalId = desired.LogicalId,
        Type = _catalog.Of(desired.Spec),
        Place = _placeOf(desired),
        Action = ChangeAction.Create,
        Desired = desired.Spec,
        Now = now,
    };

    /// <summary>Returns the desired settings with the IDs of resources that stay.</summary>
    private Spec Resolved(Spec requested, Observed now) =>
        _catalog.Of(requested).Attainable(now.Spec, SpecTree.Map(requested, (target, specType) => Resolve(target, specType)));

    private List<PropertyChange> Differences(Spec requested, Observed now)
    {
        var resolved = Resolved(requested, now);
        var shape = Shape.Of(resolved.GetType());
        return
        [
            .. SpecDiff.Compare(resolved, now.Spec)
                .Select(change =>
                    shape.Property(PathOf(change).Split('.')[0]) is { } property && _borders.AreCrossed(property, resolved, now.Spec)
                        ? change with { IsReplacement = true }
                        : change),
            .. Matching.TagDifferences(requested, now.Tags),
        ];
    }

    /// <summary>
    /// Whether the blueprint changed here, or refers to something replaced because of a blueprint change. Also true if unknown.
    /// </summary>
    private bool IsAskedFor(Desired desired, PropertyChange difference)
    {
        var made = MadeTargets(desired, difference).ToList();
        return _basis.IsEdited(desired, PathOf(difference)) switch
        {
            true => true,
            false => made.Exists(target => target.IsAskedFor),
            // New targets count as differences.
            null => made.Count == 0 || made.Exists(target => target.IsAskedFor),
        };
    }

    private IEnumerable<PlannedChange> MadeTargets(Desired desired, PropertyChange difference) => SpecTree.Edges(desired.Spec)
        .Where(edge => edge.Property == PathOf(difference).Split('.')[0])
        .Select(edge => edge.Target)
        .OfType<RefTarget.Named>()
        .Select(named => _decided.GetValueOrDefault(named.LogicalId))
        .OfType<PlannedChange>()
        .Where(target => target.Action is ChangeAction.Create or ChangeAction.Replace);

    /// <summary>
    /// Returns the ID of a resource that stays, or that gets the same name again; otherwise the logical ID, because a new resource has a
    /// new ID.
    /// </summary>
    private RefTarget Resolve(RefTarget target, Type specType)
    {
        if (target is not RefTarget.Named { LogicalId: var name }) return target;
        if (StayingId(name) is { } id) return new RefTarget.Existing(id);
        if (_decided.GetValueOrDefault(name) is not { Desired: { } spec } made) return target;
        // A resource that is used until its successor exists can't pass on its name.
        if (made.Action is ChangeAction.Replace && !_copied.Contains(name)) return target;
        var key = _catalog[specType].NaturalKey(spec, Unnamed with { UniqueName = made.Name ?? "" });
        return key is { Length: > 0 } ? new RefTarget.Existing(key) : target;
    }

    private string? StayingId(string name) =>
        _living.TryGetValue(name, out var now)
            && _decided.GetValueOrDefault(name)?.Action is not (ChangeAction.Replace or ChangeAction.Create)
            ? now.Id
            : null;

    /// <summary>
    /// Returns the generated name of a missing resource, if an existing one still refers to it and would have to be replaced otherwise.
    /// </summary>
    private string? NameInUse(Desired gone)
    {
        var names =
            from entry in _living
            let project = entry.Value.Tags.GetValueOrDefault(OwnershipTags.Project)
            from property in Shape.Of(entry.Value.Spec.GetType()).Properties
            where property.IsReplacement && project is not null && RefersTo(_wanted[entry.Key].Spec, property, gone.LogicalId)
            from edge in SpecTree.Edges(entry.Value.Spec)
            where edge.Property == property.Name
                && edge.SpecType == gone.Spec.GetType()
                && GeneratedName.Is(edge.Target.ToString() ?? "", project, gone.LogicalId)
            select edge.Target.ToString();
        return names.Order(StringComparer.Ordinal).FirstOrDefault();
    }

    private static bool RefersTo(Spec spec, PropertyShape property, string logicalId) =>
        SpecTree.Edges(spec)
            .Any(edge => edge.Property == property.Name && edge.Target is RefTarget.Named named && named.LogicalId == logicalId);

    private static string PathOf(PropertyChange change) => change.Path.Split('[')[0];
}
