using System.Globalization;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;

namespace Pockitect.Core.Guards;

/// <summary>An account's guard rails and scan limits on this computer, for all commands. Null means not set.</summary>
public sealed record GuardRails
{
    public static readonly GuardRails None = new();

    /// <summary>Rejects every change in the account.</summary>
    public bool? ReadOnly { get; init; }

    /// <summary>Marks a production account: shown in red, and every change needs the project's name typed.</summary>
    public bool? Production { get; init; }

    /// <summary>Every change needs the project's name typed, also without data loss.</summary>
    public bool? TypedConfirmation { get; init; }

    /// <summary>Rejects changes in all other Regions.</summary>
    public IReadOnlyList<string>? AllowedRegions { get; init; }

    /// <summary>Rejects changes in these Regions.</summary>
    public IReadOnlyList<string>? LockedRegions { get; init; }

    /// <summary>The most a project may cost a month in US dollars, after a change that raises its price.</summary>
    public decimal? PriceCeiling { get; init; }

    /// <summary>The default Regions of a scan.</summary>
    public IReadOnlyList<string>? ScanRegions { get; init; }

    /// <summary>The default resource types of a scan, by full name.</summary>
    public IReadOnlyList<string>? ScanTypes { get; init; }

    /// <summary>Every change needs a name, typed or given with the command; see <see cref="ApprovalRule"/>.</summary>
    public bool NeedsName => Production is true || TypedConfirmation is true;

    /// <summary>Returns an account's settings combined with the defaults.</summary>
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

    /// <summary>Returns why a plan is rejected, in one or two sentences each. A plan without changes never is.</summary>
    public IEnumerable<string> Forbid(Plan plan, string account)
    {
        if (plan.IsEmpty) yield break;
        if (ReadOnly is true)
            yield return $"Account {account} is read-only here. To allow changes, run `pockitect settings set {account}.read_only false`.";
        // A global resource, such as a role, counts as in its project's Region.
        foreach (var region in plan.Steps.Where(step => !step.Type.IsGlobal)
            .Select(step => step.Place.Region)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal))
        {
            if (LockedRegions?.Contains(region) is true)
                yield return $"{region} is locked for account {account}. See locked_regions in `pockitect settings`.";
            else if (AllowedRegions?.Contains(region) is false)
                yield return $"{region} is not an allowed Region of account {account} ({string.Join(", ", AllowedRegions)}). See "
                    + "allowed_regions in `pockitect settings`.";
        }

        // A project above the ceiling may still be made cheaper, stopped and deleted.
        if (PriceCeiling is { } ceiling && plan.Price is { Difference: > 0 } price && price.After > ceiling)
        {
            yield return $"It would cost {Usd(price.After)} a month, but the price ceiling of account {account} is {Usd(ceiling)}. "
                + $"Choose something smaller, or raise the ceiling with `pockitect settings set {account}.price_ceiling`.";
        }
    }

    /// <summary>Returns warnings for a plan that may be executed.</summary>
    public IEnumerable<Finding> Warn(Plan plan)
    {
        // Not for plans that only delete, stop or shrink.
        var isNew = plan.Changes.Any(
            change => change.Price is { } price && price.After.Unknowns.Except(price.Before.Unknowns, StringComparer.Ordinal).Any());
        if (plan.IsEmpty || PriceCeiling is not { } ceiling || plan.Price is not { Unknowns: { Count: > 0 } unknowns } || !isNew)
            yield break;
        yield return new Finding(
            Severity.Finding,
            "",
            $"It may exceed the price ceiling of {Usd(ceiling)} a month.",
            $"Unknown prices: {string.Join(", ", unknowns)}.",
            "Check the actual cost in the account's billing console.");
    }

    private static string Usd(decimal usd) => string.Create(CultureInfo.InvariantCulture, $"${usd:0.00}");
}
