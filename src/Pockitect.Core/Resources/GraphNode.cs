namespace Pockitect.Core.Resources;

/// <summary>
/// What a reference means inside one Region: ids alone do not tell resources apart, as a role and an instance profile may
/// share a name.
/// </summary>
/// <param name="SpecType">The spec type of what is meant.</param>
/// <param name="Target">Its logical id in a desired graph, the id that AWS gave it in an observed one.</param>
public readonly record struct GraphKey(Type SpecType, string Target)
{
    public static GraphKey Of(IRef reference) => new(reference.SpecType, reference.Target.ToString() ?? "");

    public static GraphKey Of(Edge edge) => new(edge.SpecType, edge.Target.ToString() ?? "");
}

/// <summary>A resource in a graph, desired or observed, with all that it refers to, directly or through others.</summary>
/// <param name="Key">What references to it mean.</param>
/// <param name="Spec">Its settings.</param>
/// <param name="Reaches">Everything that it refers to at any distance, also what is outside the graph.</param>
public sealed record GraphNode(GraphKey Key, Spec Spec, IReadOnlySet<GraphKey> Reaches);
