using Microsoft.Extensions.Time.Testing;
using Pockitect.Core.Inventory;
using Pockitect.Core.Planning;
using Pockitect.Core.Pricing;
using Pockitect.Core.Resources;
using Pockitect.Web.Monitor;
using Pockitect.Web.Monitor.Queries;

namespace Pockitect.Web.Tests.Monitor;

public sealed class MonitorBoardTests
{
    private readonly MonitorBoard _board = new();

    [Fact]
    public void Board_shows_the_rows_that_match_its_options()
    {
        Take(Entry(Rows.Instance("i-1"), Rows.Instance("i-2")));

        _board.Show(new MonitorOptions { Query = MonitorQuery.Parse("id:i-2") });

        Assert.True(_board.IsScanned);
        Assert.Equal("1 resource", _board.CountText);
        Assert.Equal(["i-2"], _board.View.Rows.Select(row => row.Id));
        Assert.Equal(["i-1", "i-2"], _board.All.Select(row => row.Id));
    }

    [Fact]
    public void Board_keeps_the_selection_on_the_latest_rows()
    {
        Take(Entry(Rows.Instance("i-1"), Rows.Instance("i-2")));
        _board.Selection.Add(_board.View.Rows);

        Take(Entry(Rows.Instance("i-2", state: "stopped")));

        Assert.Equal("stopped", Assert.Single(_board.Selection.Rows).State);
    }

    [Fact]
    public void Board_explains_an_empty_table()
    {
        Take(Entry());
        Assert.StartsWith("This account has no resources of yours.", _board.EmptyText, StringComparison.Ordinal);

        Take(Entry() with { Verdict = Verdict.Denied, Reason = "not allowed" });
        Assert.StartsWith("No resources found, but not every Region could be scanned.", _board.EmptyText, StringComparison.Ordinal);

        _board.Show(new MonitorOptions { Query = MonitorQuery.Parse("shop") });
        Assert.StartsWith("No matches.", _board.EmptyText, StringComparison.Ordinal);
    }

    [Fact]
    public void Board_sums_the_prices_of_the_shown_rows()
    {
        Take(Entry(Rows.Instance("i-1"), Rows.Instance("i-2")));
        Assert.Equal("", _board.PriceOfAll);

        var prices = _board.All.ToDictionary(row => row.Key, _ => MonthlyPrice.Free);
        _board.Take(new ObservedPrices(prices, new PriceSources(PriceOrigin.Asked, null, [])));

        Assert.EndsWith("a month", _board.PriceOfAll, StringComparison.Ordinal);
    }

    [Fact]
    public void Board_names_the_age_of_the_oldest_Region_only_if_it_differs()
    {
        var time = new FakeTimeProvider(Rows.Noon.AddMinutes(1));
        Assert.Equal("", _board.ScannedText(time));

        Take(Entry(Rows.Instance("i-1")));
        Assert.DoesNotContain("oldest", _board.ScannedText(time), StringComparison.Ordinal);

        Take(Entry(Rows.Instance("i-1")), Entry() with { Place = new Place("123456789012", "us-east-2"), SeenAt = Rows.Noon.AddDays(-1) });
        Assert.Contains(", the oldest ", _board.ScannedText(time), StringComparison.Ordinal);
    }

    [Fact]
    public void Board_offers_the_quotas_of_Regions_with_most_resources_first()
    {
        Take(
            Entry() with { Place = new Place("123456789012", "ap-south-1") },
            Entry(Rows.Instance("i-1")),
            Entry() with { Place = new Place("123456789012", "ap-east-1"), Verdict = Verdict.NotOptedIn });

        Assert.Equal(["eu-west-1", "ap-south-1"], _board.QuotaRegions);
    }

    [Fact]
    public void Options_sort_by_a_column_in_the_other_direction_the_second_time()
    {
        var once = new MonitorOptions().SortedBy(MonitorColumn.Region);

        Assert.Equal((MonitorColumn.Region, false), (once.Column, once.IsDescending));
        Assert.True(once.SortedBy(MonitorColumn.Region).IsDescending);
        Assert.False(once.SortedBy(MonitorColumn.Region).SortedBy(MonitorColumn.Type).IsDescending);
    }

    private void Take(params InventoryEntry[] entries) => _board.Take(entries, Rows.Catalog, scan: null);

    private static InventoryEntry Entry(params MonitorRow[] rows) => new(
        new Place("123456789012", "eu-west-1"), "AWS::EC2::Instance", Verdict.Complete, null, Rows.Noon, Rows.Noon,
        [.. rows.Select(row => row.Resource)]);
}
