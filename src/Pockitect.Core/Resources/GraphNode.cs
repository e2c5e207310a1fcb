namespace Pockitect.Core.Resources;

/// <summary>The target of a reference inside a Region. IDs alone are ambiguous: a role and an instance profile may share a name.</summary>
/// <param name="SpecType">The target's spec type.</param>
/// <param name="Target">Its logical ID in a desired graph, its AWS ID in an observed one.</param>
public readonly record struct GraphKey(Type SpecType, string Target)
{
    public static GraphKey Of(IRef reference) => new(reference.SpecType, reference.Target.ToString() ?? "");

    public static GraphKey Of(Edge edge) => new(edge.SpecType, edge.Target.ToString() ?? "");
}

/// <summary>A resource in a graph, desired or observed, with everything that it refers to, directly or indirectly.</summary>
/// <param name="Key">The target of references to it.</param>
/// <param name="Spec">Its settings.</param>
/// <param name="Reaches">Everything that it refers to at any distance, including targets outside the graph.</param>
public sealed record GraphNode(GraphKey Key, Spec Spec, IReadOnlySet<GraphKey> Reaches);
