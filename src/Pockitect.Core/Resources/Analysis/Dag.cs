namespace Pockitect.Core.Resources.Analysis;

/// <summary>A dependency order. Edges that would close a cycle are refused, so the graph can always be walked.</summary>
public sealed class Dag
{
    private readonly Dictionary<string, HashSet<string>> _before = new(StringComparer.Ordinal);

    /// <summary>The nodes, in the order of their addition.</summary>
    public IReadOnlyCollection<string> Nodes => _before.Keys;

    /// <summary>The direct predecessors of a node.</summary>
    public IReadOnlySet<string> Before(string node) => _before[node];

    public void Add(string node) => _before.TryAdd(node, new HashSet<string>(StringComparer.Ordinal));

    /// <summary>Adds an edge.</summary>
    /// <returns>False if it would close a cycle; then nothing changes.</returns>
    public bool TryOrder(string first, string then)
    {
        if (first == then || Reaches(first, then)) return false;
        _before[then].Add(first);
        return true;
    }

    /// <summary>Adds an edge.</summary>
    /// <exception cref="CycleException">The two nodes depend on each other.</exception>
    public void Order(string first, string then)
    {
        if (!TryOrder(first, then)) throw new CycleException([first, then]);
    }

    /// <summary>The nodes, each after its predecessors; otherwise in the order of their addition.</summary>
    public IReadOnlyList<string> Sorted()
    {
        var sorted = new List<string>(_before.Count);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in _before.Keys) Visit(node);
        return sorted;

        void Visit(string node)
        {
            if (!seen.Add(node)) return;
            foreach (var earlier in _before[node]) Visit(earlier);
            sorted.Add(node);
        }
    }

    /// <summary>Whether the other node precedes this one.</summary>
    private bool Reaches(string from, string to)
    {
        var open = new Stack<string>([from]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (open.TryPop(out var node))
        {
            if (node == to) return true;
            if (!seen.Add(node)) continue;
            foreach (var earlier in _before[node]) open.Push(earlier);
        }

        return false;
    }
}

/// <summary>Resources that require each other to exist first.</summary>
public sealed class CycleException(IReadOnlyList<string> members)
    : Exception($"{string.Join(" and ", members)} each require the other to exist first.")
{
    public IReadOnlyList<string> Members { get; } = members;
}
