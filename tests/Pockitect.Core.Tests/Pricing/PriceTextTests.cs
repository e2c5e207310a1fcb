using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Tests.Pricing;

public sealed class PriceTextTests
{
    private static readonly Quote quote = new(0.01m, new DateOnly(2026, 1, 1), PriceOrigin.Asked);
    private static readonly MonthlyPrice known = new([PricePart.Known("box", 7.3m, quote)]);
    private static readonly MonthlyPrice inPart = new([PricePart.Known("disk", 1m, quote), PricePart.NotKnown("t3.mirco"), PricePart.ByUse("data transfer")]);
    private static readonly MonthlyPrice unknown = MonthlyPrice.Unknown("t3.mirco");

    [Fact]
    public void A_sum_with_an_unknown_part_is_the_least_that_it_can_be()
    {
        Assert.Equal("$14.60", PriceText.Sum([known, known]));
        Assert.Equal("from $8.30", PriceText.Sum([known, inPart]));
        Assert.Equal("from $7.30", PriceText.Sum([known, unknown]));
        Assert.Equal("$7.30", PriceText.Sum([known, MonthlyPrice.ByUse("data transfer"), MonthlyPrice.Free]));
        Assert.Equal("from $1.00", PriceText.Words(inPart));
        Assert.Equal("usage-based", PriceText.Words(MonthlyPrice.ByUse("data transfer")));
        Assert.Equal("unknown: t3.mirco", PriceText.Words(unknown));
    }

    [Fact]
    public void A_plan_says_from_where_a_price_is_unknown_and_no_difference()
    {
        var plan = Plan(7.3m, 0m) with { UnpricedAfter = ["web: t3.mirco"], Unknowns = ["web: t3.mirco"] };

        Assert.Equal("$7.30 → from $0.00 a month. Not included: web: t3.mirco", PriceText.Of(plan));
        Assert.Equal("from $7.30 → $9.30 a month", PriceText.Of(Plan(7.3m, 9.3m) with { UnpricedBefore = ["web: t3.mirco"] }));
        Assert.Equal("from $7.30 a month, unchanged", PriceText.Of(Plan(7.3m, 7.3m) with { UnpricedBefore = ["x"], UnpricedAfter = ["x"] }));
        Assert.Equal("$0.00 → $7.30 a month (+$7.30)", PriceText.Of(Plan(0m, 7.3m)));
        Assert.Equal("$7.30 → $1.00 a month (saves $6.30)", PriceText.Of(Plan(7.3m, 1m)));
        Assert.Equal("$7.30 a month, unchanged", PriceText.Of(Plan(7.3m, 7.3m)));
    }

    [Fact]
    public void A_change_to_an_unknown_price_saves_nothing()
    {
        Assert.Equal("$7.30 → unknown: t3.mirco", PriceText.Of(new ChangePrice(known, unknown)));
        Assert.Equal("$7.30 → from $1.00 a month. Not included: t3.mirco, data transfer", PriceText.Of(new ChangePrice(known, inPart)));
        Assert.Equal("", PriceText.Of(new ChangePrice(MonthlyPrice.Free, MonthlyPrice.Free)));
        Assert.Equal("$7.30 a month, unchanged", PriceText.Of(new ChangePrice(known, known)));
    }

    private static PlanPrice Plan(decimal before, decimal after) => new(before, after) { Unknowns = [], Sources = new PriceSources(PriceOrigin.Asked, null, []) };
}
