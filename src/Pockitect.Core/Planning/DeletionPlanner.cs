using Pockitect.Core.Bus;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Planning;

/// <summary>Plans a deletion over what was observed: everything that must go, in an order that AWS accepts, and what stands in the way.</summary>
public sealed class DeletionPlanner(Catalog catalog)
{
    private readonly StepGraph _steps = new();

    /// <summary>Plans a deletion.</summary>
    /// <param name="selected">What is to go.</param>
    /// <param name="all">Everything observed in the places concerned, the selection included.</param>
    /// <param name="takeUsersAlong">What uses the selection goes too; otherwise it blocks.</param>
    public Plan Plan(IReadOnlyList<Observed> selected, IReadOnlyList<Observed> all, bool takeUsersAlong, TerminateOptions options)
    {
        var living = all.Where(resource => resource.Phase is not Phase.Gone).DistinctBy(ResourceGraph.NameOf).ToDictionary(ResourceGraph.NameOf);
        var graph = ResourceGraph.Of(catalog, living.Values);
        var going = new Dictionary<string, string>(StringComparer.Ordinal);
        var blockers = new List<string>();

        foreach (var name in selected.Select(ResourceGraph.NameOf).Where(living.ContainsKey)) going[name] = "selected";
        Spread(going, graph, living, takeUsersAlong, blockers);
        foreach (var name in going.Keys) blockers.AddRange(BlockersOf(living[name], options));

        foreach (var name in going.Keys) _steps.Add(StepOf(living[name], StepKind.Delete, Deleting(name)));
        OrderDeletes(going, graph, living);
        OrderByPrecedence(graph);
        if (options.LiftProtection) AddProtectionLifts(going.Keys.Select(name => living[name]));

        return new Plan
        {
            Blockers = blockers,
            Changes = [.. going.Select(entry => Removal(living[entry.Key], entry.Value))],
            Steps = _steps.Sorted(),
        };
    }

    /// <summary>Follows who uses what is to go, until everything that must go is found.</summary>
    private static void Spread(
        Dictionary<string, string> going, ResourceGraph graph, Dictionary<string, Observed> living, bool takeUsersAlong, List<string> blockers)
    {
        var open = new Queue<string>(going.Keys);
        while (open.TryDequeue(out var used))
        {
            foreach (var user in graph.Users(used).Where(user => !going.ContainsKey(user)))
            {
                // What AWS made with it, such as a VPC's main route table, goes with it by itself.
                if (living[user].Locked is not null) continue;
                if (takeUsersAlong)
                {
                    going[user] = $"uses {living[used].DisplayName}";
                    open.Enqueue(user);
                }
                else
                {
                    blockers.Add($"{Name(living[used])} cannot go: {Name(living[user])} uses it and is not part of this project. Delete that first, or select it too.");
                }
            }
        }
    }

    private IEnumerable<string> BlockersOf(Observed resource, TerminateOptions options)
    {
        if (resource.Locked is { } reason) yield return $"{Name(resource)} is locked: {reason}.";
        if (!options.LiftProtection && catalog[resource.Type].Unprotected(resource.Spec) is not null)
            yield return $"{Name(resource)} is protected against deletion. Turn the protection off first, or ask to lift it.";
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

        new Removals(catalog, _steps).ReleaseCycles(graph, living, Deleting, Deleting);
    }

    private void OrderByPrecedence(ResourceGraph graph)
    {
        foreach (var (first, then) in graph.Precedences()) _steps.TryOrder(Deleting(then), Deleting(first));
    }

    private void AddProtectionLifts(IEnumerable<Observed> resources)
    {
        foreach (var resource in resources)
        {
            if (catalog[resource.Type].Unprotected(resource.Spec) is { } unprotected)
                new Removals(catalog, _steps).LiftProtection(resource, unprotected, Deleting(ResourceGraph.NameOf(resource)));
        }
    }

    private static string Deleting(string name) => $"delete {name}";

    private static string Name(Observed resource) =>
        resource.DisplayName == resource.Id ? resource.Id : $"{resource.DisplayName} ({resource.Id})";

    private Step StepOf(Observed resource, StepKind kind, string id) =>
        new(id, kind, Removals.LogicalIdOf(resource), catalog[resource.Type], resource.Place) { ResourceId = resource.Id };

    private PlannedChange Removal(Observed resource, string reason) => new()
    {
        LogicalId = Removals.LogicalIdOf(resource),
        Type = catalog[resource.Type],
        Place = resource.Place,
        Action = ChangeAction.Delete,
        Now = resource,
        Reason = reason == "selected" ? null : reason,
    };
}
