using Pockitect.Core.Resources;

namespace Pockitect.Web.Diagrams;

/// <summary>A diagram of resources: nested boxes, a tile per resource, and lines for references.</summary>
/// <param name="Boxes">The boxes of the Regions, and the global box.</param>
/// <param name="Edges">The references that nesting doesn't show.</param>
public sealed record Diagram(IReadOnlyList<DiagramBox> Boxes, IReadOnlyList<DiagramEdge> Edges, int Width, int Height)
{
    public static readonly Diagram Empty = new([], [], 0, 0);

    /// <summary>All boxes; parents come first.</summary>
    public IEnumerable<DiagramBox> AllBoxes => Boxes.SelectMany(box => box.WithInner());

    public IEnumerable<DiagramTile> AllTiles => AllBoxes.SelectMany(box => box.Tiles);

    /// <summary>The number of resources shown, as tiles or as boxes.</summary>
    public int Count => AllBoxes.Sum(box => (box.Key is null ? 0 : 1) + box.Tiles.Sum(tile => tile.Keys.Count));

    /// <summary>The diagram of a blueprint.</summary>
    /// <param name="live">
    /// The existing resources, if states are shown. Resources that are no longer in the blueprint are drawn, too.
    /// </param>
    public static Diagram Of(IReadOnlyList<Desired> resources, Catalog catalog, string region, IReadOnlyList<Observed>? live = null)
    {
        var seen = (live ?? []).Where(row => row.Phase is not Phase.Gone)
            .ToLookup(row => row.Tags.GetValueOrDefault(OwnershipTags.Resource) ?? "", StringComparer.Ordinal);
        var desired = resources.Select(resource => Part.Of(resource, catalog, region)).ToList();
        var shown = new HashSet<Observed>(ReferenceEqualityComparer.Instance);
        if (live is not null)
            desired = desired.ConvertAll(part => With(part, seen[part.Key].FirstOrDefault(row => row.Type == part.Type.Name), shown));
        return Draw(
            [.. desired, .. seen.SelectMany(rows => rows).Where(row => !shown.Contains(row)).Select(row => Extra(row, catalog))],
            [],
            catalog);
    }

    /// <summary>
    /// The diagram of existing resources in any number of Regions. Keys are the names in
    /// <see cref="Core.Resources.Analysis.ResourceGraph"/>.
    /// </summary>
    /// <param name="around">Other known resources, which determine where the drawn ones belong.</param>
    public static Diagram Of(IReadOnlyList<Observed> resources, Catalog catalog, IReadOnlyList<Observed>? around = null) => Draw(
        [.. resources.Select(row => Part.Of(row, catalog))],
        [.. (around ?? []).Select(row => Part.Of(row, catalog))],
        catalog);

    private static Diagram Draw(List<Part> parts, List<Part> around, Catalog catalog)
    {
        if (parts.Count == 0) return Empty;
        var places = new Placement(parts, around, catalog);
        return Layout.Of(Folding.Fold(places.Rooms), places.References());
    }

    private static Part With(Part part, Observed? now, HashSet<Observed> shown)
    {
        if (now is null) return part with { State = "not created" };
        shown.Add(now);
        return part with { Ids = [part.Key, now.Id], Phase = now.Phase, State = now.State ?? now.Phase.ToString().ToLowerInvariant() };
    }

    private static Part Extra(Observed row, Catalog catalog)
    {
        var part = Part.Of(row, catalog);
        return part with { State = $"{part.State}, not in the blueprint" };
    }
}
