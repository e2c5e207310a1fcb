using MudBlazor;

namespace Pockitect.Web.Shell;

/// <summary>The app's theme: the system font, small type, square corners, and calm colors with enough contrast in light and dark.</summary>
internal static class Appearance
{
    private static readonly string[] SystemFont = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0b5cad",
            Secondary = "#5b4a9c",
            AppbarBackground = "#ffffff",
            Background = "#f7f8fa",
            Surface = "#ffffff",
            TextPrimary = "#1b2430",
            TextSecondary = "#4a5565",
            ActionDefault = "#4a5565",
            Success = "#1a7a3a",
            Warning = "#8a5300",
            Error = "#b3261e",
            Info = "#0b5cad",
            LinesDefault = "#d5dae1",
            TableLines = "#e3e7ec",
            Divider = "#d5dae1",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#7ab8ff",
            Secondary = "#bfa8ff",
            AppbarBackground = "#171c24",
            Background = "#11151b",
            Surface = "#171c24",
            TextPrimary = "#e6ebf2",
            TextSecondary = "#a9b4c2",
            ActionDefault = "#a9b4c2",
            Success = "#6fd08c",
            Warning = "#f0b65a",
            Error = "#ff8f87",
            Info = "#7ab8ff",
            LinesDefault = "#2c3541",
            TableLines = "#262e39",
            Divider = "#2c3541",
            PrimaryContrastText = "#0c1117",
            ErrorContrastText = "#0c1117",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography
            {
                FontFamily = SystemFont,
                FontSize = "0.8125rem",
                LineHeight = "1.45",
                LetterSpacing = "normal",
            },
            Button = new ButtonTypography
            {
                FontFamily = SystemFont,
                FontSize = "0.8125rem",
                TextTransform = "none",
                LetterSpacing = "normal",
                FontWeight = "500",
            },
            H1 = new H1Typography { FontFamily = SystemFont, FontSize = "1.25rem", FontWeight = "600", LetterSpacing = "normal" },
            H2 = new H2Typography { FontFamily = SystemFont, FontSize = "1rem", FontWeight = "600", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = SystemFont, FontSize = "0.8125rem", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = SystemFont, FontSize = "0.8125rem", LetterSpacing = "normal" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "4px", AppbarHeight = "40px" },
    };
}
