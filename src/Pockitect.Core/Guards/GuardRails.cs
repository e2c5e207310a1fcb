using System.Globalization;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;

namespace Pockitect.Core.Guards;

/// <summary>What an account's owner has forbidden on this computer, however a change is asked for, and what they want looked at. Null is not said.</summary>
public sealed record GuardRails
{
    public static readonly GuardRails None = new();

    /// <summary>Nothing in the account is changed from here.</summary>
    public bool? ReadOnly { get; init; }

    /// <summary>It is the one that matters: shown in red, and its projects' names are typed for every change.</summary>
    public bool? Production { get; init; }

    /// <summary>The project's name is typed for every change, and not only where data is lost.</summary>
    public bool? TypedConfirmation { get; init; }

    /// <summary>The only Regions in which anything is changed.</summary>
    public IReadOnlyList<string>? AllowedRegions { get; init; }

    /// <summary>Regions in which nothing is changed.</summary>
    public IReadOnlyList<string>? LockedRegions { get; init; }

    /// <summary>US dollars a month that a project may cost after a change that makes it dearer.</summary>
    public decimal? PriceCeiling { get; init; }

    /// <summary>The only Regions that a scan looks at which names none.</summary>
    public IReadOnlyList<string>? ScanRegions { get; init; }

    /// <summary>The only resource types that a scan looks for which names none, by their full names.</summary>
    public IReadOnlyList<string>? ScanTypes { get; init; }

    /// <summary>Every change needs a name, typed or given with the command; see <see cref="ApprovalRule"/>.</summary>
    public bool NeedsName => Production is true || TypedConfirmation is true;

    /// <summary>What one account says, over what is said for all.</summary>
    public GuardRails Over(GuardRails all) => new()
    {
        ReadOnly = ReadOnly ?? all.ReadOnly,
        Production = Production ?? all.Production,
        TypedConfirmation = TypedConfirmation ?? all.TypedConfirmation,
        AllowedRegions = AllowedRegions ?? all.AllowedRegions,
        LockedRegions = LockedRegions ?? all.LockedRegions,
        PriceCeiling = PriceCeiling ?? all.PriceCeiling,
        ScanRegions = ScanRegions ?? all.ScanRegions,
        ScanTypes = ScanTypes ?? all.ScanTypes,
    };

    /// <summary>Why a plan may not be carried out, a sentence or two each. A plan that changes nothing may.</summary>
    public IEnumerable<string> Forbid(Plan plan, string account)
    {
        if (plan.IsEmpty) yield break;
        if (ReadOnly is true)
            yield return $"Account {account} is read-only here. `pockitect settings set {account}.read_only false` lifts that.";
        // What knows no Regions, such as a role, is as much in the Region of the project that it belongs to.
        foreach (var region in plan.Steps.Where(step => !step.Type.IsGlobal).Select(step => step.Place.Region).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (LockedRegions?.Contains(region) is true)
                yield return $"{region} is locked for account {account}: nothing in it is changed from here. `pockitect settings` shows locked_regions.";
            else if (AllowedRegions?.Contains(region) is false)
                yield return $"{region} is none of the Regions in which account {account} is changed from here ({string.Join(", ", AllowedRegions)}). `pockitect settings` shows allowed_regions.";
        }

        // What is too dear already may still be made cheaper, stopped and deleted.
        if (PriceCeiling is { } ceiling && plan.Price is { Difference: > 0 } price && price.After > ceiling)
            yield return $"It would cost {Usd(price.After)} a month, and the ceiling of account {account} is {Usd(ceiling)}. Choose something smaller, or `pockitect settings set {account}.price_ceiling` to a higher one.";
    }

    /// <summary>What a person should know of a plan that may be carried out.</summary>
    public IEnumerable<Finding> Warn(Plan plan)
    {
        // What only goes, stops or shrinks is told no such thing.
        var isNew = plan.Changes.Any(change => change.Price is { } price && price.After.Unknowns.Except(price.Before.Unknowns, StringComparer.Ordinal).Any());
        if (plan.IsEmpty || PriceCeiling is not { } ceiling || plan.Price is not { Unknowns: { Count: > 0 } unknowns } || !isNew) yield break;
        yield return new Finding(
            Severity.Finding,
            "",
            $"Whether it stays under the ceiling of {Usd(ceiling)} a month is not certain.",
            $"Nobody knows the price of: {string.Join(", ", unknowns)}.",
            "Watch what it really costs in the account's billing console.");
    }

    private static string Usd(decimal usd) => string.Create(CultureInfo.InvariantCulture, $"${usd:0.00}");
}
