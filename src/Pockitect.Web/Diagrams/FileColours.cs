using Pockitect.Core.Resources;

namespace Pockitect.Web.Diagrams;

/// <summary>The light theme's colors from diagram.css, for files.</summary>
internal static class FileColours
{
    public const string Ground = "#ffffff";
    private const string Text = "#1b2430";
    private const string Soft = "#4a5565";
    private const string Line = "#d5dae1";
    private const string Fonts = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

    /// <param name="own">The element's classes.</param>
    /// <param name="outer">The classes of its parent element.</param>
    public static IEnumerable<(string Name, string Value)> Of(string element, string own, string outer) => (element, own.Split(' ')) switch
    {
        (_, ["box", "vpc", ..]) => [("fill", Soft), ("fill-opacity", ".04"), ("stroke", Of(ResourceFamily.Network)), .. Dashes(own)],
        (_, ["box", "subnet", ..]) =>
            [
                ("fill", Of(ResourceFamily.Network)),
                ("fill-opacity", ".07"),
                ("stroke", Of(ResourceFamily.Network)),
                ("stroke-opacity", ".45"),
                .. Dashes(own),
            ],
        (_, ["box", ..]) => [("fill", Soft), ("fill-opacity", ".04"), ("stroke", Soft), ("stroke-opacity", ".55"), .. Dashes(own)],
        (_, ["target"]) => [("fill", "none")],
        (_, ["plate"]) => [("fill", Ground), ("stroke", outer.Contains("many", StringComparison.Ordinal) ? Soft : Line)],
        (_, ["icon"]) =>
            [
                ("fill", "none"),
                ("stroke", Of(FamilyIn(outer))),
                ("stroke-width", "1.3"),
                ("stroke-linejoin", "round"),
                ("stroke-linecap", "round"),
            ],
        (_, ["edge", ..]) => [("fill", "none"), ("stroke", Soft), ("stroke-opacity", ".4")],
        (_, ["mark", var phase]) => Mark(phase),
        (_, ["name"]) => [("font-family", Fonts), ("font-size", "12"), ("font-weight", "600"), ("fill", Text)],
        (_, ["about"]) => [("font-family", Fonts), ("font-size", "11"), ("fill", Soft)],
        (_, ["kind"]) => [("font-family", Fonts), ("font-size", "11"), ("font-weight", "600"), ("fill", Soft)],
        _ => [],
    };

    private static string Of(ResourceFamily family) => family switch
    {
        ResourceFamily.Network => "#6b4bb8",
        ResourceFamily.Security => "#a32d2d",
        ResourceFamily.Compute => "#b4540a",
        ResourceFamily.Storage => "#2f7a2f",
        ResourceFamily.Database => "#1f5fb5",
        ResourceFamily.Identity => "#8a2b72",
        _ => Soft,
    };

    private static ResourceFamily FamilyIn(string classes) =>
        classes.Split(' ') is ["tile", var word, ..] && Enum.TryParse<ResourceFamily>(word, ignoreCase: true, out var family)
            ? family
            : ResourceFamily.Other;

    private static IEnumerable<(string Name, string Value)> Dashes(string classes) =>
        classes.Contains("elsewhere", StringComparison.Ordinal)
            ? [("stroke-dasharray", "1 3")]
            : classes.Contains("zone", StringComparison.Ordinal) ? [("stroke-dasharray", "4 3")]
            : [];

    private static IEnumerable<(string Name, string Value)> Mark(string phase) => phase switch
    {
        "ready" => [("fill", "#1a7a3a"), ("stroke", "#1a7a3a")],
        "pending" => [("fill", "#8a5300"), ("stroke", "#8a5300")],
        "failed" => [("fill", "#b3261e"), ("stroke", "#b3261e")],
        _ => [("fill", "none"), ("stroke", Soft), ("stroke-width", "1.6")],
    };
}
