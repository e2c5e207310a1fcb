using System.Net;
using Amazon.EC2.Model;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Clients.Pipeline;

namespace Pockitect.Aws.Tests.Clients;

public sealed class AwsClientsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void A_client_is_made_once_per_service_and_Region()
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Xml("<R/>"));
        using var aws = network.Clients();

        Assert.Same(aws.Ec2("eu-west-1"), aws.Ec2("eu-west-1"));
        Assert.NotSame(aws.Ec2("eu-west-1"), aws.Ec2("eu-west-2"));
        Assert.Same(aws.Iam(), aws.Iam());
    }

    [Fact]
    public async Task Regions_are_those_of_the_aws_partition_with_their_opt_in()
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Xml("""
            <DescribeRegionsResponse><regionInfo>
              <item><regionName>eu-west-1</regionName><optInStatus>opt-in-not-required</optInStatus></item>
              <item><regionName>af-south-1</regionName><optInStatus>not-opted-in</optInStatus></item>
              <item><regionName>eu-south-2</regionName><optInStatus>opted-in</optInStatus></item>
              <item><regionName>us-gov-west-1</regionName><optInStatus>opt-in-not-required</optInStatus></item>
              <item><regionName>cn-north-1</regionName><optInStatus>opt-in-not-required</optInStatus></item>
            </regionInfo></DescribeRegionsResponse>
            """));
        using var aws = network.Clients();

        Assert.Equal(
            [new RegionInfo("af-south-1", false, "not-opted-in"), new RegionInfo("eu-south-2", true, "opted-in"), new RegionInfo("eu-west-1", true, "opt-in-not-required")],
            await aws.RegionsAsync(Ct));
        Assert.Equal("true", network.Sent[0].Field("AllRegions"));
    }

    [Fact]
    public async Task Collections_are_empty_and_not_null_where_AWS_sends_none()
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Xml("<DescribeVpcsResponse/>"));
        using var aws = network.Clients();

        Assert.Empty((await aws.Ec2("eu-west-1").DescribeVpcsAsync(new DescribeVpcsRequest(), Ct)).Vpcs);
        Assert.NotNull(new CreateVpcRequest().TagSpecifications);
    }

    [Fact]
    public async Task An_observer_sees_each_attempt_before_and_after_it()
    {
        var answers = 0;
        var calls = new List<AwsCall>();
        using var network = new FakeNetwork(_ => ++answers == 1 ? FakeNetwork.Ec2Error("RequestLimitExceeded", "…", HttpStatusCode.ServiceUnavailable) : FakeNetwork.Xml("<R/>"));
        using var aws = network.Clients(new AwsClientOptions { RequestLimits = false, Time = new HurriedTime(), Observer = calls.Add });

        await aws.Ec2("eu-west-1").CreateVpcAsync(new CreateVpcRequest(), Ct);

        Assert.Equal(
            [
                new AwsCall("ec2", "eu-west-1", "CreateVpc", true, 1, AwsCallPhase.Sending),
                new AwsCall("ec2", "eu-west-1", "CreateVpc", true, 1, AwsCallPhase.Failed) { ErrorCode = "RequestLimitExceeded" },
                new AwsCall("ec2", "eu-west-1", "CreateVpc", true, 2, AwsCallPhase.Sending),
                new AwsCall("ec2", "eu-west-1", "CreateVpc", true, 2, AwsCallPhase.Answered),
            ],
            calls.Select(call => call with { Elapsed = TimeSpan.Zero }));
    }

    [Theory]
    [InlineData(AwsCallPhase.Sending, 0)]
    [InlineData(AwsCallPhase.Answered, 1)]
    public async Task An_observer_can_end_a_call_before_the_send_or_after_the_answer(AwsCallPhase phase, int sent)
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Xml("<R/>"));
        using var aws = network.Clients(new AwsClientOptions
        {
            RequestLimits = false,
            Observer = call => _ = call.Phase == phase ? throw new InvalidOperationException("The power went.") : 0,
        });

        await Assert.ThrowsAsync<InvalidOperationException>(() => aws.Ec2("eu-west-1").CreateVpcAsync(new CreateVpcRequest(), Ct));

        Assert.Equal(sent, network.Sent.Count);
    }
}
