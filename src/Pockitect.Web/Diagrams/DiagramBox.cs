using Pockitect.Core.Resources;

namespace Pockitect.Web.Diagrams;

/// <summary>What a diagram box represents.</summary>
public enum BoxKind
{
    Region,
    Vpc,

    /// <summary>An Availability Zone, for the subnets of one VPC.</summary>
    Zone,
    Subnet,

    /// <summary>Global resources.</summary>
    Global,
}

/// <summary>A rectangle in diagram units from the top left corner.</summary>
public readonly record struct Area(int X, int Y, int Width, int Height)
{
    public int Right => X + Width;

    public int Bottom => Y + Height;

    public (int X, int Y) Centre => (X + Width / 2, Y + Height / 2);
}

/// <summary>A box that contains others.</summary>
public sealed record DiagramBox
{
    public required BoxKind Kind { get; init; }

    /// <summary>
    /// The key of its resource: a logical ID, or the name in <see cref="Core.Resources.Analysis.ResourceGraph"/>; null if the box has no
    /// resource
    /// here.
    /// </summary>
    public string? Key { get; init; }

    public required string Name { get; init; }

    /// <summary>Its address range.</summary>
    public string? About { get; init; }

    /// <summary>A resource outside the diagram that others refer to.</summary>
    public bool IsElsewhere { get; init; }

    public Phase? Phase { get; init; }

    /// <summary>The state from AWS or Pockitect; null if unknown.</summary>
    public string? State { get; init; }

    public required Area Area { get; init; }

    public IReadOnlyList<DiagramBox> Boxes { get; init; } = [];

    public IReadOnlyList<DiagramTile> Tiles { get; init; } = [];

    /// <summary>The display name of its kind.</summary>
    public string KindWord => Kind switch
    {
        BoxKind.Vpc => "VPC",
        BoxKind.Zone => "Zone",
        BoxKind.Global => "Global",
        _ => Kind.ToString(),
    };

    /// <summary>The full description.</summary>
    public string Words => string.Join(" · ", ((string?[])[Title, State]).OfType<string>());

    /// <summary>The label on its edge.</summary>
    public string Title =>
        string.Join(
            ' ', ((string?[])[KindWord, Name.Length > 0 ? Name : null, About, IsElsewhere ? "(elsewhere)" : null]).OfType<string>());

    internal IEnumerable<DiagramBox> WithInner() => Boxes.SelectMany(box => box.WithInner()).Prepend(this);
}

/// <summary>One resource, or several of one type if there are too many to draw.</summary>
public sealed record DiagramTile
{
    /// <summary>The resources of the tile, by logical ID or by the name in <see cref="Core.Resources.Analysis.ResourceGraph"/>.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    public required string Name { get; init; }

    /// <summary>The short type name: <c>Instance</c>.</summary>
    public required string Type { get; init; }

    public required ResourceFamily Family { get; init; }

    /// <summary>The worst state of its resources; null if unknown.</summary>
    public Phase? Phase { get; init; }

    /// <summary>The state from AWS or Pockitect; null if unknown.</summary>
    public string? State { get; init; }

    public required Area Area { get; init; }

    /// <summary>The key of its only resource; null for several.</summary>
    public string? Key => Keys is [var only] ? only : null;

    /// <summary>The line below the name.</summary>
    public string About => State is null ? Type : $"{Type} · {State}";

    /// <summary>The full description.</summary>
    public string Words => $"{Name} {About}";
}

/// <summary>A line from a tile to the tile that it refers to.</summary>
public sealed record DiagramEdge(DiagramTile From, DiagramTile To);
