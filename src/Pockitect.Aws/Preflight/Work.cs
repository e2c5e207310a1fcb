using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Aws.Preflight;

/// <summary>A plan for the checks: what it creates and changes, and the targets of its references.</summary>
/// <param name="plan">A plan with steps.</param>
/// <param name="estimate">The estimated duration; null if unknown.</param>
/// <param name="now">The time of the checks.</param>
internal sealed class Work(Plan plan, TimeSpan? estimate, DateTimeOffset now)
{
    private readonly Dictionary<string, PlannedChange> _byName =
        plan.Changes.Where(change => change.Desired is not null).ToDictionary(change => change.LogicalId, StringComparer.Ordinal);

    public Plan Plan => plan;

    public TimeSpan? Estimate => estimate;

    public DateTimeOffset Now => now;

    /// <summary>The project's Region; the global place if there are no others.</summary>
    public string Region { get; } =
        (plan.Changes.FirstOrDefault(change => change.Desired is not null && !change.Type.IsGlobal)
            ?? plan.Changes.FirstOrDefault(change => change.Now is not null && !change.Type.IsGlobal))?.Place.Region ?? Place.GlobalRegion;

    /// <summary>Whether the plan only deletes, with options for data.</summary>
    public bool IsDeletion => plan.Changes.All(change => change.Action is ChangeAction.Delete);

    /// <summary>What steps create or change.</summary>
    public IEnumerable<PlannedChange> Touched => _byName.Values.Where(change => change.Action is not ChangeAction.Keep);

    /// <summary>What steps create.</summary>
    public IEnumerable<PlannedChange> Made => _byName.Values.Where(change => change.Action is ChangeAction.Create or ChangeAction.Replace);

    /// <summary>The existing resources that steps delete.</summary>
    public IEnumerable<Observed> Leaving =>
        plan.Changes.Where(change => change.Action is ChangeAction.Replace or ChangeAction.Delete)
            .Select(change => change.Now)
            .OfType<Observed>();

    /// <summary>Those of one type, each with its name in the plan.</summary>
    public IEnumerable<(PlannedChange Change, Observed Row, T Spec)> Deleting<T>()
        where T : Spec =>
        from change in plan.Changes
        let now = change.Now
        where change.Action is ChangeAction.Replace or ChangeAction.Delete && now?.Spec is T
        select (change, now, (T)now.Spec);

    /// <summary>The project's desired resources of one type, with their changes.</summary>
    public IEnumerable<(PlannedChange Change, T Spec)> Desired<T>()
        where T : Spec =>
        from change in _byName.Values where change.Desired is T select (change, (T)change.Desired!); // Filtered above.

    /// <summary>Those that a step creates or changes.</summary>
    public IEnumerable<(PlannedChange Change, T Spec)> Touching<T>()
        where T : Spec => Desired<T>().Where(entry => entry.Change.Action is not ChangeAction.Keep);

    /// <summary>Those that a step creates.</summary>
    public IEnumerable<(PlannedChange Change, T Spec)> Making<T>()
        where T : Spec => Desired<T>().Where(entry => entry.Change.Action is ChangeAction.Create or ChangeAction.Replace);

    /// <summary>Returns the AWS ID of a reference's target; null for a new resource.</summary>
    public string? IdOf(IRef reference) => reference.Target switch
    {
        RefTarget.Existing existing => existing.Id,
        RefTarget.Named { LogicalId: var name }
            when _byName.GetValueOrDefault(name) is { Action: ChangeAction.Keep or ChangeAction.Update, Now: { } now } =>
            now.Id,
        _ => null,
    };

    /// <summary>Returns the same text for the same target: its ID, or its name in the plan.</summary>
    public string KeyOf(IRef reference) => IdOf(reference) ?? reference.Target.ToString() ?? "";

    /// <summary>Returns a reference's target, if it is in the plan.</summary>
    public T? Find<T>(Ref<T> reference)
        where T : Spec => DesiredOf(reference) as T;

    private Spec? DesiredOf(IRef reference) =>
        reference.Target is RefTarget.Named { LogicalId: var name } ? _byName.GetValueOrDefault(name)?.Desired : null;

    /// <summary>Whether it has the ID of the plan's project: created by an earlier attempt, or deleted by this one.</summary>
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
