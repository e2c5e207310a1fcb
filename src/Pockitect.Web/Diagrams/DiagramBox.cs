using Pockitect.Core.Resources;

namespace Pockitect.Web.Diagrams;

/// <summary>What a box of a picture stands for.</summary>
public enum BoxKind
{
    Region,
    Vpc,

    /// <summary>An Availability Zone, as far as one VPC has subnets in it.</summary>
    Zone,
    Subnet,

    /// <summary>What knows no Regions.</summary>
    Global,
}

/// <summary>A place on the picture, in its own units from the top left corner.</summary>
public readonly record struct Area(int X, int Y, int Width, int Height)
{
    public int Right => X + Width;

    public int Bottom => Y + Height;

    public (int X, int Y) Centre => (X + Width / 2, Y + Height / 2);
}

/// <summary>Something that others stand in.</summary>
public sealed record DiagramBox
{
    public required BoxKind Kind { get; init; }

    /// <summary>The resource that it is: a logical id, or the name in <see cref="Core.Planning.ResourceGraph"/>; null for what is no resource here.</summary>
    public string? Key { get; init; }

    public required string Name { get; init; }

    /// <summary>Its range of addresses.</summary>
    public string? About { get; init; }

    /// <summary>The resources here refer to it, and it is not among them.</summary>
    public bool IsElsewhere { get; init; }

    public Phase? Phase { get; init; }

    /// <summary>AWS's word, or ours; null where nothing is known of its state.</summary>
    public string? State { get; init; }

    public required Area Area { get; init; }

    public IReadOnlyList<DiagramBox> Boxes { get; init; } = [];

    public IReadOnlyList<DiagramTile> Tiles { get; init; } = [];

    /// <summary>What people call its kind.</summary>
    public string KindWord => Kind switch
    {
        BoxKind.Vpc => "VPC",
        BoxKind.Zone => "Zone",
        BoxKind.Global => "Global",
        _ => Kind.ToString(),
    };

    /// <summary>All of it in words.</summary>
    public string Words => string.Join(" · ", ((string?[])[Title, State]).OfType<string>());

    /// <summary>What is written on its edge.</summary>
    public string Title => string.Join(' ', ((string?[])[KindWord, Name.Length > 0 ? Name : null, About, IsElsewhere ? "(elsewhere)" : null]).OfType<string>());

    internal IEnumerable<DiagramBox> WithInner() => Boxes.SelectMany(box => box.WithInner()).Prepend(this);
}

/// <summary>One resource, or several of one type where there are too many to draw each.</summary>
public sealed record DiagramTile
{
    /// <summary>The resources that it stands for, by logical id or by the name in <see cref="Core.Planning.ResourceGraph"/>.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    public required string Name { get; init; }

    /// <summary>The short name of its type: <c>Instance</c>.</summary>
    public required string Type { get; init; }

    public required Family Family { get; init; }

    /// <summary>The worst of several; null where nothing is known of its state.</summary>
    public Phase? Phase { get; init; }

    /// <summary>AWS's word, or ours; null where nothing is known of its state.</summary>
    public string? State { get; init; }

    public required Area Area { get; init; }

    /// <summary>The one resource that it is; null for several.</summary>
    public string? Key => Keys is [var only] ? only : null;

    /// <summary>The line under the name.</summary>
    public string About => State is null ? Type : $"{Type} · {State}";

    /// <summary>All of it in words.</summary>
    public string Words => $"{Name} {About}";
}

/// <summary>A tile that refers to another.</summary>
public sealed record DiagramEdge(DiagramTile From, DiagramTile To);
