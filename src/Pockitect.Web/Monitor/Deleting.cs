using Pockitect.Core;
using Pockitect.Core.Bus;
using Pockitect.Core.Guards;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Web.Monitor;

/// <summary>A delete of picked resources on its way to a person's yes: what is picked, how, and what that would do.</summary>
public sealed record Deleting
{
    private Deleting()
    {
    }

    public required ResourceSelection Selection { get; init; }

    public TerminateOptions Options { get; init; } = new();

    /// <summary>What would go; null as long as it is worked out.</summary>
    public Plan? Plan { get; init; }

    /// <summary>What is picked, or why it cannot go together: a sentence.</summary>
    public static (Deleting? Deleting, string? Problem) Of(Catalog catalog, IReadOnlyCollection<MonitorRow> picked)
    {
        if (picked.FirstOrDefault(row => row.Resource.Locked is not null) is { } locked)
            return (null, $"{locked.Name} is never deleted from here: {locked.Resource.Locked}");
        List<string> regions = [.. picked.Where(row => !catalog[row.Resource.Type].IsGlobal).Select(row => row.Region).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return regions switch
        {
            [] => (new Deleting { Selection = new ResourceSelection(Place.GlobalRegion, Ids(picked)) }, null),
            [var region] => (new Deleting { Selection = new ResourceSelection(region, Ids(picked)) }, null),
            _ => (null, $"These resources are in several Regions ({string.Join(", ", regions)}). Delete those of one Region at a time."),
        };
    }

    /// <summary>The plan can be carried out and would do something.</summary>
    public bool IsPossible => Plan is { IsEmpty: false, Refusals.Count: 0 };

    /// <summary>The name that has to be typed; null where a plain yes is enough.</summary>
    public string? NameToType(GuardRails rails) => Plan is { IsEmpty: false } plan && (plan.LosesData || rails.NeedsName) ? GuardRails.NameToType(plan, project: null) : null;

    /// <summary>What is sent once a person has agreed; null where they have not.</summary>
    public Terminate? Command(GuardRails rails, string typed)
    {
        if (!IsPossible || Plan is not { } plan) return null;
        var name = NameToType(rails);
        if (name is not null && typed != name) return null;
        // A plain yes to what only loses data is no name.
        return new Terminate(plan.Fingerprint, Selection, Options) { Confirmation = rails.NeedsName ? name : null };
    }

    /// <summary>The command that does the same.</summary>
    public string Words => CommandHint.Join(
    [
        "pockitect", "delete",
        .. Selection.Ids.SelectMany(id => (string[])["--id", id]),
        "--region", Selection.Region,
        .. Options.FinalSnapshots ? [] : (string[])["--no-final-snapshot"],
        .. Options.EmptyBuckets ? ["--empty-buckets"] : (string[])[],
        .. Options.LiftProtection ? ["--lift-protection"] : (string[])[],
    ]);

    // With its type: a role and its instance profile may share their name.
    private static IReadOnlyList<string> Ids(IEnumerable<MonitorRow> picked) => [.. picked.Select(row => $"{row.Type}/{row.Id}").Order(StringComparer.Ordinal)];
}
