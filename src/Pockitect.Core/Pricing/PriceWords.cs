using System.Globalization;

namespace Pockitect.Core.Pricing;

/// <summary>Prices as people read them. What is not known is named, and never shown as nothing.</summary>
public static class PriceWords
{
    private const int NamesShown = 6;

    /// <summary>What a plan changes: <c>$0.00 → $31.54 a month (+ $31.54), and what is unknown: …</c></summary>
    public static string Of(PlanPrice price) =>
        $"{Usd(price.Before)} → {Usd(price.After)} a month ({Difference(price.Difference)}){Besides(price.Unknowns)}";

    /// <summary>A change's own: nothing where it costs nothing before and after.</summary>
    public static string Of(ChangePrice price)
    {
        if (price.Before.IsFree && price.After.IsFree) return "";
        var unknown = price.After.Unknowns.ToList();
        return price switch
        {
            { Before.Usd: { } before, After.Usd: { } after } when before == after && unknown.Count == 0 => $"{Usd(after)} a month, as before",
            { Before.Usd: { } before, After.Usd: { } after } => after == 0 && before == 0 ? Words(price.After) : $"{Difference(after - before)} a month{Besides(unknown)}",
            { Before.IsFree: true } => Words(price.After),
            _ => $"{Words(price.Before)} → {Words(price.After)}",
        };
    }

    /// <summary>A price alone: <c>$7.59</c>, <c>from $0, by use</c>, <c>unknown</c>.</summary>
    public static string Words(MonthlyPrice price) => price switch
    {
        { IsFree: true } => "free",
        { Usd: null } => $"unknown: {string.Join(", ", price.Unknowns)}",
        { Usd: 0 } => "from $0, by use",
        { Usd: { } usd } => $"{Usd(usd)}{(price.Parts.Any(part => part.Usd is null && !part.IsByUse) ? " and more" : "")}",
    };

    /// <summary>The sum of several, for a table.</summary>
    public static string Sum(IReadOnlyCollection<MonthlyPrice> prices) =>
        prices.Count == 0 ? "" : $"{Usd(prices.Sum(price => price.Usd ?? 0))}{(prices.Any(price => price.Usd is null) ? " and more" : "")}";

    /// <summary>And what is unknown, by name.</summary>
    public static string Besides(IReadOnlyCollection<string> unknowns) => unknowns.Count switch
    {
        0 => "",
        <= NamesShown => $", and what is unknown: {string.Join(", ", unknowns)}",
        _ => $", and what is unknown: {string.Join(", ", unknowns.Take(NamesShown))} and {unknowns.Count - NamesShown} more",
    };

    public static string Usd(decimal usd) => string.Create(CultureInfo.InvariantCulture, $"${usd:N2}");

    private static string Difference(decimal usd) => usd < 0 ? $"saves {Usd(-usd)}" : usd == 0 ? "no change" : $"+ {Usd(usd)}";

    /// <summary>What the numbers are worth: they are estimates, from somewhere, of some day; null where there are none.</summary>
    public static string? Worth(PriceSources sources)
    {
        if (sources.Oldest is not { } oldest) return null;
        var date = oldest.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return sources.Origin switch
        {
            PriceOrigin.Asked => $"Prices are AWS's own of {date} for 730 hours, without tax and discounts.",
            PriceOrigin.Listed => $"Prices are an estimate, list of {date}, for 730 hours, without tax and discounts.",
            _ => $"Prices are an estimate, list of {date}, some worked out from another Region's, for 730 hours, without tax and discounts.",
        };
    }
}
