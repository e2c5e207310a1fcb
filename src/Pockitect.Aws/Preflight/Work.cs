using Pockitect.Core.Resources.Analysis;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Preflight;

/// <summary>A plan as the checks look at it: what it makes and changes, and what its references mean.</summary>
/// <param name="plan">A plan with steps.</param>
/// <param name="estimate">How long it will take; null when unknown.</param>
/// <param name="now">The time of the look.</param>
internal sealed class Work(Plan plan, TimeSpan? estimate, DateTimeOffset now)
{
    private readonly Dictionary<string, PlannedChange> _byName =
        plan.Changes.Where(change => change.Desired is not null).ToDictionary(change => change.LogicalId, StringComparer.Ordinal);

    public Plan Plan => plan;

    public TimeSpan? Estimate => estimate;

    public DateTimeOffset Now => now;

    /// <summary>The project's Region; that of the types that know none, where there are no others.</summary>
    public string Region { get; } =
        (plan.Changes.FirstOrDefault(change => change.Desired is not null && !change.Type.IsGlobal)
            ?? plan.Changes.FirstOrDefault(change => change.Now is not null && !change.Type.IsGlobal))?.Place.Region ?? Place.GlobalRegion;

    /// <summary>The plan only deletes, and its options say what happens to data.</summary>
    public bool IsDeletion => plan.Changes.All(change => change.Action is ChangeAction.Delete);

    /// <summary>What a step makes or changes.</summary>
    public IEnumerable<PlannedChange> Touched => _byName.Values.Where(change => change.Action is not ChangeAction.Keep);

    /// <summary>What a step makes.</summary>
    public IEnumerable<PlannedChange> Made => _byName.Values.Where(change => change.Action is ChangeAction.Create or ChangeAction.Replace);

    /// <summary>The living resources that a step deletes.</summary>
    public IEnumerable<Observed> Leaving =>
        plan.Changes.Where(change => change.Action is ChangeAction.Replace or ChangeAction.Delete).Select(change => change.Now).OfType<Observed>();

    /// <summary>Those of them of one type, each with the name that the plan has for it.</summary>
    public IEnumerable<(PlannedChange Change, Observed Row, T Spec)> Deleting<T>()
        where T : Spec =>
        from change in plan.Changes
        let now = change.Now
        where change.Action is ChangeAction.Replace or ChangeAction.Delete && now?.Spec is T
        select (change, now, (T)now.Spec);

    /// <summary>Resources of one type that the project is to have, and what becomes of each.</summary>
    public IEnumerable<(PlannedChange Change, T Spec)> Desired<T>()
        where T : Spec =>
        from change in _byName.Values where change.Desired is T select (change, (T)change.Desired!); // Filtered.

    /// <summary>Those of them that a step makes or changes.</summary>
    public IEnumerable<(PlannedChange Change, T Spec)> Touching<T>()
        where T : Spec => Desired<T>().Where(entry => entry.Change.Action is not ChangeAction.Keep);

    /// <summary>Those of them that a step makes.</summary>
    public IEnumerable<(PlannedChange Change, T Spec)> Making<T>()
        where T : Spec => Desired<T>().Where(entry => entry.Change.Action is ChangeAction.Create or ChangeAction.Replace);

    /// <summary>The id that AWS has given what a reference means; null for what is yet to be made.</summary>
    public string? IdOf(IRef reference) => reference.Target switch
    {
        RefTarget.Existing existing => existing.Id,
        RefTarget.Named { LogicalId: var name } when _byName.GetValueOrDefault(name) is { Action: ChangeAction.Keep or ChangeAction.Update, Now: { } now } => now.Id,
        _ => null,
    };

    /// <summary>The same text for the same thing: its id, or its name in the plan.</summary>
    public string KeyOf(IRef reference) => IdOf(reference) ?? reference.Target.ToString() ?? "";

    /// <summary>What a reference means, where the plan holds it.</summary>
    public T? Find<T>(Ref<T> reference)
        where T : Spec => DesiredOf(reference) as T;

    private Spec? DesiredOf(IRef reference) => reference.Target is RefTarget.Named { LogicalId: var name } ? _byName.GetValueOrDefault(name)?.Desired : null;

    /// <summary>It carries the id of the plan's own project: made by an earlier attempt, or going with this one.</summary>
    public bool IsOurs(IReadOnlyDictionary<string, string> tags) =>
        plan.ProjectId is { } id && tags.GetValueOrDefault(OwnershipTags.ProjectId) == id;

    /// <summary>The Availability Zone of the resource that a reference means, such as a subnet; null where AWS will choose.</summary>
    public async Task<string?> ZoneOfAsync(IRef reference, AccountFacts facts)
    {
        if (DesiredOf(reference) is { } desired && SpecTree.TextOf(desired, Meaning.AvailabilityZone) is { } zone) return zone;
        return IdOf(reference) is { } id && (await facts.AllAsync(reference.SpecType)).FirstOrDefault(row => row.Id == id) is { } row
            ? SpecTree.TextOf(row.Spec, Meaning.AvailabilityZone)
            : null;
    }
}
