using Pockitect.Aws;
using Pockitect.Web.Changes;
using Pockitect.Web.Work;

namespace Pockitect.Web.Shell;

/// <summary>What the status bar says.</summary>
internal static class StatusText
{
    private const string ProjectPages = "/projects/";

    /// <summary>The Region of the project that is looked at, else the one that the identity names as its own; null where neither is known.</summary>
    public static string? RegionOf(Workbench bench, string path)
    {
        if (path.StartsWith(ProjectPages, StringComparison.Ordinal) && path[ProjectPages.Length..].Split('/') is [{ Length: > 0 } slug, ..]
            && RegionOfProject(bench, Uri.UnescapeDataString(slug)) is { } region) return region;
        return bench.Account.Identity.Region;
    }

    /// <summary>The style of a Region: production is red, and else each part of the world has a colour of its own.</summary>
    public static string ColourOf(string region, bool isProduction) => isProduction ? "production" : region[..Math.Min(2, region.Length)] switch
    {
        "eu" => "europe",
        "us" or "ca" or "mx" => "north",
        "sa" => "south",
        "ap" or "cn" => "asia",
        _ => "else",
    };

    /// <summary>When the credentials end, counting; null where nobody has to think of it.</summary>
    public static (string Words, bool IsNear)? Expiry(CredentialEnd? end, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (end is not { At: { } at }) return null;
        if (at <= now && !end.RenewsAlone) return ("credentials have ended", true);
        var left = at - now;
        var clock = TimeZoneInfo.ConvertTime(at, zone).ToString(left < TimeSpan.FromHours(20) ? "HH:mm" : "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        if (end.RenewsAlone) return ($"credentials until {clock}, renewed by themselves", false);
        return left <= Lapse.Near
            ? ($"credentials end in {Math.Max(1, (int)left.TotalMinutes)} min", true)
            : ($"credentials until {clock} ({(left < TimeSpan.FromHours(2) ? $"{(int)left.TotalMinutes} min" : left < TimeSpan.FromDays(2) ? $"{(int)left.TotalHours} h" : $"{(int)left.TotalDays} days")})", false);
    }

    public static string Of(RunningOperation operation) =>
        $"{OperationPace.Doing(operation)}: {(operation.Total > 0 ? $"{operation.Step} of {operation.Total} steps" : "running")}";

    /// <summary>Where an operation is shown.</summary>
    public static string PageOf(RunningOperation operation) => operation switch
    {
        { IsChange: true, Handle: { } handle } => AppLinks.Change(handle, OperationPace.PageOf(operation.Command)),
        { IsChange: true } => "/activity",
        _ => "/monitor",
    };

    private static string? RegionOfProject(Workbench bench, string slug)
    {
        try
        {
            return bench.Projects.Slugs.Contains(slug) ? bench.Projects.Read(slug)?.Blueprint?.Project.Region : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It was just moved away; its own page tells of that.
            return null;
        }
    }
}
