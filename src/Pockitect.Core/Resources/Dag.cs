namespace Pockitect.Core.Resources;

/// <summary>What must come before what. Adding the last edge of a cycle is refused, so that the graph can always be walked.</summary>
public sealed class Dag
{
    private readonly Dictionary<string, HashSet<string>> _before = new(StringComparer.Ordinal);

    /// <summary>The nodes, in the order they were added.</summary>
    public IReadOnlyCollection<string> Nodes => _before.Keys;

    /// <summary>What must come directly before a node.</summary>
    public IReadOnlySet<string> Before(string node) => _before[node];

    public void Add(string node) => _before.TryAdd(node, new HashSet<string>(StringComparer.Ordinal));

    /// <summary>Says that one node comes before another.</summary>
    /// <returns>False where that would close a cycle; then nothing has changed.</returns>
    public bool TryOrder(string first, string then)
    {
        if (first == then || Reaches(first, then)) return false;
        _before[then].Add(first);
        return true;
    }

    /// <summary>Says that one node comes before another.</summary>
    /// <exception cref="CycleException">The two depend on each other.</exception>
    public void Order(string first, string then)
    {
        if (!TryOrder(first, then)) throw new CycleException([first, then]);
    }

    /// <summary>The nodes, each behind all that come before it; otherwise in the order they were added.</summary>
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

    /// <summary>Walking back from one node arrives at the other.</summary>
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

/// <summary>Resources that need each other to exist first.</summary>
public sealed class CycleException(IReadOnlyList<string> members)
    : Exception($"{string.Join(" and ", members)} each need the other to be there first.")
{
    public IReadOnlyList<string> Members { get; } = members;
}
