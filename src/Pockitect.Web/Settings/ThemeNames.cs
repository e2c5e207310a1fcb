namespace Pockitect.Web.Settings;

/// <summary>Themes in words, for people and for style sheets.</summary>
public static class ThemeNames
{
    public static string Of(Theme theme) => theme switch
    {
        Theme.Light => "light",
        Theme.Dark => "dark",
        _ => "as the system",
    };

    /// <summary>What the page's root element carries; null where the system decides.</summary>
    public static string? Attribute(Theme theme) => theme is Theme.System ? null : Of(theme);
}
