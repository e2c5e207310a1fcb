namespace Pockitect.Core.Resources.Analysis;

/// <summary>Resources and their references. Each has a unique name in the graph: a logical ID, or <see cref="NameOf(Observed)"/>.</summary>
public sealed class ResourceGraph
{
    private readonly Catalog _catalog;
    private readonly Dictionary<string, Member> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Region, GraphKey Key), string> _names = [];
    private readonly Lazy<ILookup<string, string>> _users;

    private ResourceGraph(Catalog catalog, IEnumerable<(string Name, string Region, string Target, Spec Spec)> resources)
    {
        _catalog = catalog;
        foreach (var (name, region, target, spec) in resources)
        {
            var key = new GraphKey(spec.GetType(), target);
            _names[(region, key)] = name;
            _members[name] = new Member(region, key, spec, [.. SpecTree.Edges(spec)]);
        }

        _users = new(() => _members.Keys
            .SelectMany(user => Links(user).Where(link => !link.IsCopied).Select(link => (link.Name, User: user)).Distinct())
            .ToLookup(pair => pair.Name, pair => pair.User, StringComparer.Ordinal));
    }

    public static ResourceGraph Of(Catalog catalog, IEnumerable<Desired> desired) =>
        new(catalog, desired.Select(resource => (resource.LogicalId, "", resource.LogicalId, resource.Spec)));

    public static ResourceGraph Of(Catalog catalog, IEnumerable<Observed> observed) =>
        new(catalog, observed.Select(resource => (NameOf(resource), resource.Place.Region, resource.Id, resource.Spec)));

    /// <summary>A name that is unique among all types and Regions: <c>Subnet subnet-123 (eu-west-1)</c>.</summary>
    public static string NameOf(Observed resource) => NameOf(resource.Type, resource.Id, resource.Place);

    /// <summary>The name of a resource with this type, ID and place, existing or not.</summary>
    public static string NameOf(string type, string id, Place place) => $"{type[(type.LastIndexOf(':') + 1)..]} {id} ({place.Region})";

    /// <summary>A resource's edges to others in this graph.</summary>
    public IEnumerable<(string Name, bool IsDeferred)> Inside(string name) => Links(name).Select(link => (link.Name, link.IsDeferred));

    private IEnumerable<(string Name, bool IsDeferred, bool IsCopied)> Links(string name)
    {
        var member = _members[name];
        foreach (var edge in member.Edges)
        {
            if (Find(member.Region, GraphKey.Of(edge)) is { } target && target != name)
                yield return (target, edge.IsDeferred, edge.IsCopied);
        }
    }

    /// <summary>The resources that directly depend on this one, without itself.</summary>
    public IEnumerable<string> Users(string name) => _users.Value[name];

    /// <summary>The pairs with an order beyond references: the first must exist before the second.</summary>
    /// <param name="among">Only pairs of these; null for all.</param>
    public IEnumerable<(string First, string Then)> Precedences(IReadOnlySet<string>? among = null)
    {
        var nodes = _members.Where(entry => among is null || among.Contains(entry.Key))
            .ToDictionary(entry => entry.Key, entry => new GraphNode(entry.Value.Key, entry.Value.Spec, Reached(entry.Value)));
        return
            from first in nodes
            let type = _catalog.Of(first.Value.Spec)
            from then in nodes
            where first.Key != then.Key && _members[first.Key].Region == _members[then.Key].Region && type.Precedes(first.Value, then.Value)
            select (first.Key, then.Key);
    }

    /// <summary>References stay inside a Region, or lead to global resources.</summary>
    private string? Find(string region, GraphKey key) =>
        _names.GetValueOrDefault((region, key)) ?? _names.GetValueOrDefault((Place.GlobalRegion, key));

    private HashSet<GraphKey> Reached(Member start)
    {
        var reached = new HashSet<GraphKey>();
        var open = new Stack<Member>([start]);
        while (open.TryPop(out var member))
        {
            // A security group rule refers to another group without depending on it.
            foreach (var edge in member.Edges.Where(edge => !edge.IsDeferred))
            {
                var key = GraphKey.Of(edge);
                if (reached.Add(key) && Find(member.Region, key) is { } next) open.Push(_members[next]);
            }
        }

        return reached;
    }

    private sealed record Member(string Region, GraphKey Key, Spec Spec, IReadOnlyList<Edge> Edges);
}
