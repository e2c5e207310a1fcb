using Pockitect.Core.Resources;

namespace Pockitect.Core.Inventory;

/// <summary>The scope of a scan.</summary>
/// <param name="Regions">Region names, or null for every enabled Region. Global types are always included.</param>
/// <param name="Types">Type names, or null for the whole catalog.</param>
/// <param name="AreNotEnabled">Regions known to be disabled in the account: they get that verdict without a call.</param>
public sealed record ScanRequest(IReadOnlyList<string>? Regions = null, IReadOnlyList<string>? Types = null, bool AreNotEnabled = false)
{
    /// <summary>The limits as text, such as <c>eu-west-1 and eu-central-1, for AWS::EC2::Instance</c>; empty without limits.</summary>
    public string LimitWords() => (Regions, Types) switch
    {
        ({ } regions, { } types) => $"{Join(regions)}, for {Join(types)}",
        ({ } regions, null) => Join(regions),
        (null, { } types) => $"{Join(types)} in every Region",
        _ => "",
    };

    /// <summary>Whether it includes this Region and this type.</summary>
    public bool Names(Place place, string type) => Regions?.Contains(place.Region) is null or true && Types?.Contains(type) is null or true;

    private static string Join(IReadOnlyList<string> names) =>
        names.Count > 1 ? $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}" : string.Join(", ", names);
}

/// <summary>The result of scanning one type in one Region.</summary>
public enum Verdict
{
    /// <summary>Everything was read; an empty result means that there is nothing.</summary>
    Complete,

    /// <summary>The identity lacks permission.</summary>
    Denied,

    /// <summary>An organization policy denies it.</summary>
    DeniedByOrganisation,

    /// <summary>The account has not enabled the Region.</summary>
    NotOptedIn,

    /// <summary>No answer.</summary>
    Unreachable,

    /// <summary>An error ended it partway.</summary>
    Partial,
}

/// <summary>Describes verdicts.</summary>
public static class Verdicts
{
    extension(Verdict verdict)
    {
        public string Word => verdict switch
        {
            Verdict.Complete => "complete",
            Verdict.Denied => "denied",
            Verdict.DeniedByOrganisation => "denied by the organization",
            Verdict.NotOptedIn => "not enabled",
            Verdict.Unreachable => "unreachable",
            _ => "partial",
        };
    }
}

/// <summary>Rows of one type in one Region. The last chunk has their verdict.</summary>
/// <param name="Place">The account and Region; the global place for global types.</param>
/// <param name="Type">The resource type's name.</param>
/// <param name="Resources">The rows of a page.</param>
/// <param name="At">When they were read.</param>
/// <param name="Verdict">The verdict, or null if more chunks of this Region and type follow.</param>
/// <param name="Reason">Why it is incomplete, as text.</param>
public sealed record ScanChunk(
    Place Place, string Type, IReadOnlyList<Observed> Resources, DateTimeOffset At, Verdict? Verdict = null, string? Reason = null);
