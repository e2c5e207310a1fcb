namespace Pockitect.Web.Diagrams;

/// <summary>Keeps a picture small enough to be drawn and looked at: where there is too much of a type, one tile counts it.</summary>
internal static class Folding
{
    /// <summary>The most boxes and tiles that are drawn.</summary>
    public const int Most = 600;

    /// <summary>As many of one type in one box are always drawn each.</summary>
    private const int Few = 4;

    /// <summary>As much as there may be: first many of a type in one box become one tile, then what is in a VPC, then what is in a Region.</summary>
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
        return room.With(room.Rooms.Select(Heap), groups[false].SelectMany(group => group), groups[true].Select(group => (IReadOnlyList<Part>)[.. group]));
    }

    /// <summary>Every room of this kind with nothing but counts in it.</summary>
    private static Room Close(Room room, BoxKind kind) => room.Kind == kind || room.Kind is BoxKind.Global || (room.Kind is BoxKind.Subnet && room.Parent?.Kind is BoxKind.Region)
        ? room.With([], [], room.Inside().GroupBy(part => part.Type).Select(group => (IReadOnlyList<Part>)[.. group]))
        : Heap(room) is var heaped ? heaped.With(room.Rooms.Select(inner => Close(inner, kind)), heaped.Parts, heaped.Heaps) : room;
}
