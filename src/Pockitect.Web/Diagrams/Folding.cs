namespace Pockitect.Web.Diagrams;

/// <summary>Keeps a diagram small enough to draw and read: one tile counts the resources of a type that has too many.</summary>
internal static class Folding
{
    /// <summary>The maximum number of boxes and tiles.</summary>
    public const int Most = 600;

    /// <summary>Up to this many resources of one type in one box are always drawn separately.</summary>
    private const int Few = 4;

    /// <summary>
    /// Folds until the diagram fits: first many of a type in one box, then the content of VPCs, then the content of Regions.
    /// </summary>
    public static IReadOnlyList<Room> Fold(IReadOnlyList<Room> rooms)
    {
        Func<Room, Room>[] ways = [room => room, Heap, room => Close(room, BoxKind.Vpc), room => Close(room, BoxKind.Region)];
        var folded = rooms;
        foreach (var way in ways)
        {
            folded = [.. rooms.Select(way)];
            if (folded.Sum(room => room.Pieces) <= Most) break;
        }

        return folded;
    }

    private static Room Heap(Room room)
    {
        var groups = room.Parts.GroupBy(part => part.Type).ToLookup(group => group.Count() > Few);
        return room.With(
            room.Rooms.Select(Heap),
            groups[false].SelectMany(group => group),
            groups[true].Select(group => (IReadOnlyList<Part>)[.. group]));
    }

    /// <summary>Folds every room of a kind to counts.</summary>
    private static Room Close(Room room, BoxKind kind) =>
        room.Kind == kind || room.Kind is BoxKind.Global || (room.Kind is BoxKind.Subnet && room.Parent?.Kind is BoxKind.Region)
            ? room.With([], [], room.Inside().GroupBy(part => part.Type).Select(group => (IReadOnlyList<Part>)[.. group]))
            : Heap(room) is var heaped ? heaped.With(room.Rooms.Select(inner => Close(inner, kind)), heaped.Parts, heaped.Heaps) : room;
}
