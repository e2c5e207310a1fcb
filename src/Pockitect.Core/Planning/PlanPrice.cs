using Pockitect.Core.Resources;

namespace Pockitect.Core.Planning;

/// <summary>What a resource costs by the month before and after a change.</summary>
public sealed record ChangePrice(MonthlyPrice Before, MonthlyPrice After);

/// <summary>What all that a plan is about costs by the month, before and after it. An estimate, and no part of what a person approves.</summary>
/// <param name="Before">What is known of it, in US dollars.</param>
/// <param name="After">The same when the plan is carried out.</param>
public sealed record PlanPrice(decimal Before, decimal After)
{
    public decimal Difference => After - Before;

    /// <summary>What it costs besides afterwards, and nobody knows how much: <c>web: data transfer</c>.</summary>
    public required IReadOnlyList<string> Unknowns { get; init; }

    /// <summary>What costs something every month before the plan, at an unknown price: <see cref="Before"/> is the least that it can be. Sorted.</summary>
    public IReadOnlyList<string> UnpricedBefore { get; init; } = [];

    /// <summary>The same after the plan.</summary>
    public IReadOnlyList<string> UnpricedAfter { get; init; } = [];

    /// <summary>Whether <see cref="Difference"/> is all of the difference: what is unknown is the same before and after.</summary>
    public bool IsDifferenceKnown => UnpricedBefore.SequenceEqual(UnpricedAfter, StringComparer.Ordinal);

    public required PriceSources Sources { get; init; }
}

/// <summary>What prices were worked out from.</summary>
/// <param name="Origin">The least sure of them.</param>
/// <param name="Oldest">The date of the oldest; null where there is no price at all.</param>
/// <param name="Notes">Why they are not what AWS itself says today, where that was tried.</param>
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
