using Pockitect.Aws.Ec2;
using Pockitect.Aws.Tests.Clients;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests.Ec2;

public sealed class VpcEndpointTests(SandboxFixture sandbox) : NetworkLifeTest(sandbox)
{
    private VpcEndpointType Type => new(Aws);

    [Fact]
    public async Task An_interface_endpoint_lives_from_create_to_delete()
    {
        var vpc = await VpcAsync();
        var subnets = new[] { await SubnetAsync(vpc), await SubnetAsync(vpc, "10.20.2.0/24") };
        var group = Ref.Existing<SecurityGroup>((await CreateAsync(new SecurityGroupType(Aws), new SecurityGroup { Vpc = vpc, GroupName = "endpoint" })).Id);
        var spec = new VpcEndpoint
        {
            Vpc = vpc,
            ServiceName = $"com.amazonaws.{Place.Region}.ssm",
            VpcEndpointType = "Interface",
            SubnetIds = subnets[..1],
            SecurityGroupIds = [group],
            PrivateDnsEnabled = true,
        };

        var endpoint = await CreateAsync(Type, spec, How("to-ssm"));
        Assert.Equal((Phase.Ready, null), (endpoint.Phase, endpoint.Locked));
        var listed = await ListedAsync(Type, endpoint.Id);
        Assert.Equal("to-ssm", listed.Tags[OwnershipTags.Resource]);

        await UpdateAsync(Type, endpoint.Id, spec with { SubnetIds = subnets[1..], PrivateDnsEnabled = false });
        await DeleteAsync(Type, endpoint.Id);
    }

    [Fact]
    public async Task A_gateway_endpoint_lives_from_create_to_delete()
    {
        var vpc = await VpcAsync();
        var tables = new List<Ref<RouteTable>>();
        for (var number = 0; number < 2; number++) tables.Add(Ref.Existing<RouteTable>((await CreateAsync(new RouteTableType(Aws), new RouteTable { Vpc = vpc })).Id));
        var spec = new VpcEndpoint { Vpc = vpc, ServiceName = $"com.amazonaws.{Place.Region}.s3", VpcEndpointType = "Gateway", RouteTableIds = tables[..1] };

        var endpoint = await CreateAsync(Type, spec);
        await UpdateAsync(Type, endpoint.Id, spec with { RouteTableIds = tables });
        await UpdateAsync(Type, endpoint.Id, spec with
        {
            PolicyDocument = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}]}""",
        });
        await DeleteAsync(Type, endpoint.Id);
    }

    [Theory]
    [InlineData("Available", Phase.Ready)]
    [InlineData("available", Phase.Ready)]
    [InlineData("pendingAcceptance", Phase.Ready)]
    [InlineData("pending", Phase.Pending)]
    [InlineData("deleting", Phase.Deleting)]
    [InlineData("deleted", Phase.Gone)]
    [InlineData("rejected", Phase.Failed)]
    [InlineData("a-word-of-tomorrow", Phase.Pending)]
    public async Task Every_state_has_a_phase(string state, Phase phase) =>
        Assert.Equal(phase, (await ReadAnswerAsync($"<state>{state}</state>")).Phase);

    [Fact]
    public async Task An_endpoint_of_GuardDuty_goes_with_its_VPC_and_one_of_another_service_is_locked()
    {
        var guardDutys = await ReadAnswerAsync("<requesterManaged>true</requesterManaged><tagSet><item><key>GuardDutyManaged</key><value>true</value></item></tagSet>");
        var others = await ReadAnswerAsync("<requesterManaged>true</requesterManaged>");

        Assert.Equal(("vpc-1", null), (guardDutys.GoesWith, guardDutys.Locked));
        Assert.Null(others.GoesWith);
        Assert.NotNull(others.Locked);
        Assert.NotNull(others.FreedBy);
    }

    private async Task<Observed> ReadAnswerAsync(string more)
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Xml(
            $"<DescribeVpcEndpointsResponse><vpcEndpointSet><item><vpcEndpointId>vpce-1</vpcEndpointId><vpcId>vpc-1</vpcId><serviceName>com.amazonaws.eu-west-1.ssm</serviceName>{more}</item></vpcEndpointSet></DescribeVpcEndpointsResponse>"));
        using var aws = network.Clients();
        var endpoint = await new VpcEndpointType(aws).ReadAsync(Place, "vpce-1", Ct);
        Assert.NotNull(endpoint);
        return endpoint;
    }
}
