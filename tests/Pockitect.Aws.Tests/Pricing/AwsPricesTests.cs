using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Pockitect.Aws.Pricing;
using Pockitect.Aws.Tests.Clients;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests.Pricing;

public sealed class AwsPricesTests : IDisposable
{
    private static readonly PriceKey Micro = new("eu-west-1", "ec2", "t3.micro Linux");

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AWS_is_asked_for_exactly_what_is_wished_and_its_answer_is_kept_a_week()
    {
        using var network = new FakeNetwork(_ => Products(Product("0.0120000000")));

        var first = await FindAsync(network, Micro);
        _time.Advance(TimeSpan.FromDays(6));
        var second = await FindAsync(network, Micro);

        Assert.Equal(new Quote(0.012m, new DateOnly(2026, 3, 1), PriceOrigin.Asked), first.Quotes[Micro]);
        Assert.Equal(first.Quotes[Micro], second.Quotes[Micro]);
        var sent = Assert.Single(network.Sent);
        Assert.Equal("api.pricing.us-east-1.amazonaws.com", sent.Uri.Host);
        Assert.Equal("AWSPriceListService.GetProducts", sent.Headers["X-Amz-Target"]);
        var filters = FiltersOf(network);
        Assert.Equal(("t3.micro", "Linux", "Shared", "eu-west-1"), (filters["instanceType"], filters["operatingSystem"], filters["tenancy"], filters["regionCode"]));

        _time.Advance(TimeSpan.FromDays(1));
        await FindAsync(network, Micro);
        Assert.Equal(2, network.Sent.Count);
    }

    [Fact]
    public async Task Where_AWS_may_not_be_asked_the_list_is_used_and_that_is_said()
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Json("""{"__type": "AccessDeniedException", "Message": "not authorized to perform: pricing:GetProducts"}""", HttpStatusCode.BadRequest));

        var book = await FindAsync(network, Micro);

        Assert.Equal((0.0114m, PriceOrigin.Listed), (book.Quotes[Micro].Usd, book.Quotes[Micro].Origin));
        Assert.Contains("pricing:GetProducts", Assert.Single(book.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_network_the_list_is_used_and_that_is_said()
    {
        using var network = new FakeNetwork(_ => throw new HttpRequestException("No route to host"));

        var book = await FindAsync(network, Micro);

        Assert.Equal(PriceOrigin.Listed, book.Quotes[Micro].Origin);
        Assert.Contains("price list is unavailable", Assert.Single(book.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_network_what_AWS_once_said_is_better_than_the_list_and_has_its_date()
    {
        using (var network = new FakeNetwork(_ => Products(Product("0.0120000000")))) await FindAsync(network, Micro);
        _time.Advance(TimeSpan.FromDays(30));
        using var none = new FakeNetwork(_ => throw new HttpRequestException("No route to host"));

        var book = await FindAsync(none, Micro);

        Assert.Equal(new Quote(0.012m, new DateOnly(2026, 3, 1), PriceOrigin.Asked), book.Quotes[Micro]);
        Assert.Single(book.Notes);
    }

    [Fact]
    public async Task Products_that_do_not_agree_have_no_price_of_AWS()
    {
        using var network = new FakeNetwork(_ => Products(Product("0.0120000000"), Product("0.0130000000")));

        Assert.Equal(PriceOrigin.Listed, (await FindAsync(network, Micro)).Quotes[Micro].Origin);
    }

    [Fact]
    public async Task Throughput_is_sold_by_the_GiB_and_hours_of_a_gateway_stand_beside_its_bytes()
    {
        var (throughput, hour) = (new PriceKey("us-east-1", "ebs", "gp3 throughput"), new PriceKey("us-east-1", "nat", "hour"));
        using var network = new FakeNetwork(sent => sent.Body.Contains("NAT Gateway", StringComparison.Ordinal)
            ? Products(Product("0.0450000000", "NatGateway-Bytes"), Product("0.0460000000", "NatGateway-Hours"))
            : Products(Product("40.9600000000", "EBS:VolumeP-Throughput.gp3")));

        var book = await FindAsync(network, throughput, hour);

        Assert.Equal((0.04m, 0.046m), (book.Quotes[throughput].Usd, book.Quotes[hour].Usd));
    }

    [Fact]
    public async Task Price_of_a_NAT_gateway_is_that_of_its_own_usage_type_and_no_longer_one()
    {
        var hour = new PriceKey("eu-west-1", "nat", "hour");
        using var network = new FakeNetwork(_ => Products(
            Product("0.0480000000", "EU-NatGateway-Hours"), Product("0.0960000000", "EU-Regional-NatGateway-Hours"), Product("0.0490000000", "EU-NatGateway-Prvd-Bytes")));

        Assert.Equal(0.048m, (await FindAsync(network, hour)).Quotes[hour].Usd);
    }

    [Theory]
    [InlineData("single", 0.018)]
    [InlineData("multi", 0.036)]
    public async Task Price_of_a_database_is_that_of_its_deployment_and_license(string zones, decimal usd)
    {
        var wish = new PriceKey("us-east-1", "rds", $"db.t3.micro postgres {zones}");
        using var network = new FakeNetwork(_ => Products(
            Product("0.0180000000", "InstanceUsage:db.t3.micro"), Product("0.0360000000", "Multi-AZUsage:db.t3.micro"), Product("0.0990000000", "Multi-AZClusterUsage:db.t3.micro")));

        var found = (await FindAsync(network, wish)).Quotes[wish];

        Assert.Equal((usd, PriceOrigin.Asked), (found.Usd, found.Origin));
        Assert.Equal("No license required", FiltersOf(network)["licenseModel"]);
    }

    [Theory]
    [InlineData("Linux", "RunInstances")]
    [InlineData("Windows", "RunInstances:0002")]
    public async Task Price_of_an_instance_is_that_of_on_demand_capacity_without_other_software(string system, string operation)
    {
        using var network = new FakeNetwork(_ => Products(Product("0.0120000000")));

        await FindAsync(network, new PriceKey("eu-west-1", "ec2", $"t3.micro {system}"));

        var filters = FiltersOf(network);
        Assert.Equal(("OnDemand", operation), (filters["marketoption"], filters["operation"]));
    }

    [Fact]
    public async Task What_only_the_list_has_is_never_asked_for()
    {
        using var network = new FakeNetwork(_ => throw new InvalidOperationException("Nobody should call."));

        var book = await FindAsync(network, new PriceKey("eu-west-1", "ssm", "advanced parameter"));

        Assert.Equal(0.05m, Assert.Single(book.Quotes).Value.Usd);
        Assert.Empty(book.Notes);
    }

    [Fact]
    public async Task A_sandbox_is_never_asked()
    {
        using var network = new FakeNetwork(_ => throw new InvalidOperationException("Nobody should call."));
        using var aws = network.Clients(endpoint: new Uri("http://127.0.0.1:1"));

        var book = await new AwsPrices(aws, new PriceCache(_folder.Path), _time).FindAsync([Micro], Ct);

        Assert.Equal(PriceOrigin.Listed, book.Quotes[Micro].Origin);
        Assert.Empty(book.Notes);
    }

    private async Task<PriceBook> FindAsync(FakeNetwork network, params PriceKey[] wishes)
    {
        using var aws = network.Clients();
        return await new AwsPrices(aws, new PriceCache(_folder.Path), _time).FindAsync(wishes, Ct);
    }

    /// <summary>What the last call asked for, by the names of the price list's attributes.</summary>
    private static Dictionary<string, string> FiltersOf(FakeNetwork network) => JsonNode.Parse(network.Sent.Last().Body)!["Filters"]!.AsArray()
        .ToDictionary(filter => (string)filter!["Field"]!, filter => (string)filter!["Value"]!);

    private static HttpResponseMessage Products(params string[] products) => FakeNetwork.Json(
        new JsonObject { ["FormatVersion"] = "aws_v1", ["PriceList"] = new JsonArray([.. products.Select(product => JsonValue.Create(product))]) }.ToJsonString());

    /// <summary>One product in the shape that the price list has, cut to what tells it apart.</summary>
    private static string Product(string usd, string usageType = "EU-BoxUsage:t3.micro") => """
        {
          "product": {"productFamily": "Compute Instance", "attributes": {"usagetype": "USAGE", "regionCode": "eu-west-1"}, "sku": "ABC"},
          "serviceCode": "AmazonEC2",
          "terms": {
            "OnDemand": {
              "ABC.JRTCKXETXF": {
                "priceDimensions": {
                  "ABC.JRTCKXETXF.6YS6EN2CT7": {
                    "unit": "Hrs", "beginRange": "0", "endRange": "Inf", "rateCode": "ABC.JRTCKXETXF.6YS6EN2CT7", "appliesTo": [],
                    "pricePerUnit": {"USD": "PRICE"}
                  }
                },
                "sku": "ABC", "effectiveDate": "2026-02-01T00:00:00Z", "offerTermCode": "JRTCKXETXF", "termAttributes": {}
              }
            },
            "Reserved": {"ABC.X": {"priceDimensions": {"ABC.X.Y": {"unit": "Hrs", "pricePerUnit": {"USD": "0.0071000000"}}}}}
          },
          "version": "20260201000000", "publicationDate": "2026-02-01T00:00:00Z"
        }
        """.Replace("USAGE", usageType, StringComparison.Ordinal).Replace("PRICE", usd, StringComparison.Ordinal);
}
