namespace Pockitect.Web.Palette;

/// <summary>What an entry of the palette is; the order is that of entries which fit equally well.</summary>
public enum PaletteKind
{
    Action,
    Project,
    Resource,
}

/// <summary>Something that can be gone to or done by its name.</summary>
/// <param name="Title">What is looked for first.</param>
/// <param name="Detail">What is looked for too, and shown beside it.</param>
/// <param name="Url">Where it leads; null for what is done here.</param>
public sealed record PaletteEntry(PaletteKind Kind, string Title, string Detail, string? Url)
{
    /// <summary>Done when it is chosen, before it leads anywhere; null where it only leads somewhere.</summary>
    public Func<Task>? Do { get; init; }

    /// <summary>The keys that do the same; null where none do.</summary>
    public string? Keys { get; init; }
}
