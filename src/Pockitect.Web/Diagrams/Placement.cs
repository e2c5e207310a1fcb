using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Web.Diagrams;

/// <summary>Determines where each resource belongs, from its references: its subnet, else its VPC, else its Region.</summary>
internal sealed class Placement
{
    private readonly Dictionary<(string Region, GraphKey Key), Part> _known = [];
    private readonly Dictionary<Part, IReadOnlyList<Edge>> _edges = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Part> _drawn;
    private readonly Dictionary<(string Region, string What), Room> _rooms = [];
    private readonly Dictionary<string, Edge?> _onlyVpc;
    private readonly List<Room> _top = [];

    /// <param name="around">Resources that are not drawn but tell where others belong.</param>
    public Placement(IReadOnlyList<Part> parts, IReadOnlyList<Part> around, Catalog catalog)
    {
        _drawn = new HashSet<Part>(parts, ReferenceEqualityComparer.Instance);
        foreach (var part in around.Concat(parts))
        {
            foreach (var id in part.Ids) _known[(RegionOf(part), new GraphKey(part.Spec.GetType(), id))] = part;
        }

        _onlyVpc =
            parts
                .SelectMany(
                    part => EdgesOf(part)
                        .Where(edge => Containers.KindOf(edge.SpecType) is BoxKind.Vpc)
                        .Select(edge => (part.Region, Edge: edge)))
                .GroupBy(found => found.Region)
                .ToDictionary(
                    found => found.Key,
                    found => found.DistinctBy(one => one.Edge.Target).ToList() is [var only] ? only.Edge : null,
                    StringComparer.Ordinal);
        // A stable order: the type's position in the catalog, then the name.
        var order = catalog.Types.Index().ToDictionary(type => type.Item, type => type.Index);
        foreach (var part in parts.OrderBy(part => order[part.Type])
            .ThenBy(part => part.Name, StringComparer.Ordinal)
            .ThenBy(part => part.Key, StringComparer.Ordinal))
        {
            if (Containers.KindOf(part.Spec.GetType()) is not null) RoomOf(part);
            else RoomAround(part).Parts.Add(part);
        }

        Sort(_top);
    }

    public IReadOnlyList<Room> Rooms => _top;

    /// <summary>References between drawn resources, except those that nesting shows.</summary>
    public IEnumerable<(Part From, Part To)> References() =>
        from part in _drawn
        where Containers.KindOf(part.Spec.GetType()) is null
        from edge in EdgesOf(part)
        where Containers.KindOf(edge.SpecType) is null
        let other = Find(part.Region, edge)
        where other is not null && !ReferenceEquals(other, part) && _drawn.Contains(other)
        select (part, other);

    private static string RegionOf(Part part) => part.Type.IsGlobal ? Place.GlobalRegion : part.Region;

    private static void Sort(List<Room> rooms)
    {
        rooms.Sort((one, other) => (one.Kind.CompareTo(other.Kind), string.CompareOrdinal(one.Name, other.Name)) switch
        {
            (not 0 and var byKind, _) => byKind,
            (_, not 0 and var byName) => byName,
            _ => string.CompareOrdinal(one.Part?.Key, other.Part?.Key),
        });
        foreach (var room in rooms) Sort(room.Rooms);
    }

    /// <summary>
    /// Returns the first boxes along the references, smaller ones first; of several, the smallest box that contains them all.
    /// </summary>
    private Room RoomAround(Part part)
    {
        if (part.Type.IsGlobal) return Top(BoxKind.Global, "");
        var met = new HashSet<Part>(ReferenceEqualityComparer.Instance) { part };
        List<Part> level = [part];
        while (level.Count > 0)
        {
            // A security group rule refers to another group without being inside it.
            var edges = level.SelectMany(EdgesOf).Where(edge => !edge.IsDeferred).ToList();
            foreach (var kind in (BoxKind[])[BoxKind.Subnet, BoxKind.Vpc])
            {
                var rooms =
                    edges.Where(edge => Containers.KindOf(edge.SpecType) == kind).Select(edge => RoomOf(part.Region, edge, kind)).ToList();
                if (rooms.Count > 0) return rooms.Aggregate(Room.Common);
            }

            level = [.. edges.Select(edge => Find(part.Region, edge)).OfType<Part>().Where(met.Add)];
        }

        return Top(BoxKind.Region, part.Region);
    }

    private Room RoomOf(string region, Edge edge, BoxKind kind)
    {
        if (Find(region, edge) is { } part) return RoomOf(part);
        // The target is unknown, but its users are still grouped. If there is only one VPC, its subnets are in that one.
        var parent = kind is BoxKind.Subnet && _onlyVpc.GetValueOrDefault(region) is { } only
            ? RoomOf(region, only, BoxKind.Vpc)
            : Top(BoxKind.Region, region);
        return Add((region, $"{kind} {edge.Target}"), parent, _ => new Room(kind, NameOf(edge.Target), parent) { IsElsewhere = true });
    }

    private Room RoomOf(Part part)
    {
        var spec = part.Spec;
        var kind = Containers.KindOf(spec.GetType())!.Value; // Only those reach this line.
        if (_rooms.TryGetValue((part.Region, part.Key), out var known)) return known;
        var parent = EdgesOf(part).FirstOrDefault(edge => Containers.KindOf(edge.SpecType) is BoxKind.Vpc) is { } inside
            ? RoomOf(part.Region, inside, BoxKind.Vpc)
            : Top(BoxKind.Region, part.Region);
        if (Containers.ZoneOf(spec) is { } zone)
        {
            var vpc = parent;
            parent = Add((part.Region, $"{vpc.Part?.Key ?? vpc.Name} {zone}"), vpc, _ => new Room(BoxKind.Zone, zone, vpc));
        }

        return Add((part.Region, part.Key), parent, _ => new Room(kind, part.Name, parent)
        {
            Part = _drawn.Contains(part) ? part : null,
            About = Containers.RangeOf(spec),
            IsElsewhere = !_drawn.Contains(part),
        });
    }

    private Room Top(BoxKind kind, string name)
    {
        if (_rooms.TryGetValue((name, $"{kind}"), out var known)) return known;
        var room = new Room(kind, name, null);
        _top.Add(room);
        return _rooms[(name, $"{kind}")] = room;
    }

    private Room Add((string Region, string What) key, Room parent, Func<Room, Room> make)
    {
        if (_rooms.TryGetValue(key, out var known)) return known;
        var room = make(parent);
        parent.Rooms.Add(room);
        return _rooms[key] = room;
    }

    private static string NameOf(RefTarget target) => target is RefTarget.Tagged { Tags: var tags }
        ? tags.GetValueOrDefault("Name") ?? tags.GetValueOrDefault(OwnershipTags.Resource) ?? target.ToString()!
        : target.ToString()!; // Every target has text.

    private IReadOnlyList<Edge> EdgesOf(Part part) =>
        _edges.TryGetValue(part, out var known) ? known : _edges[part] = [.. SpecTree.Edges(part.Spec)];

    /// <summary>References stay inside a Region, or lead to global resources.</summary>
    private Part? Find(string region, Edge edge) =>
        _known.GetValueOrDefault((region, GraphKey.Of(edge))) ?? _known.GetValueOrDefault((Place.GlobalRegion, GraphKey.Of(edge)));
}
