using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Planning;

/// <summary>Finds references that would leave a boundary: for example a subnet group whose new subnets are in another VPC.</summary>
/// <param name="rows">Everything observed in the project's places.</param>
/// <param name="desired">The blueprint's resources, by logical ID.</param>
/// <param name="idOf">Returns the ID of a resource that stays; null for a new one.</param>
internal sealed class Borders(
    Catalog catalog, IEnumerable<Observed> rows, IReadOnlyDictionary<string, Desired> desired, Func<string, string?> idOf)
{
    private readonly Dictionary<(string Type, string Id), Observed> _rows = rows.DistinctBy(row => (row.Type, row.Id))
        .ToDictionary(row => (row.Type, row.Id));

    /// <summary>Whether a property's references would lead to another boundary than now.</summary>
    public bool AreCrossed(PropertyShape property, Spec requested, Spec now)
    {
        if (property.StaysIn is not { } border) return false;
        var (there, here) = (Reached(requested, property.Name, border), Reached(now, property.Name, border));
        return there.Count > 0 && here.Count > 0 && !there.Overlaps(here);
    }

    private HashSet<string> Reached(Spec spec, string property, Type border)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<Edge>(SpecTree.Edges(spec).Where(edge => edge.Property == property));
        while (open.TryPop(out var edge))
        {
            var id = edge.Target switch
            {
                RefTarget.Existing existing => existing.Id,
                RefTarget.Named named => idOf(named.LogicalId),
                _ => null,
            };
            var key = $"{edge.SpecType.Name} {id ?? $"new {edge.Target}"}";
            if (!seen.Add(key)) continue;
            if (edge.SpecType == border) reached.Add(key);
            else if (SpecOf(edge, id) is { } next) PushAll(open, next);
        }

        return reached;
    }

    private Spec? SpecOf(Edge edge, string? id) => id is not null ? _rows.GetValueOrDefault((catalog[edge.SpecType].Name, id))?.Spec
        : edge.Target is RefTarget.Named { LogicalId: var name } ? desired.GetValueOrDefault(name)?.Spec
        : null;

    private static void PushAll(Stack<Edge> open, Spec spec)
    {
        foreach (var edge in SpecTree.Edges(spec).Where(edge => !edge.IsDeferred)) open.Push(edge);
    }
}
