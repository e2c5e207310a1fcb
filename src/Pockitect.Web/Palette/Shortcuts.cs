namespace Pockitect.Web.Palette;

/// <summary>A key or two, and what they do.</summary>
/// <param name="Url">Where they lead; null for what is done on the spot.</param>
public sealed record Shortcut(string Keys, string Words, string? Url = null);

/// <summary>All keys that do something everywhere. The window's script is told those that lead somewhere.</summary>
public static class Shortcuts
{
    public static IReadOnlyList<Shortcut> All { get; } =
    [
        new("Ctrl K", "Look for an action, a project or a resource"),
        new("?", "Show these shortcuts"),
        new("g p", "Go to Projects", "/"),
        new("g m", "Go to Monitor", "/monitor"),
        new("g a", "Go to Activity", "/activity"),
        new("g n", "Begin a new project", "/new"),
        new("g i", "Go to Accounts", "/sign-in"),
        new("g s", "Go to Settings", "/settings"),
        new("Esc", "Close what is open on top"),
    ];

    public static string? KeysOf(string url) => All.FirstOrDefault(shortcut => shortcut.Url == url)?.Keys;
}
