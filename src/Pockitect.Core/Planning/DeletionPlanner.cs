using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Planning;

/// <summary>
/// Plans a deletion of observed resources: everything that must be deleted, in an order that AWS accepts, and what blocks it.
/// </summary>
public sealed class DeletionPlanner(Catalog catalog)
{
    private readonly StepGraph _steps = new();

    /// <summary>Plans a deletion.</summary>
    /// <param name="selected">The resources to delete.</param>
    /// <param name="all">Everything observed in the affected places, including the selection.</param>
    /// <param name="includeDependents">Whether users of the selection are deleted, too; otherwise they block.</param>
    public Plan Plan(IReadOnlyList<Observed> selected, IReadOnlyList<Observed> all, bool includeDependents, TerminateOptions options)
    {
        var living = all.Where(resource => resource.Phase is not Phase.Gone)
            .DistinctBy(ResourceGraph.NameOf)
            .ToDictionary(ResourceGraph.NameOf);
        var graph = ResourceGraph.Of(catalog, living.Values);
        var going = new Dictionary<string, string>(StringComparer.Ordinal);
        var blocking = new DeletionBlockers(graph, living);
        var blockers = new List<string>();

        foreach (var name in selected.Select(ResourceGraph.NameOf).Where(living.ContainsKey)) going[name] = "selected";
        Spread(going, graph, living, includeDependents, blocking);
        foreach (var name in going.Keys) blockers.AddRange(BlockersOf(living[name], options));

        foreach (var name in going.Keys) _steps.Add(StepOf(living[name], StepKind.Delete, Deleting(name)));
        ReleaseLocked(going, graph, living, blocking);
        OrderDeletes(going, graph, living);
        OrderByPrecedence(going, graph);
        if (options.LiftProtection) AddProtectionLifts(going.Keys.Select(name => living[name]));

        return new Plan
        {
            Blockers = [.. blocking.Words, .. blockers],
            Changes = [.. going.Select(entry => Removal(living[entry.Key], entry.Value))],
            Steps = _steps.Sorted(),
            Options = options,
        };
    }

    /// <summary>Follows users until everything to delete is found.</summary>
    private static void Spread(
        Dictionary<string, string> going,
        ResourceGraph graph,
        Dictionary<string, Observed> living,
        bool includeDependents,
        DeletionBlockers blocking)
    {
        var open = new Queue<string>(going.Keys);
        while (open.TryDequeue(out var used))
        {
            foreach (var (name, _) in living.Where(
                entry => entry.Value.GoesWith == living[used].Id && entry.Value.Place == living[used].Place))
                Take(name, $"created by AWS for {living[used].DisplayName}");
            foreach (var user in includeDependents ? blocking.StayingUsers(used, going.ContainsKey).ToList() : [])
            {
                if (living[user].FreedBy is null) Take(user, $"uses {living[used].DisplayName}");
            }
        }

        // At the end: what AWS created for a resource may use another one that was checked before.
        foreach (var used in going.Keys)
        {
            foreach (var user in blocking.StayingUsers(used, going.ContainsKey)) blocking.Add(user, used);
        }

        void Take(string name, string reason)
        {
            if (going.TryAdd(name, reason)) open.Enqueue(name);
        }
    }

    private IEnumerable<string> BlockersOf(Observed resource, TerminateOptions options)
    {
        if (resource.Locked is { } reason)
            yield return $"{Name(resource)} is locked: {reason.TrimEnd('.')}.{(resource.FreedBy is { } remedy ? $" {remedy}" : "")}";
        if (!options.LiftProtection && catalog[resource.Type].Unprotected(resource.Spec) is not null)
            yield return $"{Name(resource)} is protected against deletion. Turn off the protection first, or use --lift-protection.";
    }

    /// <summary>
    /// Removes rules of a VPC's default security group that refer to a deleted group, because AWS refuses to delete that group first. If
    /// the default group's VPC stays, it is not changed and blocks.
    /// </summary>
    private void ReleaseLocked(
        Dictionary<string, string> going, ResourceGraph graph, Dictionary<string, Observed> living, DeletionBlockers blocking)
    {
        var rules =
            from used in going.Keys
            from user in graph.Users(used)
            where living[user].Locked is not null
                && !going.ContainsKey(user)
                && graph.Inside(user).Any(edge => edge.Name == used && edge.IsDeferred)
            group used by user;
        foreach (var named in rules.ToList())
        {
            var user = living[named.Key];
            if (!graph.Inside(named.Key).Any(edge => !edge.IsDeferred && going.ContainsKey(edge.Name)))
            {
                foreach (var used in named) blocking.Add(named.Key, used);
                continue;
            }

            var targets = named.Select(used => new GraphKey(living[used].Spec.GetType(), living[used].Id)).ToHashSet();
            var release = StepOf(user, StepKind.Release, $"release {named.Key}") with
            {
                Spec = SpecTree.WithoutDeferred(user.Spec, targets),
                Leaves = true,
            };
            _steps.Add(release);
            foreach (var used in named) _steps.Order(release.Id, Deleting(used));
        }
    }

    private void OrderDeletes(Dictionary<string, string> going, ResourceGraph graph, Dictionary<string, Observed> living)
    {
        foreach (var user in going.Keys)
        {
            foreach (var (used, isDeferred) in graph.Inside(user).Where(edge => going.ContainsKey(edge.Name)))
            {
                if (!isDeferred) _steps.Order(Deleting(user), Deleting(used));
            }
        }

        new DeletionSteps(catalog, _steps).ReleaseCycles(graph, living, Deleting, Deleting);
    }

    private void OrderByPrecedence(Dictionary<string, string> going, ResourceGraph graph)
    {
        foreach (var (first, then) in graph.Precedences(
            going.Keys.ToHashSet(StringComparer.Ordinal))) _steps.TryOrder(Deleting(then), Deleting(first));
    }

    private void AddProtectionLifts(IEnumerable<Observed> resources)
    {
        foreach (var resource in resources)
        {
            if (catalog[resource.Type].Unprotected(resource.Spec) is { } unprotected)
                new DeletionSteps(catalog, _steps).LiftProtection(resource, unprotected, Deleting(ResourceGraph.NameOf(resource)));
        }
    }

    private static string Deleting(string name) => $"delete {name}";

    private static string Name(Observed resource) => DeletionBlockers.Name(resource);

    private Step StepOf(Observed resource, StepKind kind, string id) =>
        new(id, kind, DeletionSteps.LogicalIdOf(resource), catalog[resource.Type], resource.Place) { ResourceId = resource.Id };

    private PlannedChange Removal(Observed resource, string reason) => new()
    {
        LogicalId = DeletionSteps.LogicalIdOf(resource),
        Type = catalog[resource.Type],
        Place = resource.Place,
        Action = ChangeAction.Delete,
        Now = resource,
        Reason = reason == "selected" ? null : reason,
    };
}
