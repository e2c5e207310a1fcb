using System.Globalization;
using System.Text.Json.Nodes;
using Pockitect.Core.Pricing;

namespace Pockitect.Cli.Showing;

/// <summary>Prices as people and programs read them. What is not known is named, and never shown as nothing.</summary>
internal static class PriceView
{
    private const int NamesShown = 6;

    /// <summary>What a plan changes: <c>+ $31.54 a month, and what is unknown: …</c>, and what the numbers are worth.</summary>
    public static void Show(Output output, PlanPrice price)
    {
        output.Tell($"price: {Usd(price.Before)} → {Usd(price.After)} a month ({Difference(price.Difference)}){Besides(price.Unknowns)}");
        ShowSources(output, price.Sources);
    }

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

    /// <summary>What the numbers are worth, on standard error: they are estimates, from somewhere, of some day.</summary>
    public static void ShowSources(Output output, PriceSources sources)
    {
        foreach (var note in sources.Notes) output.Say($"{note}");
        if (sources.Oldest is not null) output.Say($"{Worth(sources)}");
    }

    public static JsonObject Json(PlanPrice price) => With(price.Sources, new JsonObject
    {
        ["before_usd"] = price.Before,
        ["after_usd"] = price.After,
        ["difference_usd"] = price.Difference,
        ["unknown"] = Strings(price.Unknowns),
    });

    public static JsonObject? Json(ChangePrice? price) => price is null ? null : new JsonObject
    {
        ["before_usd"] = price.Before.Usd,
        ["after_usd"] = price.After.Usd,
        ["unknown"] = Strings(price.After.Unknowns),
        ["parts"] = Parts(price.After),
    };

    public static JsonObject Json(MonthlyPrice price) => new()
    {
        ["usd"] = price.Usd,
        ["unknown"] = Strings(price.Unknowns),
        ["parts"] = Parts(price),
    };

    public static JsonObject Json(IReadOnlyCollection<MonthlyPrice> prices, PriceSources sources) => With(sources, new JsonObject
    {
        ["usd"] = prices.Sum(price => price.Usd ?? 0),
        ["unknown"] = Strings(prices.SelectMany(price => price.Unknowns).Distinct(StringComparer.Ordinal)),
    });

    /// <summary>And what is unknown, by name.</summary>
    public static string Besides(IReadOnlyCollection<string> unknowns) => unknowns.Count switch
    {
        0 => "",
        <= NamesShown => $", and what is unknown: {string.Join(", ", unknowns)}",
        _ => $", and what is unknown: {string.Join(", ", unknowns.Take(NamesShown))} and {unknowns.Count - NamesShown} more",
    };

    public static string Usd(decimal usd) => string.Create(CultureInfo.InvariantCulture, $"${usd:N2}");

    private static string Difference(decimal usd) => usd < 0 ? $"saves {Usd(-usd)}" : usd == 0 ? "no change" : $"+ {Usd(usd)}";

    private static string Worth(PriceSources sources)
    {
        var date = sources.Oldest!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture); // Its caller has looked.
        return sources.Origin switch
        {
            PriceOrigin.Asked => $"Prices are AWS's own of {date} for 730 hours, without tax and discounts.",
            PriceOrigin.Listed => $"Prices are an estimate, list of {date}, for 730 hours, without tax and discounts.",
            _ => $"Prices are an estimate, list of {date}, some worked out from another Region's, for 730 hours, without tax and discounts.",
        };
    }

    private static JsonObject With(PriceSources sources, JsonObject json)
    {
        json["origin"] = sources.Origin.ToString().ToLowerInvariant();
        json["date"] = sources.Oldest?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        json["notes"] = Strings(sources.Notes);
        return json;
    }

    private static JsonArray Parts(MonthlyPrice price) => new(
    [
        .. price.Parts.Select(part => new JsonObject
        {
            ["what"] = part.What,
            ["usd"] = part.Usd,
            ["by_use"] = part.IsByUse,
            ["origin"] = part.Quote?.Origin.ToString().ToLowerInvariant(),
        }),
    ]);

    private static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(value => JsonValue.Create(value))]);
}
