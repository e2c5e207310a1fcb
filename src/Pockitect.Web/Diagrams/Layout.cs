using System.Globalization;
using Pockitect.Core.Resources;

namespace Pockitect.Web.Diagrams;

/// <summary>Positions every room and part: tiles in rows, zones side by side, subnets below each other.</summary>
internal static class Layout
{
    public const int TileWidth = 204;
    public const int TileHeight = 40;
    public const int Header = 26;
    private const int Pad = 10;
    private const int Gap = 8;
    private const int RowWidth = 1180;

    public static Diagram Of(IReadOnlyList<Room> rooms, IEnumerable<(Part From, Part To)> references)
    {
        var tiles = new Dictionary<Part, DiagramTile>(ReferenceEqualityComparer.Instance);
        var boxes = Stack([.. rooms.Select(room => Measure(room, tiles))], 0, 0);
        // Resources can share a tile: one line is enough.
        var edges = references.Where(pair => tiles.ContainsKey(pair.From) && tiles.ContainsKey(pair.To))
            .Select(pair => (From: tiles[pair.From], To: tiles[pair.To]))
            .Where(pair => !ReferenceEquals(pair.From, pair.To))
            .DistinctBy(pair => (pair.From.Keys[0], pair.To.Keys[0]))
            .OrderBy(pair => pair.From.Keys[0], StringComparer.Ordinal).ThenBy(pair => pair.To.Keys[0], StringComparer.Ordinal)
            .ToList();
        var diagram = new Diagram(boxes, [], boxes.Max(box => box.Area.Right), boxes.Max(box => box.Area.Bottom));
        // Boxes and their tiles move during the layout.
        var placed = diagram.AllTiles.ToDictionary(tile => tile.Keys[0], StringComparer.Ordinal);
        return diagram with { Edges = [.. edges.Select(edge => new DiagramEdge(placed[edge.From.Keys[0]], placed[edge.To.Keys[0]]))] };
    }

    /// <summary>Lays out a box in the corner of the diagram, with its content.</summary>
    private static DiagramBox Measure(Room room, Dictionary<Part, DiagramTile> tiles)
    {
        List<DiagramBox> inner = [.. room.Rooms.Select(one => Measure(one, tiles))];
        var groups = room.Parts.Select(part => (IReadOnlyList<Part>)[part]).Concat(room.Heaps).ToList();
        var own = groups.ConvertAll(Tile);
        foreach (var (parts, tile) in groups.Zip(own))
        {
            foreach (var part in parts) tiles[part] = tile;
        }

        // Resources outside networks are placed beside the networks; everything else goes above smaller boxes.
        var isBeside = room.Kind is BoxKind.Region && inner.Count > 0;
        Func<List<DiagramBox>, int, int, List<DiagramBox>> arrange = room.Kind is BoxKind.Zone ? Stack : Shelves;
        var size = arrange(inner, 0, 0)
            .Select(box => (box.Area.Right, box.Area.Bottom))
            .Aggregate((Right: 0, Bottom: 0), (one, other) => (Math.Max(one.Right, other.Right), Math.Max(one.Bottom, other.Bottom)));
        var columns = isBeside ? Rows(own.Count, Fitting(size.Bottom, TileHeight)) : Columns(room.Kind, own.Count, size.Right);
        own = Grid(own, isBeside ? Pad + size.Right + Gap : Pad, columns);
        inner = arrange(inner, Pad, isBeside || own.Count == 0 ? Header : own.Max(tile => tile.Area.Bottom) + Gap);
        var right = own.Select(tile => tile.Area.Right).Concat(inner.Select(box => box.Area.Right)).DefaultIfEmpty(Pad + TileWidth).Max();
        var bottom =
            own.Select(tile => tile.Area.Bottom).Concat(inner.Select(box => box.Area.Bottom)).DefaultIfEmpty(Header - Pad / 2).Max();
        return new DiagramBox
        {
            Kind = room.Kind,
            Key = room.Part?.Key,
            Name = room.Name,
            About = room.About,
            IsElsewhere = room.IsElsewhere,
            Phase = room.Part?.Phase,
            State = room.Part?.State,
            Area = new Area(0, 0, right + Pad, bottom + Pad),
            Boxes = inner,
            Tiles = own,
        };
    }

    private static List<DiagramTile> Grid(List<DiagramTile> tiles, int left, int columns) =>
    [
        .. tiles.Select((tile, index) => tile with
        {
            Area = new Area(
                left + index % columns * (TileWidth + Gap), Header + index / columns * (TileHeight + Gap), TileWidth, TileHeight),
        }),
    ];

    private static int Columns(BoxKind kind, int tiles, int widthBelow) => widthBelow > 0
        ? Math.Max(1, Fitting(widthBelow, TileWidth))
        : Math.Clamp((int)Math.Ceiling(Math.Sqrt(tiles / (kind is BoxKind.Subnet ? 3.0 : 1.0))), 1, Fitting(RowWidth, TileWidth));

    private static int Fitting(int space, int tile) => (space + Gap) / (tile + Gap);

    /// <summary>How many rows this many boxes need, if a row has room for so many.</summary>
    private static int Rows(int tiles, int room) => Math.Max(1, (tiles + Math.Max(room, 1) - 1) / Math.Max(room, 1));

    /// <summary>Stacks boxes vertically.</summary>
    private static List<DiagramBox> Stack(List<DiagramBox> boxes, int x, int y)
    {
        var width = boxes.Select(box => box.Area.Width).DefaultIfEmpty(0).Max();
        return boxes.ConvertAll(box =>
        {
            var moved = Move(box, x, y);
            y = moved.Area.Bottom + Gap;
            return moved with { Area = moved.Area with { Width = width } };
        });
    }

    /// <summary>Places boxes side by side and wraps full rows. All boxes of a row have the same height.</summary>
    private static List<DiagramBox> Shelves(List<DiagramBox> boxes, int x, int y)
    {
        var placed = new List<DiagramBox>();
        var row = new List<DiagramBox>();
        var right = x;
        foreach (var box in boxes)
        {
            if (row.Count > 0 && right + box.Area.Width > x + RowWidth) End();
            row.Add(Move(box, right, y));
            right += box.Area.Width + Gap;
        }

        End();
        return placed;

        void End()
        {
            if (row.Count == 0) return;
            var height = row.Max(box => box.Area.Height);
            placed.AddRange(row.Select(box => box with { Area = box.Area with { Height = height } }));
            (right, y) = (x, y + height + Gap);
            row.Clear();
        }
    }

    private static DiagramBox Move(DiagramBox box, int x, int y) => box with
    {
        Area = Move(box.Area, x, y),
        Boxes = [.. box.Boxes.Select(inner => Move(inner, x, y))],
        Tiles = [.. box.Tiles.Select(tile => tile with { Area = Move(tile.Area, x, y) })],
    };

    private static Area Move(Area area, int x, int y) => area with { X = area.X + x, Y = area.Y + y };

    private static DiagramTile Tile(IReadOnlyList<Part> parts)
    {
        var first = parts[0];
        var tile = new DiagramTile
        {
            Keys = [.. parts.Select(part => part.Key)],
            Name = first.Name,
            Type = first.Type.ShortName,
            Family = first.Type.Family,
            Phase = first.Phase,
            State = first.State,
            Area = default,
        };
        if (parts.Count == 1) return tile;
        // A failed resource must not hide behind running ones.
        var worst = parts.MaxBy(part => Weight(part.Phase))!; // There are several.
        return tile with
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"{parts.Count:N0} × {first.Type.ShortName}"),
            Phase = worst.Phase,
            State = worst.Phase is null or Phase.Ready ? worst.State
                // It has one.
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{parts.Count(part => part.Phase == worst.Phase):N0} {worst.Phase.ToString()!.ToLowerInvariant()}"),
        };
    }

    private static int Weight(Phase? phase) => phase switch
    {
        null => 0,
        Phase.Ready => 1,
        Phase.Gone => 2,
        Phase.Stopped => 3,
        Phase.Deleting => 4,
        Phase.Pending => 5,
        _ => 6,
    };
}
