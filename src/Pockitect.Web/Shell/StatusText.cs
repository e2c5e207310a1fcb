using Pockitect.Aws;
using Pockitect.Web.Changes;
using Pockitect.Web.Controls;
using Pockitect.Web.Work;

namespace Pockitect.Web.Shell;

/// <summary>The texts of the status bar.</summary>
internal static class StatusText
{
    private const string ProjectPages = "/projects/";

    /// <summary>Returns the Region of the current project, otherwise the identity's; null if unknown.</summary>
    public static string? RegionOf(AccountSession session, string path)
    {
        if (path.StartsWith(ProjectPages, StringComparison.Ordinal) && path[ProjectPages.Length..].Split('/') is [{ Length: > 0 } slug, ..]
            && RegionOfProject(session, Uri.UnescapeDataString(slug)) is { } region) return region;
        return session.Account.Identity.Region;
    }

    /// <summary>Returns the style of a Region: red for production, otherwise a color per part of the world.</summary>
    public static string ColourOf(string region, bool isProduction) =>
        isProduction ? "production" : region[..Math.Min(2, region.Length)] switch
        {
            "eu" => "europe",
            "us" or "ca" or "mx" => "north",
            "sa" => "south",
            "ap" or "cn" => "asia",
            _ => "else",
        };

    /// <summary>Returns when the credentials expire, as a countdown; null if they need no attention.</summary>
    public static (string Words, bool IsNear)? Expiry(CredentialEnd? end, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (end is not { At: { } at }) return null;
        if (at <= now && !end.RenewsAlone) return ("Session expired", true);
        var left = at - now;
        var clock = TimeZoneInfo.ConvertTime(at, zone)
            .ToString(left < TimeSpan.FromHours(20) ? "HH:mm" : "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        if (end.RenewsAlone) return ($"Session renews automatically", false);
        return left <= Lapse.Near
            ? ($"Session expires in {Math.Max(1, (int)left.TotalMinutes)} min", true)
            : ($"Session until {clock} ({Rounded(left)})", false);
    }

    public static string Of(RunningOperation operation) =>
        $"{OperationPace.Doing(operation)}: {(operation.Total > 0 ? $"{operation.Step} of {operation.Total} steps" : "running")}";

    /// <summary>Returns the page that shows an operation.</summary>
    public static string PageOf(RunningOperation operation) => operation switch
    {
        { IsChange: true, Handle: { } handle } => AppLinks.Change(handle, OperationPace.PageOf(operation.Command)),
        { IsChange: true } => "/activity",
        _ => "/monitor",
    };

    private static string? RegionOfProject(AccountSession session, string slug)
    {
        try
        {
            return session.Projects.Slugs.Contains(slug) ? session.Projects.Read(slug)?.Blueprint?.Project.Region : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file was just moved; its own page reports that.
            return null;
        }
    }

    private static string Rounded(TimeSpan left) => left switch
    {
        { TotalHours: < 2 } => $"{(int)left.TotalMinutes} min",
        { TotalDays: < 2 } => $"{(int)left.TotalHours} h",
        _ => $"{(int)left.TotalDays} days",
    };
}
