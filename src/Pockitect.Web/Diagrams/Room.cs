namespace Pockitect.Web.Diagrams;

/// <summary>A box before it has a size: what it is, and what stands in it.</summary>
internal sealed class Room(BoxKind kind, string name, Room? parent)
{
    public BoxKind Kind => kind;

    public string Name => name;

    public Room? Parent => parent;

    /// <summary>The resource that it is; null for a zone, a Region, and for what is elsewhere.</summary>
    public Part? Part { get; init; }

    public string? About { get; init; }

    public bool IsElsewhere { get; init; }

    public List<Room> Rooms { get; private init; } = [];

    public List<Part> Parts { get; private init; } = [];

    /// <summary>Too many to draw each; they stand beside <see cref="Parts"/>.</summary>
    public List<IReadOnlyList<Part>> Heaps { get; private init; } = [];

    /// <summary>How many boxes and tiles it takes to draw it.</summary>
    public int Pieces => 1 + Parts.Count + Heaps.Count + Rooms.Sum(room => room.Pieces);

    /// <summary>The smallest room that both are in.</summary>
    public static Room Common(Room one, Room other)
    {
        var way = one.WithOuter().ToHashSet();
        return other.WithOuter().First(way.Contains);
    }

    /// <summary>The same room with other things in it.</summary>
    public Room With(IEnumerable<Room> rooms, IEnumerable<Part> parts, IEnumerable<IReadOnlyList<Part>> heaps) =>
        new(kind, name, parent) { Part = Part, About = About, IsElsewhere = IsElsewhere, Rooms = [.. rooms], Parts = [.. parts], Heaps = [.. heaps] };

    /// <summary>All resources inside, also those that are rooms.</summary>
    public IEnumerable<Part> Inside() => Parts.Concat(Heaps.SelectMany(heap => heap)).Concat(Rooms.SelectMany(room => room.Inside().Concat(room.Part is { } part ? [part] : [])));

    private IEnumerable<Room> WithOuter()
    {
        for (var room = this; room is not null; room = room.Parent) yield return room;
    }
}
