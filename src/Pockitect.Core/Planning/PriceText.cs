using System.Globalization;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Planning;

/// <summary>Formats prices. Unknown parts are named and never shown as zero.</summary>
public static class PriceText
{
    private const int NamesShown = 6;

    /// <summary>Returns a plan's price change: <c>$0.00 → from $31.54 a month. Not included: …</c></summary>
    public static string Of(PlanPrice price) => price.IsDifferenceKnown && price.Difference == 0 && price.Before == price.After
        ? $"{After(price)} a month, unchanged{Also(price.Unknowns)}"
        : $"{Before(price)} → {After(price)} a "
            + $"month{(price.IsDifferenceKnown ? $" ({Difference(price.Difference)})" : "")}{Also(price.Unknowns)}";

    /// <summary>Returns the sum before a plan: <c>$7.59</c>, or <c>from $7.59</c> with an unknown part.</summary>
    public static string Before(PlanPrice price) => From(price.Before, price.UnpricedBefore.Count > 0);

    /// <summary>Returns the sum after a plan.</summary>
    public static string After(PlanPrice price) => From(price.After, price.UnpricedAfter.Count > 0);

    /// <summary>Returns a change's price; empty if it is free before and after.</summary>
    public static string Of(ChangePrice price)
    {
        if (price.Before.IsFree && price.After.IsFree) return "";
        var isDifferenceKnown = price.Before.Unpriced.SequenceEqual(price.After.Unpriced, StringComparer.Ordinal);
        return price switch
        {
            { Before.IsFree: true } => Words(price.After),
            { Before.Usd: { } before, After.Usd: { } after } when !isDifferenceKnown =>
                $"{Words(price.Before)} → {Words(price.After)} a month{Also([.. price.After.Unknowns])}",
            { Before.Usd: { } before, After.Usd: { } after } when after == 0 && before == 0 => Words(price.After),
            { Before.Usd: { } before, After.Usd: { } after } when before == after => $"{Words(price.After)} a month, unchanged",
            { Before.Usd: { } before, After.Usd: { } after } => $"{Difference(after - before)} a month{Also([.. price.After.Unknowns])}",
            _ => $"{Words(price.Before)} → {Words(price.After)}",
        };
    }

    /// <summary>Returns a price: <c>$7.59</c>, <c>from $7.59</c>, <c>usage-based</c>, <c>unknown: …</c>.</summary>
    public static string Words(MonthlyPrice price) => price switch
    {
        { IsFree: true } => "free",
        { Usd: null } => $"unknown: {string.Join(", ", price.Unknowns)}",
        _ when price.Parts.All(part => part.IsByUse) => "usage-based",
        { Usd: { } usd } => From(usd, price.Unpriced.Any()),
    };

    /// <summary>Returns a sum for a table: <c>from $7.59</c> with an unknown part.</summary>
    public static string Sum(IReadOnlyCollection<MonthlyPrice> prices) =>
        prices.Count == 0 ? "" : From(prices.Sum(price => price.Usd ?? 0), prices.Any(price => price.Unpriced.Any()));

    /// <summary>Returns what a sum excludes, as a sentence; empty if nothing.</summary>
    public static string NotIncluded(IReadOnlyCollection<string> unknowns) => unknowns.Count switch
    {
        0 => "",
        <= NamesShown => $"Not included: {string.Join(", ", unknowns)}.",
        _ => $"Not included: {string.Join(", ", unknowns.Take(NamesShown))} and {unknowns.Count - NamesShown} more.",
    };

    /// <summary>Returns what a sum excludes, as a following sentence.</summary>
    public static string Also(IReadOnlyCollection<string> unknowns) => unknowns.Count == 0 ? "" : $". {NotIncluded(unknowns).TrimEnd('.')}";

    public static string Usd(decimal usd) => string.Create(CultureInfo.InvariantCulture, $"${usd:N2}");

    private static string From(decimal usd, bool isLeast) => isLeast ? $"from {Usd(usd)}" : Usd(usd);

    private static string Difference(decimal usd) => usd < 0 ? $"saves {Usd(-usd)}" : $"+{Usd(usd)}";

    /// <summary>Returns the source and date of prices; null if there are none.</summary>
    public static string? Worth(PriceSources sources)
    {
        if (sources.Oldest is not { } oldest) return null;
        var date = oldest.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return sources.Origin switch
        {
            PriceOrigin.Asked => $"Prices are AWS's own of {date} for 730 hours, without tax and discounts.",
            PriceOrigin.Listed => $"Prices are an estimate, list of {date}, for 730 hours, without tax and discounts.",
            _ => $"Prices are an estimate, list of {date}, some derived from another Region's, for 730 hours, without tax and discounts.",
        };
    }
}
