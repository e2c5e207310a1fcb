namespace Pockitect.Core.Resources;

/// <summary>A resource in a graph, wanted or observed, with all that it refers to, directly or through others.</summary>
/// <param name="Key">Its logical id in a desired graph, its physical id in an observed one.</param>
/// <param name="Spec">Its settings.</param>
/// <param name="Reaches">The keys (and, for what is outside the graph, the targets) of everything it refers to, at any distance.</param>
public sealed record GraphNode(string Key, Spec Spec, IReadOnlySet<string> Reaches)
{
    /// <summary>The key under which a reference's target stands in <see cref="Reaches"/>.</summary>
    public static string KeyOf(RefTarget target) => target.ToString() ?? "";

    public static string KeyOf<T>(Ref<T> reference)
        where T : Spec => KeyOf(reference.Target);
}
