namespace Pockitect.Web.Palette;

/// <summary>The kind of a palette entry. Entries that match equally well are shown in this order.</summary>
public enum PaletteKind
{
    Action,
    Project,
    Resource,
}

/// <summary>An entry that can be opened or run by name.</summary>
/// <param name="Title">Searched first.</param>
/// <param name="Detail">Searched second and shown next to the title.</param>
/// <param name="Url">The page that it opens; null if it runs here.</param>
public sealed record PaletteEntry(PaletteKind Kind, string Title, string Detail, string? Url)
{
    /// <summary>Runs before the page opens; null if the entry only opens a page.</summary>
    public Func<Task>? Do { get; init; }

    /// <summary>The keyboard shortcut; null if missing.</summary>
    public string? Keys { get; init; }
}
