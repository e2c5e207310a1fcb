using Pockitect.Aws.Ec2;
using Pockitect.Aws.Tests.Clients;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests.Ec2;

public sealed class NatGatewayTests(SandboxFixture sandbox) : NetworkLifeTest(sandbox)
{
    private NatGatewayType Type => new(Aws);

    [Fact]
    public async Task A_public_nat_gateway_lives_from_create_to_delete()
    {
        var vpc = await VpcAsync();
        await GatewayAsync(vpc);
        var subnet = await SubnetAsync(vpc);
        var address = await CreateAsync(new EipType(Aws), new Eip());
        var spec = new NatGateway { Subnet = subnet, AllocationId = Ref.Existing<Eip>(address.Id), ConnectivityType = "public" };

        var nat = await CreateAsync(Type, spec, How("way-out"));
        Assert.Equal(Phase.Ready, nat.Phase);
        Assert.Equal(address.Outputs["PublicIp"], nat.Outputs["PublicIp"]);
        Assert.NotNull(nat.CreatedAt);

        var listed = await ListedAsync(Type, nat.Id);
        Assert.Equal(nat.Spec, listed.Spec);
        Assert.Equal("way-out", listed.Tags[OwnershipTags.Resource]);

        await DeleteAsync(Type, nat.Id);
        AssertPermitted();
    }

    [Fact]
    public async Task A_private_nat_gateway_has_no_address()
    {
        var nat = await CreateAsync(Type, new NatGateway { Subnet = await SubnetAsync(await VpcAsync()), ConnectivityType = "private" });

        Assert.Null(((NatGateway)nat.Spec).AllocationId);
        Assert.DoesNotContain("PublicIp", nat.Outputs);
    }

    [Theory]
    [InlineData("pending", Phase.Pending)]
    [InlineData("available", Phase.Ready)]
    [InlineData("failed", Phase.Failed)]
    [InlineData("deleting", Phase.Deleting)]
    [InlineData("deleted", Phase.Gone)]
    [InlineData("a-word-of-tomorrow", Phase.Pending)]
    public async Task Every_state_of_aws_has_a_phase(string state, Phase phase)
    {
        var nat = await ReadAnswerAsync($"<natGatewayId>nat-1</natGatewayId><state>{state}</state><failureMessage>No room.</failureMessage>");

        Assert.Equal((phase, state, "No room."), (nat.Phase, nat.State, nat.StateReason));
    }

    [Fact]
    public async Task A_regional_one_is_in_a_vpc_and_in_no_subnet()
    {
        var nat = await ReadAnswerAsync(
            "<natGatewayId>nat-1</natGatewayId><state>available</state><vpcId>vpc-1</vpcId><availabilityMode>regional</availabilityMode>");

        Assert.Equal(new NatGateway { AvailabilityMode = "regional", Vpc = Ref.Existing<Vpc>("vpc-1") }, nat.Spec);
    }

    private async Task<Observed> ReadAnswerAsync(string gateway)
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Xml(
            $"<DescribeNatGatewaysResponse><natGatewaySet><item>{gateway}</item></natGatewaySet></DescribeNatGatewaysResponse>"));
        using var aws = network.Clients();
        var nat = await new NatGatewayType(aws).ReadAsync(Place, "nat-1", Ct);
        Assert.NotNull(nat);
        return nat;
    }
}
