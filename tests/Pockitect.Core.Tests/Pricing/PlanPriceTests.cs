using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Pricing;

public sealed class PlanPriceTests : IDisposable
{
    private static readonly Desired Net = new("net", new Net { Range = "10.0" });

    private readonly House _house = new();

    public PlanPriceTests()
    {
        _house.Cloud.Prices["eu-west-1 house box 1"] = 0.01m;
        _house.Cloud.Prices["eu-west-1 house box 2"] = 0.02m;
        _house.Cloud.Prices["eu-west-1 house disk GiB"] = 0.1m;
    }

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_plan_tells_what_it_adds_and_names_what_nobody_knows()
    {
        var plan = await _house.PlanAsync(Net, Box(1, disk: 10), new Desired("store", new Store { Name = "s" }));

        Assert.Equal((0m, 8.3m, 8.3m), (plan.Price!.Before, plan.Price.After, plan.Price.Difference));
        Assert.Equal(["box: what it is used for", "store: Store"], plan.Price.Unknowns);
        Assert.Equal((PriceOrigin.Listed, new DateOnly(2026, 1, 31)), (plan.Price.Sources.Origin, plan.Price.Sources.Oldest));
        Assert.Equal(MonthlyPrice.Free, plan.Changes.Single(change => change.LogicalId == "net").Price!.After);
        Assert.Null(plan.Changes.Single(change => change.LogicalId == "store").Price!.After.Usd);
    }

    [Fact]
    public async Task An_update_is_priced_before_and_after_with_what_the_blueprint_does_not_say_as_it_is()
    {
        await _house.DeployAsync(Net, Box(1, disk: 10));

        var plan = await _house.PlanAsync(Net, Box(2, disk: null));

        Assert.Equal((8.3m, 15.6m), (plan.Price!.Before, plan.Price.After));
    }

    [Fact]
    public async Task What_stays_as_it_is_counts_before_and_after()
    {
        await _house.DeployAsync(Net, Box(1));

        var plan = await _house.PlanAsync(Net, Box(1), Box(1, name: "second"));

        Assert.Equal((7.4m, 14.8m), (plan.Price!.Before, plan.Price.After));
    }

    [Fact]
    public async Task A_stop_leaves_what_its_disk_costs_and_a_start_brings_the_rest_back()
    {
        await _house.DeployAsync(Net, Box(1, disk: 10), Box(1, name: "second"));
        await _house.HandleAsync("shop", new Power(false), CancellationToken.None);

        var start = await _house.PlanPowerAsync(on: true);
        await _house.HandleAsync("shop", new Power(true), CancellationToken.None);
        var stop = await _house.PlanPowerAsync(on: false);

        Assert.Equal((1.1m, 15.7m), (start.Price!.Before, start.Price.After));
        Assert.Equal((15.7m, 1.1m), (stop.Price!.Before, stop.Price.After));
    }

    [Fact]
    public async Task A_delete_saves_all_of_it()
    {
        await _house.DeployAsync(Net, Box(1));

        var plan = await _house.PlanDeleteAsync();

        Assert.Equal((7.4m, 0m), (plan.Price!.Before, plan.Price.After));
        Assert.Empty(plan.Price.Unknowns);
    }

    [Fact]
    public async Task A_price_is_no_part_of_what_a_person_approves()
    {
        var before = await _house.PlanAsync(Net, Box(1));
        _house.Cloud.Prices["eu-west-1 house box 1"] = 0.5m;

        var after = await _house.PlanAsync(Net, Box(1));

        Assert.NotEqual(before.Price!.After, after.Price!.After);
        Assert.Equal(before.Fingerprint, after.Fingerprint);
    }

    [Fact]
    public async Task A_price_that_is_not_found_is_not_known_and_never_nothing()
    {
        _house.Cloud.Prices.Clear();

        var plan = await _house.PlanAsync(Net, Box(1));

        Assert.Null(plan.Changes.Single(change => change.LogicalId == "box").Price!.After.Usd);
        Assert.Equal(["box: box", "box: disk", "box: what it is used for"], plan.Price!.Unknowns);
    }

    [Fact]
    public async Task Only_prices_that_are_wished_for_are_looked_up_each_once()
    {
        await _house.PlanAsync(Net, Box(1), Box(1, name: "second"));

        Assert.Equal(
            [new PriceKey("eu-west-1", "house", "box 1"), new PriceKey("eu-west-1", "house", "disk GiB")],
            _house.Cloud.Wishes.OrderBy(wish => wish.Item, StringComparer.Ordinal));
    }

    [Fact]
    public void What_costs_by_use_alone_begins_at_nothing_and_says_so()
    {
        var price = MonthlyPrice.ByUse("content");

        Assert.Equal((0m, false), (price.Usd, price.IsFree));
        Assert.Equal(["content"], price.Unknowns);
    }

    private static Desired Box(int size, int? disk = null, string name = "box") => new(
        name, new Box { Image = "one", Size = size, Disk = disk is null ? null : new BoxDisk { Size = disk } });
}
