using Pockitect.Core.Resources;

namespace Pockitect.Core.Inventory;

/// <summary>What is to be looked at.</summary>
/// <param name="Regions">Names of Regions, or null for every Region that the account has enabled. Types that know no Regions are looked at in any case.</param>
/// <param name="Types">Names of resource types, or null for the whole catalog.</param>
/// <param name="AreNotEnabled">The account is known not to have enabled these Regions: that is their verdict, and nobody asks them.</param>
public sealed record ScanRequest(IReadOnlyList<string>? Regions = null, IReadOnlyList<string>? Types = null, bool AreNotEnabled = false)
{
    /// <summary>What it is limited to, for people, such as <c>eu-west-1 and eu-central-1, for AWS::EC2::Instance</c>; empty where it looks at everything.</summary>
    public string LimitWords() => (Regions, Types) switch
    {
        ({ } regions, { } types) => $"{Join(regions)}, for {Join(types)}",
        ({ } regions, null) => Join(regions),
        (null, { } types) => $"{Join(types)} in every Region",
        _ => "",
    };

    /// <summary>Whether it names this Region and this type, or all.</summary>
    public bool Names(Place place, string type) => Regions?.Contains(place.Region) is null or true && Types?.Contains(type) is null or true;

    private static string Join(IReadOnlyList<string> names) =>
        names.Count > 1 ? $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}" : string.Join(", ", names);
}

/// <summary>How the look at one type in one Region ended.</summary>
public enum Verdict
{
    /// <summary>Everything was seen; an empty answer means that there is nothing.</summary>
    Complete,

    /// <summary>The identity may not look.</summary>
    Denied,

    /// <summary>A policy of the organisation forbids to look.</summary>
    DeniedByOrganisation,

    /// <summary>The account has not enabled the Region.</summary>
    NotOptedIn,

    /// <summary>No answer.</summary>
    Unreachable,

    /// <summary>Some was seen, then an error ended it.</summary>
    Partial,
}

/// <summary>Verdicts as people read them.</summary>
public static class Verdicts
{
    extension(Verdict verdict)
    {
        public string Word => verdict switch
        {
            Verdict.Complete => "complete",
            Verdict.Denied => "denied",
            Verdict.DeniedByOrganisation => "denied by the organisation",
            Verdict.NotOptedIn => "not enabled",
            Verdict.Unreachable => "unreachable",
            _ => "partial",
        };
    }
}

/// <summary>Some of what one Region holds of one type; the last one of the two has their verdict.</summary>
/// <param name="Place">The account and Region; the global place for types that know no Regions.</param>
/// <param name="Type">The resource type's name.</param>
/// <param name="Resources">The rows of one page.</param>
/// <param name="At">When it was seen.</param>
/// <param name="Verdict">How the look ended, or null when more chunks of this Region and type follow.</param>
/// <param name="Reason">Why it did not end complete, for people.</param>
public sealed record ScanChunk(
    Place Place, string Type, IReadOnlyList<Observed> Resources, DateTimeOffset At, Verdict? Verdict = null, string? Reason = null);
