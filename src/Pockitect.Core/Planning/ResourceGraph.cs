using Pockitect.Core.Resources;

namespace Pockitect.Core.Planning;

/// <summary>Resources and what they refer to, wanted ones by logical id or observed ones by the id that AWS gave.</summary>
public sealed class ResourceGraph
{
    private readonly Dictionary<string, GraphNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<Edge>> _edges = new(StringComparer.Ordinal);
    private readonly Catalog _catalog;

    private ResourceGraph(Catalog catalog, IEnumerable<(string Key, Spec Spec)> resources)
    {
        _catalog = catalog;
        var specs = new Dictionary<string, Spec>(StringComparer.Ordinal);
        foreach (var (key, spec) in resources)
        {
            specs[key] = spec;
            _edges[key] = [.. SpecTree.Edges(spec)];
        }

        foreach (var (key, spec) in specs) _nodes[key] = new GraphNode(key, spec, Reached(key));
    }

    public static ResourceGraph Of(Catalog catalog, IEnumerable<Desired> desired) =>
        new(catalog, desired.Select(resource => (resource.LogicalId, resource.Spec)));

    public static ResourceGraph Of(Catalog catalog, IEnumerable<Observed> observed) =>
        new(catalog, observed.Select(resource => (resource.Id, resource.Spec)));

    public IReadOnlyCollection<string> Keys => _nodes.Keys;

    public IReadOnlyList<Edge> Edges(string key) => _edges[key];

    /// <summary>The edges of a resource that end at another one of this graph.</summary>
    public IEnumerable<(string Key, bool IsDeferred)> Inside(string key) => _edges[key]
        .Select(edge => (Key: GraphNode.KeyOf(edge.Target), edge.IsDeferred))
        .Where(edge => _nodes.ContainsKey(edge.Key));

    /// <summary>The resources that refer directly to this one, itself left out.</summary>
    public IEnumerable<string> Users(string key) =>
        _nodes.Keys.Where(user => user != key && _edges[user].Any(edge => GraphNode.KeyOf(edge.Target) == key));

    /// <summary>The pairs that have an order beyond references: the first must be there before the second.</summary>
    public IEnumerable<(string First, string Then)> Precedences() =>
        from first in _nodes.Values
        let type = _catalog.Of(first.Spec)
        from then in _nodes.Values
        where !ReferenceEquals(first, then) && type.Precedes(first, then)
        select (first.Key, then.Key);

    private HashSet<string> Reached(string start)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([start]);
        while (open.TryPop(out var key))
        {
            // A rule of a firewall names another firewall without depending on it.
            foreach (var edge in _edges.GetValueOrDefault(key, []).Where(edge => !edge.IsDeferred))
            {
                var target = GraphNode.KeyOf(edge.Target);
                if (reached.Add(target)) open.Push(target);
            }
        }

        return reached;
    }
}
