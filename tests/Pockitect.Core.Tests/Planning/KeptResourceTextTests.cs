using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Planning;

public sealed class KeptResourceTextTests
{
    [Fact]
    public void Kept_snapshots_are_told_with_their_price_and_the_command_that_deletes_them()
    {
        KeptResource[] kept = [Of("db-final", 1.9m), Of("logs-final", 0.4m)];

        Assert.Equal("", KeptResourceText.Done([], "op-1"));
        Assert.Equal("1 final snapshot stays: up to $1.90 a month.", KeptResourceText.Plan(kept[..1]));
        Assert.Equal(
            "2 final snapshots stay: up to $2.30 a month. Delete them with `pockitect delete --id db-final-op-1 --id logs-final-op-1 --region eu-west-1`.",
            KeptResourceText.Done(kept, "op-1"));
    }

    [Fact]
    public void Kept_snapshots_without_a_price_say_so() =>
        Assert.Equal("1 final snapshot stays: its price is unknown.", KeptResourceText.Plan([Of("db-final", null)]));

    [Theory]
    [InlineData("db", "db-final-op-1")]
    [InlineData("my_db.1", "my-db-1-final-op-1")]
    [InlineData("my--db-", "my-db-final-op-1")]
    [InlineData("1db", "db-1db-final-op-1")]
    [InlineData("Orders", "orders-final-op-1")]
    public void Final_snapshots_get_a_name_that_RDS_takes(string logicalId, string name) =>
        Assert.Equal(name, KeptResourceText.FinalSnapshot(logicalId, "op-1"));

    private static KeptResource Of(string id, decimal? usd) => new(
        new Observed
        {
            Type = "Fake::House::Store",
            Id = id,
            Place = new Place("111122223333", "eu-west-1"),
            Spec = new Store { Name = id },
            Tags = new Dictionary<string, string>(),
            Phase = Phase.Ready,
            IsKept = true,
        },
        usd is { } known ? new MonthlyPrice([PricePart.Known("a snapshot", known, new Quote(known, new DateOnly(2026, 1, 31), PriceOrigin.Listed))]) : MonthlyPrice.Unknown("a snapshot"));
}
