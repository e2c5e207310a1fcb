using Pockitect.Aws.Ec2;
using Pockitect.Aws.Tests.Clients;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Aws.Tests.Ec2;

public sealed class RouteTableTests(SandboxFixture sandbox) : NetworkLifeTest(sandbox)
{
    private RouteTableType Type => new(Aws);

    [Fact]
    public async Task A_route_table_lives_from_create_to_delete()
    {
        var vpc = await VpcAsync();
        var door = await GatewayAsync(vpc);
        var (web, data) = (await SubnetAsync(vpc), await SubnetAsync(vpc, "10.20.2.0/24"));
        var nat = Ref.Existing<NatGateway>(
            (await CreateAsync(new NatGatewayType(Aws), new NatGateway { Subnet = web, ConnectivityType = "private" })).Id);
        var spec = new RouteTable
        {
            Vpc = vpc,
            Routes =
            [
                new Route { DestinationCidrBlock = "0.0.0.0/0", Gateway = door },
                new Route { DestinationIpv6CidrBlock = "::/0", Gateway = door },
                new Route { DestinationCidrBlock = "10.99.0.0/16", NatGateway = nat },
            ],
            Subnets = [web],
        };

        var table = await CreateAsync(Type, spec, How("public"));
        Assert.Equal(Phase.Ready, table.Phase);
        Assert.Null(table.Locked);

        var listed = await ListedAsync(Type, table.Id);
        Assert.Empty(SpecDiff.Compare(table.Spec, listed.Spec));
        Assert.Equal("public", listed.Tags[OwnershipTags.Resource]);

        await UpdateAsync(Type, table.Id, spec with
        {
            // The first leads elsewhere, the second goes, the third is new.
            Routes = [new Route { DestinationCidrBlock = "0.0.0.0/0", NatGateway = nat }, new Route { DestinationCidrBlock = "10.98.0.0/16", Gateway = door }],
            Subnets = [data],
        });
        await UpdateAsync(Type, table.Id, spec with { Routes = [], Subnets = [web, data] });
        await DeleteAsync(Type, table.Id);
        AssertPermitted();
    }

    [Fact]
    public async Task A_subnet_moves_from_one_table_to_another_whichever_is_updated_first()
    {
        var vpc = await VpcAsync();
        var subnet = await SubnetAsync(vpc);
        var (with, without) = (new RouteTable { Vpc = vpc, Subnets = [subnet] }, new RouteTable { Vpc = vpc, Subnets = [] });
        var one = await CreateAsync(Type, with);
        var other = await CreateAsync(Type, without);

        await Type.UpdateAsync(Place, other.Id, other.Spec, with, Ct);
        await Type.UpdateAsync(Place, one.Id, one.Spec, without, Ct);

        Assert.Empty(SpecDiff.Compare(without, (await ReadAsync(Type, one.Id)).Spec));
        Assert.Empty(SpecDiff.Compare(with, (await ReadAsync(Type, other.Id)).Spec));
    }

    [Fact]
    public async Task Routes_that_aws_made_are_not_listed()
    {
        var table = await ReadAnswerAsync("""
            <routeSet>
              <item><destinationCidrBlock>10.0.0.0/16</destinationCidrBlock><gatewayId>local</gatewayId><origin>CreateRouteTable</origin></item>
              <item><destinationCidrBlock>192.168.0.0/16</destinationCidrBlock><gatewayId>vgw-1</gatewayId><origin>EnableVgwRoutePropagation</origin></item>
              <item><destinationPrefixListId>pl-1</destinationPrefixListId><gatewayId>vpce-1</gatewayId><origin>CreateRoute</origin></item>
              <item><destinationCidrBlock>10.1.0.0/16</destinationCidrBlock><gatewayId>vpce-2</gatewayId><origin>CreateRoute</origin></item>
              <item><destinationCidrBlock>10.2.0.0/16</destinationCidrBlock><gatewayId>vgw-1</gatewayId><origin>CreateRoute</origin></item>
              <item><destinationPrefixListId>pl-2</destinationPrefixListId><transitGatewayId>tgw-1</transitGatewayId><origin>CreateRoute</origin></item>
            </routeSet>
            """);

        Assert.Equal(
            [
                new Route { DestinationCidrBlock = "10.1.0.0/16", VpcEndpointId = "vpce-2" },
                new Route { DestinationCidrBlock = "10.2.0.0/16", VpnGatewayId = "vgw-1" },
                new Route { DestinationPrefixListId = "pl-2", TransitGatewayId = "tgw-1" },
            ],
            table.Routes!);
    }

    [Fact]
    public async Task An_association_that_is_on_its_way_out_is_none()
    {
        var table = await ReadAnswerAsync("""
            <associationSet>
              <item><subnetId>subnet-1</subnetId><associationState><state>associating</state></associationState></item>
              <item><subnetId>subnet-2</subnetId><associationState><state>disassociating</state></associationState></item>
              <item><gatewayId>igw-1</gatewayId><associationState><state>associated</state></associationState></item>
            </associationSet>
            """);

        Assert.Equal([Ref.Existing<Subnet>("subnet-1")], table.Subnets!);
    }

    [Fact]
    public async Task The_main_table_of_a_vpc_is_locked()
    {
        var vpc = await VpcAsync();

        var all = await Type.ListAsync(Place, Ct).ToListAsync(Ct);

        Assert.NotNull(Assert.Single(all, table => ((RouteTable)table.Spec).Vpc == vpc).Locked);
    }

    [Fact]
    public void A_table_takes_a_subnet_over_from_the_table_that_has_it()
    {
        RouteTable With(params Ref<Subnet>[] subnets) => new() { Vpc = Ref.To<Vpc>("main"), Subnets = subnets };

        Assert.True(Type.TakesOverFrom(With(Ref.Existing<Subnet>("subnet-1")), With(Ref.Existing<Subnet>("subnet-1"), Ref.To<Subnet>("new"))));
        Assert.False(Type.TakesOverFrom(With(Ref.Existing<Subnet>("subnet-1")), With(Ref.Existing<Subnet>("subnet-2"))));
        Assert.False(Type.TakesOverFrom(With(Ref.Existing<Subnet>("subnet-1")), new RouteTable { Vpc = Ref.To<Vpc>("main") }));
    }

    [Fact]
    public void Instances_in_its_subnets_come_after_it_unless_it_leads_to_them()
    {
        var table = new RouteTable { Vpc = Ref.To<Vpc>("main"), Subnets = [Ref.To<Subnet>("web")] };
        var instance = new Instance { ImageId = "ami-1", InstanceType = "t3.micro", Subnet = Ref.To<Subnet>("web") };

        Assert.True(Type.Precedes(Node("public", table, Ref.To<Vpc>("main"), Ref.To<Subnet>("web")), Node("server", instance, Ref.To<Subnet>("web"), Ref.To<Vpc>("main"))));
        Assert.False(Type.Precedes(Node("public", table, Ref.To<Vpc>("main"), Ref.To<Subnet>("web")), Node("server", instance, Ref.To<Subnet>("data"), Ref.To<Vpc>("main"))));
        Assert.False(Type.Precedes(Node("public", table, Ref.To<Vpc>("main"), Ref.To<Subnet>("web"), Ref.To<Instance>("server")), Node("server", instance, Ref.To<Subnet>("web"), Ref.To<Vpc>("main"))));
    }

    private async Task<RouteTable> ReadAnswerAsync(string content)
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Xml($"""
            <DescribeRouteTablesResponse><routeTableSet><item>
              <routeTableId>rtb-1</routeTableId><vpcId>vpc-1</vpcId>{content}
            </item></routeTableSet></DescribeRouteTablesResponse>
            """));
        using var aws = network.Clients();
        return Assert.IsType<RouteTable>((await new RouteTableType(aws).ReadAsync(Place, "rtb-1", Ct))?.Spec);
    }
}
