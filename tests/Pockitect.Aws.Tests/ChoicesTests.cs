using Microsoft.Extensions.Time.Testing;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Tests;

public sealed class ChoicesTests(SandboxFixture sandbox)
{
    private readonly Choices choices = new(sandbox.Clients, new AwsCloud(sandbox.Clients, Path.GetTempPath(), TimeProvider.System), TimeProvider.System);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_region_offers_comes_with_what_it_costs()
    {
        var types = await choices.InstanceTypesAsync("eu-west-1", Ct);

        Assert.Null(types.Note);
        Assert.True(types.Items.Count > 100);
        Assert.Equal(8.322m, types.Items.Single(type => type.Value == "t3.micro").MonthlyUsd);
        // What has a price is cheapest first.
        var prices = types.Items.Select(type => type.MonthlyUsd).OfType<decimal>().ToList();
        Assert.Equal(prices.Order(), prices);
        Assert.Same(types, await choices.InstanceTypesAsync("eu-west-1", Ct));
        Assert.Contains(Choices.DatabaseClasses("eu-west-1").Items, type => type is { Value: "db.t4g.micro", MonthlyUsd: > 0 });
    }

    [Fact]
    public async Task What_the_account_has_is_there_to_choose()
    {
        var region = sandbox.NextPlace().Region;
        var ec2 = sandbox.Clients.Ec2(region);
        await ec2.CreateKeyPairAsync(new Sdk.CreateKeyPairRequest { KeyName = "chosen-key", KeyType = "ed25519" }, Ct);
        var vpc = (await ec2.CreateVpcAsync(new Sdk.CreateVpcRequest { CidrBlock = "10.77.0.0/16" }, Ct)).Vpc.VpcId;
        await ec2.CreateTagsAsync(new Sdk.CreateTagsRequest { Resources = [vpc], Tags = [new Sdk.Tag("Name", "chosen")] }, Ct);
        var subnet = (await ec2.CreateSubnetAsync(new Sdk.CreateSubnetRequest { VpcId = vpc, CidrBlock = "10.77.1.0/24" }, Ct)).Subnet;

        Assert.Contains(new Choice("chosen-key", "ed25519"), (await choices.KeyPairsAsync(region, Ct)).Items);
        Assert.Contains(new Choice(vpc, "chosen, 10.77.0.0/16"), (await choices.VpcsAsync(region, Ct)).Items);
        Assert.Contains(new Choice(subnet.SubnetId, $"10.77.1.0/24, {subnet.AvailabilityZone}, {vpc}"), (await choices.SubnetsAsync(region, Ct)).Items);
        Assert.Contains(new Choice("amazon-linux-2023"), (await choices.ImagesAsync(region, Ct)).Items);
        Assert.False(choices.TryZones(region, out _));
        var zones = await choices.ZonesAsync(region, Ct);
        Assert.True(choices.TryZones(region, out var known));
        Assert.Equal(zones.Items.Select(zone => zone.Value), known);

        await ec2.DeleteSubnetAsync(new Sdk.DeleteSubnetRequest { SubnetId = subnet.SubnetId }, Ct);
        await ec2.DeleteVpcAsync(new Sdk.DeleteVpcRequest { VpcId = vpc }, Ct);
        await ec2.DeleteKeyPairAsync(new Sdk.DeleteKeyPairRequest { KeyName = "chosen-key" }, Ct);
    }

    [Fact]
    public async Task Where_nobody_answers_there_is_what_this_version_knows_and_it_says_so_until_somebody_does()
    {
        using var aws = new AwsClients(AwsAccount.Sandbox(new Uri("http://127.0.0.1:9")), new AwsClientOptions { Retries = 0 });
        var time = new FakeTimeProvider();
        var alone = new Choices(aws, new AwsCloud(aws, Path.GetTempPath(), time), time);

        var types = await alone.InstanceTypesAsync("eu-west-1", Ct);

        Assert.Contains(types.Items, type => type is { Value: "t3.micro", MonthlyUsd: > 0 });
        Assert.StartsWith("AWS did not respond (", types.Note, StringComparison.Ordinal);
        Assert.Contains(new Choice("eu-west-1"), (await alone.RegionsAsync(Ct)).Items);
        Assert.Equal(["eu-west-1a", "eu-west-1b", "eu-west-1c"], (await alone.ZonesAsync("eu-west-1", Ct)).Items.Select(zone => zone.Value));
        Assert.Same(types, await alone.InstanceTypesAsync("eu-west-1", Ct));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.NotSame(types, await alone.InstanceTypesAsync("eu-west-1", Ct));
    }
}
