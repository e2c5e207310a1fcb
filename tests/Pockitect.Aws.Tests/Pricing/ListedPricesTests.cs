using Pockitect.Aws.Errors;
using Pockitect.Aws.Pricing;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests.Pricing;

public sealed class ListedPricesTests
{
    [Fact]
    public void Every_Region_that_is_always_on_has_the_prices_that_most_projects_need() => Assert.All(AwsRegions.AlwaysOn, region =>
    {
        var prices = ListedPrices.Read(region);
        foreach (var (service, item) in ((string, string)[])
        [
            ("ec2", "t3.micro Linux"), ("ec2", "t3.small Linux"), ("ec2", "t3.medium Linux"), ("ec2", "t3.large Windows"), ("ec2", "t4g.micro Linux"), ("ec2", "m5.large Linux"),
            ("ebs", "gp3 GiB"), ("ebs", "gp2 GiB"), ("ebs", "io1 iops"), ("nat", "hour"), ("ipv4", "address hour"), ("rds", "gp3 GiB single"),
            ("rds", "db.t3.micro postgres single"), ("rds", "db.t3.micro mysql multi"),
        ])
        {
            Assert.True(prices.ContainsKey(new PriceKey(region, service, item)), $"{region} has no {service} {item}.");
        }
    });

    [Fact]
    public void No_price_is_nothing_and_none_stands_alone_without_a_date() => Assert.All(AwsRegions.AlwaysOn, region => Assert.All(ListedPrices.Read(region).Values, quote =>
    {
        Assert.True(quote.Usd > 0);
        Assert.Equal(2025, quote.Date.Year);
        Assert.NotEqual(PriceOrigin.Asked, quote.Origin);
    }));

    [Theory]
    [InlineData("us-east-1", "ec2", "t3.micro Linux", 0.0104, PriceOrigin.Listed)]
    [InlineData("eu-west-1", "ec2", "t3.micro Windows", 0.0206, PriceOrigin.Listed)]
    [InlineData("eu-central-1", "ebs", "gp3 GiB", 0.0952, PriceOrigin.Listed)]
    [InlineData("eu-west-1", "nat", "hour", 0.048, PriceOrigin.Listed)]
    [InlineData("us-west-2", "rds", "db.t4g.micro postgres multi", 0.032, PriceOrigin.Listed)]
    [InlineData("eu-west-1", "rds", "db.t3.micro mysql single", 0.019, PriceOrigin.Derived)]
    public void A_price_is_AWS_s_own_or_says_that_it_is_derived(string region, string service, string item, double usd, PriceOrigin origin)
    {
        var quote = ListedPrices.Find(new PriceKey(region, service, item));

        Assert.Equal(((decimal)usd, origin), (quote!.Usd, quote.Origin));
    }

    [Theory]
    [InlineData("eu-west-1", "ec2", "p5.48xlarge Linux")]
    [InlineData("me-central-1", "ec2", "t3.micro Linux")]
    [InlineData("eu-central-1", "rds", "io1 GiB single")]
    public void What_is_not_known_for_sure_is_not_there(string region, string service, string item) =>
        Assert.Null(ListedPrices.Find(new PriceKey(region, service, item)));
}
