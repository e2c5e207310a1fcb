using Pockitect.Core.Planning;
using Pockitect.Core.Pricing;
using Pockitect.Core.Resources;
using Pockitect.Web.Monitor;
using Pockitect.Web.Monitor.Queries;

namespace Pockitect.Web.Tests.Monitor;

public sealed class MonitorPricingTests
{
    private readonly MonitorPricing _pricing = new();
    private readonly List<ObservedPrices> _received = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static ObservedPrices Prices => new(new Dictionary<string, MonthlyPrice>(), new PriceSources(PriceOrigin.Asked, null, []));

    [Fact]
    public async Task Pricing_computes_the_same_rows_once()
    {
        IReadOnlyList<MonitorRow> rows = [Rows.Instance("i-1")];

        Assert.True(await RunAsync(rows, Task.FromResult(Prices), Ct));
        Assert.False(await RunAsync(rows, Task.FromResult(Prices), Ct));
        Assert.True(await RunAsync([.. rows], Task.FromResult(Prices), Ct));

        Assert.Equal(2, _received.Count);
    }

    [Fact]
    public async Task Pricing_runs_one_computation_at_a_time()
    {
        var prices = new TaskCompletionSource<ObservedPrices>();
        var first = RunAsync([Rows.Instance("i-1")], prices.Task, Ct);

        Assert.False(await RunAsync([Rows.Instance("i-2")], Task.FromResult(Prices), Ct));
        prices.SetResult(Prices);

        Assert.True(await first);
    }

    [Fact]
    public async Task Pricing_that_fails_shows_why_until_it_succeeds()
    {
        IReadOnlyList<MonitorRow> rows = [Rows.Instance("i-1")];

        Assert.True(await RunAsync(rows, Task.FromException<ObservedPrices>(new IOException("AWS is unreachable.")), Ct));
        Assert.Equal("No prices: AWS is unreachable.", _pricing.Problem);
        Assert.True(_pricing.HasRun);

        await RunAsync([.. rows], Task.FromResult(Prices), Ct);
        Assert.Null(_pricing.Problem);
    }

    [Fact]
    public async Task Pricing_of_a_page_that_was_left_reports_nothing()
    {
        using var closing = new CancellationTokenSource();
        await closing.CancelAsync();

        Assert.False(await RunAsync([Rows.Instance("i-1")], Task.FromResult(Prices), closing.Token));

        Assert.False(_pricing.HasRun);
        Assert.Empty(_received);
    }

    private Task<bool> RunAsync(IReadOnlyList<MonitorRow> rows, Task<ObservedPrices> prices, CancellationToken closing) =>
        _pricing.RunAsync(rows, (_, _) => prices, e => e.Message, _received.Add, closing);
}
