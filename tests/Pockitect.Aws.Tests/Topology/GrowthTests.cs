using Pockitect.Core.Blueprints;
using Pockitect.Core.Planning;

namespace Pockitect.Aws.Tests.Topology;

/// <summary>What a living project's blueprint grows by is made beside what is there.</summary>
public sealed class GrowthTests
{
    private static readonly SecurityGroupEntry Web = new() { Name = "web-traffic", Inbound = [new RuleEntry { Port = 80, Cidr = "0.0.0.0/0" }] };

    [Fact]
    public async Task Zones_and_a_database_come_and_nothing_is_replaced()
    {
        await using var account = await Deployments.StartAsync();
        var small = Designs.Shop with
        {
            Network = new NetworkSection { SecurityGroups = [Web] },
            Compute = new ComputeSection { Instances = [new InstanceEntry { Name = "web", Volumes = [new VolumeEntry { Name = "data", SizeGb = 10 }] }] },
        };
        await account.DeployAsync(small);

        var changes = await account.DeployAsync(small with
        {
            Network = small.Network with { AvailabilityZones = 3 },
            Data = new DataSection { Databases = [new DatabaseEntry { Name = "db", Engine = DatabaseEngine.Postgres }] },
        });

        Assert.Empty(changes.Where(change => change.Action is ChangeAction.Replace or ChangeAction.Delete).Select(change => change.LogicalId));
        Assert.Equal(["public-routes"], changes.Where(change => change.Action is ChangeAction.Update).Select(change => change.LogicalId));
    }

    [Fact]
    public async Task Private_subnets_change_the_way_out_and_keep_what_stands_in_them()
    {
        await using var account = await Deployments.StartAsync();
        var closed = Designs.Shop with
        {
            Network = new NetworkSection { Access = SubnetAccess.Private, AvailabilityZones = 2, NatGateway = NatChoice.None },
            Compute = new ComputeSection { Instances = [new InstanceEntry { Name = "worker", Count = 2 }] },
        };
        await account.DeployAsync(closed);

        foreach (var choice in (NatChoice[])[NatChoice.Single, NatChoice.PerZone, NatChoice.Single, NatChoice.None])
        {
            var changes = await account.DeployAsync(closed with { Network = closed.Network with { NatGateway = choice } });

            Assert.All(
                changes.Where(change => change.Type.ShortName is "Instance" or "Subnet" && !change.LogicalId.StartsWith("nat-", StringComparison.Ordinal)),
                change => Assert.Equal(ChangeAction.Keep, change.Action));
        }
    }

    [Fact]
    public async Task Subnets_that_were_made_may_be_listed_later()
    {
        await using var account = await Deployments.StartAsync();
        await account.DeployAsync(Designs.Shop with { Network = new NetworkSection { AvailabilityZones = 2 } });

        var changes = await account.DeployAsync(Designs.Shop with
        {
            Network = new NetworkSection { Subnets = [new SubnetEntry { Name = "public-a" }, new SubnetEntry { Name = "public-b" }] },
        });

        Assert.All(changes, change => Assert.Equal(ChangeAction.Keep, change.Action));
    }
}
