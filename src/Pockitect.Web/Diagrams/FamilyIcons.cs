using Pockitect.Core.Resources;

namespace Pockitect.Web.Diagrams;

/// <summary>The icon of each family: Pockitect's own lines, drawn in a square of 16.</summary>
internal static class FamilyIcons
{
    public static string Of(ResourceFamily family) => family switch
    {
        ResourceFamily.Network => "M6.5 1.5h3v3h-3zM1.5 11.5h3v3h-3zM11.5 11.5h3v3h-3zM8 4.5v3.5M3 11.5V8h10v3.5",
        ResourceFamily.Security => "M8 1.5l5.5 2v4c0 3.4-2.3 5.8-5.5 7-3.2-1.2-5.5-3.6-5.5-7v-4zM5.5 8l2 2 3.5-4",
        ResourceFamily.Compute => "M4 4h8v8H4zM6.5 6.5h3v3h-3zM6 1.5V4M10 1.5V4M6 12v2.5M10 12v2.5M1.5 6H4M1.5 10H4M12 6h2.5M12 10h2.5",
        ResourceFamily.Storage => "M2.5 4h11l-1.4 10.5H3.9zM2.5 4C2.5 2.6 5 1.5 8 1.5S13.5 2.6 13.5 4",
        ResourceFamily.Database =>
            "M3 4c0-1.4 2.2-2.5 5-2.5s5 1.1 5 2.5-2.2 2.5-5 2.5S3 5.4 3 4zM3 4v8c0 1.4 2.2 2.5 5 2.5s5-1.1 5-2.5V4M3 8c0 1.4 2.2 2.5 5 "
                + "2.5s5-1.1 5-2.5",
        ResourceFamily.Identity => "M10.5 1.8a3.7 3.7 0 1 1 0 7.4 3.7 3.7 0 0 1 0-7.4zM8 8l-6 6M3.5 12.5l2 2M5.7 10.3l1.6 1.6",
        _ => "M2 4h12M2 8h12M2 12h12M5 2.5v3M11 6.5v3M7 10.5v3",
    };
}
