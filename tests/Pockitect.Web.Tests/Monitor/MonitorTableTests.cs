using System.Globalization;
using Pockitect.Core.Planning;
using Pockitect.Core.Pricing;
using Pockitect.Core.Resources;
using Pockitect.Web.Monitor.Queries;

namespace Pockitect.Web.Tests.Monitor;

public sealed class MonitorTableTests
{
    private readonly MonitorTable _table = new();

    [Fact]
    public void Aws_s_own_and_what_is_gone_are_hidden_unless_asked_for()
    {
        _table.Take([Rows.Subnet("subnet-1"), Rows.Subnet("subnet-2", locked: "It is AWS's default."), Rows.Instance("i-1", state: "terminated", phase: Phase.Gone)]);

        Assert.Equal(["subnet-1"], Ids(new MonitorOptions()));
        Assert.Equal(["i-1", "subnet-1", "subnet-2"], Ids(new MonitorOptions { ShowsAwsOwn = true }));
    }

    [Fact]
    public void A_facet_counts_what_its_values_would_show_beside_the_other_filters()
    {
        _table.Take([Rows.Instance("i-1", project: "shop"), Rows.Instance("i-2", region: "us-east-1"), Rows.Subnet("subnet-1", project: "shop"), Rows.Bucket("logs")]);

        var view = _table.Show(new MonitorOptions { Query = MonitorQuery.Parse("type:instance region:eu-west-1") });

        Assert.Equal(["i-1"], view.Rows.Select(row => row.Id));
        Assert.Equal([("Instance", 1), ("Subnet", 1)], Counts(view, QueryKey.Type));
        Assert.Equal([("eu-west-1", 1), ("us-east-1", 1)], Counts(view, QueryKey.Region));
        Assert.Equal([("shop", 1)], Counts(view, QueryKey.Project));
    }

    [Fact]
    public void Resources_of_no_project_are_counted_as_such()
    {
        _table.Take([Rows.Bucket("a"), Rows.Bucket("b"), Rows.Bucket("c", project: "shop")]);

        Assert.Equal([(null, 2), ("shop", 1)], Counts(_table.Show(new MonitorOptions()), QueryKey.Project));
    }

    [Fact]
    public void A_column_sorts_both_ways_and_keeps_equal_rows_in_one_order()
    {
        _table.Take([Rows.Bucket("b"), Rows.Subnet("c"), Rows.Bucket("a"), Rows.Instance("d")]);

        Assert.Equal(["a", "b", "d", "c"], Ids(new MonitorOptions { Column = MonitorColumn.Type }));
        Assert.Equal(["c", "d", "a", "b"], Ids(new MonitorOptions { Column = MonitorColumn.Type, IsDescending = true }));
    }

    [Fact]
    public void Rows_that_come_and_go_are_sorted_in_as_if_all_were_sorted_anew()
    {
        var random = new Random(1);
        var all = Enumerable.Range(0, 60).Select(number => Rows.Instance($"i-{number:00}", state: random.Next(2) == 0 ? "running" : "stopped", name: $"n{random.Next(20)}")).ToArray();
        for (var round = 0; round < 200; round++)
        {
            var rows = all.Where(_ => random.Next(3) > 0).ToArray();
            var options = new MonitorOptions { Column = random.Next(4) == 0 ? MonitorColumn.State : MonitorColumn.Name, IsDescending = random.Next(4) == 0 };
            _table.Take(rows);
            var fresh = new MonitorTable();
            fresh.Take(rows);

            Assert.Equal(fresh.Show(options).Rows.Select(row => row.Id), Ids(options));
        }
    }

    [Fact]
    public void What_has_no_known_price_comes_before_the_cheapest()
    {
        var quote = new Quote(1, new DateOnly(2026, 1, 1), PriceOrigin.Listed);
        MonitorRow[] rows = [Rows.Bucket("dear"), Rows.Bucket("cheap"), Rows.Bucket("unknown")];
        _table.Take(rows);
        _table.Take(new ObservedPrices(
            new Dictionary<string, MonthlyPrice>
            {
                [rows[0].Key] = new([PricePart.Known("it", 100, quote)]),
                [rows[1].Key] = new([PricePart.Known("it", 9, quote)]),
                [rows[2].Key] = MonthlyPrice.Unknown("it"),
            },
            PriceSources.Of([], [])));

        Assert.Equal(["unknown", "cheap", "dear"], Ids(new MonitorOptions { Column = MonitorColumn.Price }));
    }

    [Fact]
    public void Groups_have_headings_with_counts_and_what_has_no_project_is_last()
    {
        _table.Take([Rows.Bucket("a"), Rows.Bucket("b", project: "zoo"), Rows.Bucket("c", project: "shop"), Rows.Bucket("d", project: "zoo")]);

        var lines = _table.Show(new MonitorOptions { Grouping = MonitorGrouping.Project }).Lines;

        Assert.Equal(["shop 1", "c", "zoo 2", "b", "d", "no project 1", "a"], lines.Select(line => line.Row?.Id ?? $"{line.Heading} {line.Count}"));
    }

    [Fact]
    public void Fifty_thousand_rows_are_filtered_sorted_and_counted_rightly()
    {
        var rows = Enumerable.Range(0, 50_000)
            .Select(number => Rows.Instance(string.Create(CultureInfo.InvariantCulture, $"i-{number:00000}"), region: number % 2 == 0 ? "eu-west-1" : "us-east-1", project: number % 5 == 0 ? "shop" : null))
            .Reverse();
        _table.Take([.. rows]);

        var view = _table.Show(new MonitorOptions { Query = MonitorQuery.Parse("region:eu project:shop i-0"), Column = MonitorColumn.Id });

        Assert.Equal(1_000, view.Rows.Count);
        Assert.Equal("i-00000", view.Rows[0].Id);
        Assert.Equal("i-09990", view.Rows[^1].Id);
        Assert.Equal([("eu-west-1", 1_000), ("us-east-1", 1_000)], Counts(view, QueryKey.Region));
    }

    private IEnumerable<string> Ids(MonitorOptions options) => _table.Show(options).Rows.Select(row => row.Id);

    private static IEnumerable<(string?, int)> Counts(MonitorView view, QueryKey key) => view.Facets[key].Select(value => (value.Value, value.Count));
}
