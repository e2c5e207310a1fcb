namespace Pockitect.Web.Palette;

/// <summary>A keyboard shortcut of one or two keys.</summary>
/// <param name="Url">The page that it opens; null if it acts in place.</param>
public sealed record Shortcut(string Keys, string Words, string? Url = null);

/// <summary>All global shortcuts. The page's script receives those that open a page.</summary>
public static class Shortcuts
{
    public static IReadOnlyList<Shortcut> All { get; } =
    [
        new("Ctrl K", "Search or run a command"),
        new("?", "Show these shortcuts"),
        new("g p", "Go to Projects", "/"),
        new("g m", "Go to Monitor", "/monitor"),
        new("g a", "Go to Activity", "/activity"),
        new("g n", "New project", "/new"),
        new("g i", "Go to Accounts", "/sign-in"),
        new("g s", "Go to Settings", "/settings"),
        new("Esc", "Close the topmost dialog"),
    ];

    public static string? KeysOf(string url) => All.FirstOrDefault(shortcut => shortcut.Url == url)?.Keys;
}
