using Pockitect.Core.Resources;

namespace Pockitect.Web.Diagrams;

/// <summary>Resources as a picture: boxes inside boxes, a tile for each resource, and lines between those that refer to each other.</summary>
/// <param name="Boxes">The Regions, and what knows none.</param>
/// <param name="Edges">References that the boxes do not show.</param>
public sealed record Diagram(IReadOnlyList<DiagramBox> Boxes, IReadOnlyList<DiagramEdge> Edges, int Width, int Height)
{
    public static readonly Diagram Empty = new([], [], 0, 0);

    /// <summary>Every box, each before those inside it.</summary>
    public IEnumerable<DiagramBox> AllBoxes => Boxes.SelectMany(box => box.WithInner());

    public IEnumerable<DiagramTile> AllTiles => AllBoxes.SelectMany(box => box.Tiles);

    /// <summary>How many resources it shows, in tiles and as boxes.</summary>
    public int Count => AllBoxes.Sum(box => (box.Key is null ? 0 : 1) + box.Tiles.Sum(tile => tile.Keys.Count));

    /// <summary>What a blueprint asks for.</summary>
    /// <param name="live">What there is of it, where states are to be shown; also what is in no blueprint any more is drawn then.</param>
    public static Diagram Of(IReadOnlyList<Desired> resources, Catalog catalog, string region, IReadOnlyList<Observed>? live = null)
    {
        var seen = (live ?? []).Where(row => row.Phase is not Phase.Gone)
            .ToLookup(row => row.Tags.GetValueOrDefault(OwnershipTags.Resource) ?? "", StringComparer.Ordinal);
        var desired = resources.Select(resource => Part.Of(resource, catalog, region)).ToList();
        var shown = new HashSet<Observed>(ReferenceEqualityComparer.Instance);
        if (live is not null) desired = desired.ConvertAll(part => With(part, seen[part.Key].FirstOrDefault(row => row.Type == part.Type.Name), shown));
        return Draw(
            [.. desired, .. seen.SelectMany(rows => rows).Where(row => !shown.Contains(row)).Select(row => Extra(row, catalog))],
            [],
            catalog);
    }

    /// <summary>What there is, in however many Regions. The key of each is its name in <see cref="Core.Planning.ResourceGraph"/>.</summary>
    /// <param name="around">What else is known: where something stands that is not drawn itself.</param>
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
        if (now is null) return part with { State = "not made" };
        shown.Add(now);
        return part with { Ids = [part.Key, now.Id], Phase = now.Phase, State = now.State ?? now.Phase.ToString().ToLowerInvariant() };
    }

    private static Part Extra(Observed row, Catalog catalog)
    {
        var part = Part.Of(row, catalog);
        return part with { State = $"{part.State}, not in the blueprint" };
    }
}
