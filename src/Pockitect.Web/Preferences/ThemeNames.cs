namespace Pockitect.Web.Preferences;

/// <summary>Theme names for users and style sheets.</summary>
public static class ThemeNames
{
    public static string Of(Theme theme) => theme switch
    {
        Theme.Light => "light",
        Theme.Dark => "dark",
        _ => "System",
    };

    /// <summary>The value on the page's root element; null if the system decides.</summary>
    public static string? Attribute(Theme theme) => theme is Theme.System ? null : Of(theme);
}
