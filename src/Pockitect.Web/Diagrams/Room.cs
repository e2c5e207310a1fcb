namespace Pockitect.Web.Diagrams;

/// <summary>A box before layout: what it is, and its content.</summary>
internal sealed class Room(BoxKind kind, string name, Room? parent)
{
    public BoxKind Kind => kind;

    public string Name => name;

    public Room? Parent => parent;

    /// <summary>The box's resource; null for a zone, a Region or an external resource.</summary>
    public Part? Part { get; init; }

    public string? About { get; init; }

    public bool IsElsewhere { get; init; }

    public List<Room> Rooms { get; private init; } = [];

    public List<Part> Parts { get; private init; } = [];

    /// <summary>Counts of resources that are too many to draw, in addition to <see cref="Parts"/>.</summary>
    public List<IReadOnlyList<Part>> Heaps { get; private init; } = [];

    /// <summary>The number of boxes and tiles needed to draw it.</summary>
    public int Pieces => 1 + Parts.Count + Heaps.Count + Rooms.Sum(room => room.Pieces);

    /// <summary>Returns the smallest room that contains both.</summary>
    public static Room Common(Room one, Room other)
    {
        var way = one.WithOuter().ToHashSet();
        return other.WithOuter().First(way.Contains);
    }

    /// <summary>Returns the same room with other content.</summary>
    public Room With(IEnumerable<Room> rooms, IEnumerable<Part> parts, IEnumerable<IReadOnlyList<Part>> heaps) =>
        new(kind, name, parent)
        {
            Part = Part,
            About = About,
            IsElsewhere = IsElsewhere,
            Rooms = [.. rooms],
            Parts = [.. parts],
            Heaps = [.. heaps],
        };

    /// <summary>All resources inside, including those that are rooms.</summary>
    public IEnumerable<Part> Inside() =>
        Parts.Concat(Heaps.SelectMany(heap => heap))
            .Concat(Rooms.SelectMany(room => room.Inside().Concat(room.Part is { } part ? [part] : [])));

    private IEnumerable<Room> WithOuter()
    {
        for (var room = this; room is not null; room = room.Parent) yield return room;
    }
}
