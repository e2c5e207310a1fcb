using Microsoft.Extensions.Logging.Abstractions;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Testing;
using Pockitect.Web.Wizard.Editing;

namespace Pockitect.Web.Tests.Wizard;

public sealed class SketchPricingTests : IDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly List<string> _priced = [];
    private readonly TaskCompletionSource _first = new();
    private readonly SketchPricing _pricing;

    public SketchPricingTests() => _pricing = new SketchPricing("site", PriceAsync, NullLogger.Instance, _closing.Token);

    public void Dispose() => _closing.Dispose();

    [Fact]
    public async Task Pricing_skips_versions_between_the_present_and_the_newest()
    {
        foreach (var text in (string[])["1", "2", "3"]) _pricing.Ask(Sketch.Empty with { Text = text });
        _first.SetResult();

        await Eventually.HoldsAsync(() => _pricing.Price?.Total.After == 3, TestContext.Current.CancellationToken);
        Assert.Equal(["1", "3"], _priced);
    }

    [Fact]
    public async Task Pricing_computes_the_same_version_once()
    {
        _first.SetResult();
        var sketch = Sketch.Empty with { Text = "1" };
        _pricing.Ask(sketch);
        await Eventually.HoldsAsync(() => _pricing.Price is not null, TestContext.Current.CancellationToken);

        _pricing.Ask(sketch);
        _pricing.Ask(Sketch.Empty with { Text = "2" });

        await Eventually.HoldsAsync(() => _pricing.Price?.Total.After == 2, TestContext.Current.CancellationToken);
        Assert.Equal(["1", "2"], _priced);
    }

    [Fact]
    public async Task Pricing_compares_with_the_price_before_the_history_step()
    {
        _first.SetResult();
        _pricing.Ask(Sketch.Empty with { Text = "1" });
        await Eventually.HoldsAsync(() => _pricing.Price is not null, TestContext.Current.CancellationToken);
        Assert.Null(_pricing.OfLastChange);

        _pricing.BeginStep();
        _pricing.Ask(Sketch.Empty with { Text = "5" });

        await Eventually.HoldsAsync(() => _pricing.OfLastChange == 4, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Pricing_that_fails_leaves_the_price_unknown_and_goes_on()
    {
        _first.SetResult();
        _pricing.Ask(Sketch.Empty with { Text = "1" });
        await Eventually.HoldsAsync(() => _pricing.Price is not null, TestContext.Current.CancellationToken);

        _pricing.Ask(Sketch.Empty with { Text = "not a number" });
        await Eventually.HoldsAsync(() => _pricing.Price is null, TestContext.Current.CancellationToken);

        _pricing.Ask(Sketch.Empty with { Text = "2" });
        await Eventually.HoldsAsync(() => _pricing.Price?.Total.After == 2, TestContext.Current.CancellationToken);
    }

    private async Task<BlueprintPrice> PriceAsync(Sketch sketch, CancellationToken ct)
    {
        lock (_priced) _priced.Add(sketch.Text);
        await _first.Task.WaitAsync(ct);
        var total = decimal.Parse(sketch.Text, System.Globalization.CultureInfo.InvariantCulture);
        return new BlueprintPrice(new PlanPrice(0, total) { Unknowns = [], Sources = new PriceSources(PriceOrigin.Asked, null, []) }, []);
    }
}
