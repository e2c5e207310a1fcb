using System.Globalization;
using System.Text.Json.Nodes;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Cli.Rendering;

/// <summary>Shows prices as text and JSON. Unknown prices are named and never shown as zero.</summary>
internal static class PriceView
{
    /// <summary>Prints a plan's price change, what it excludes, and the source of the prices.</summary>
    public static void Show(Output output, PlanPrice price)
    {
        output.Tell($"price: {PriceText.Of(price)}");
        ShowSources(output, price.Sources);
    }

    /// <summary>Prints the source of the prices to standard error: they are estimates of a certain date.</summary>
    public static void ShowSources(Output output, PriceSources sources)
    {
        foreach (var note in sources.Notes) output.Say($"{note}");
        if (PriceText.Worth(sources) is { } worth) output.Say($"{worth}");
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
