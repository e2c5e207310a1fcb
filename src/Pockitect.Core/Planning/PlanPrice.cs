using Pockitect.Core.Resources;

namespace Pockitect.Core.Planning;

/// <summary>A resource's monthly price before and after a change.</summary>
public sealed record ChangePrice(MonthlyPrice Before, MonthlyPrice After);

/// <summary>The monthly price of a plan's resources, before and after. An estimate, not part of the approval.</summary>
/// <param name="Before">The known price, in US dollars.</param>
/// <param name="After">The known price after the plan.</param>
public sealed record PlanPrice(decimal Before, decimal After)
{
    public decimal Difference => After - Before;

    /// <summary>Unknown parts after the plan: <c>web: data transfer</c>.</summary>
    public required IReadOnlyList<string> Unknowns { get; init; }

    /// <summary>Unknown monthly parts before the plan, sorted: with any, <see cref="Before"/> is a minimum.</summary>
    public IReadOnlyList<string> UnpricedBefore { get; init; } = [];

    /// <summary>Unknown monthly parts after the plan.</summary>
    public IReadOnlyList<string> UnpricedAfter { get; init; } = [];

    /// <summary>Whether <see cref="Difference"/> is exact: the unknown parts are the same before and after.</summary>
    public bool IsDifferenceKnown => UnpricedBefore.SequenceEqual(UnpricedAfter, StringComparer.Ordinal);

    public required PriceSources Sources { get; init; }
}

/// <summary>The sources of prices.</summary>
/// <param name="Origin">The least certain source.</param>
/// <param name="Oldest">The date of the oldest; null without a price.</param>
/// <param name="Notes">Why they are not AWS's current prices, if that was tried.</param>
public sealed record PriceSources(PriceOrigin Origin, DateOnly? Oldest, IReadOnlyList<string> Notes)
{
    public static PriceSources Of(IEnumerable<MonthlyPrice> prices, IReadOnlyList<string> notes)
    {
        var quotes = prices.SelectMany(price => price.Parts).Select(part => part.Quote).OfType<Quote>().ToList();
        return quotes.Count == 0
            ? new PriceSources(PriceOrigin.Asked, null, notes)
            : new PriceSources(quotes.Max(quote => quote.Origin), quotes.Min(quote => quote.Date), notes);
    }
}
