using Amazon.EC2.Model;
using Microsoft.Extensions.Time.Testing;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Errors;

namespace Pockitect.Aws.Tests.Clients;

public sealed class RequestLimitTests
{
    private readonly FakeTimeProvider time = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_bucket_gives_at_once_and_then_at_its_rate_in_turn()
    {
        var bucket = new TokenBucket(new Limit(2, 4), time);
        await bucket.TakeAsync(Ct);
        await bucket.TakeAsync(Ct);

        var third = bucket.TakeAsync(Ct).AsTask();
        var fourth = bucket.TakeAsync(Ct).AsTask();
        Assert.False(third.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(0.25));
        await third;
        Assert.False(fourth.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(0.25));
        await fourth;
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_token()
    {
        var bucket = new TokenBucket(new Limit(1, 1), time);
        await bucket.TakeAsync(Ct);
        using var impatient = new CancellationTokenSource();
        var given = bucket.TakeAsync(impatient.Token).AsTask();

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(bucket.TakeAsync(Ct).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_bucket_left_alone_fills_to_its_size_and_no_further()
    {
        var bucket = new TokenBucket(new Limit(2, 4), time);
        time.Advance(TimeSpan.FromHours(1));
        await bucket.TakeAsync(Ct);
        await bucket.TakeAsync(Ct);

        Assert.False(bucket.TakeAsync(Ct).AsTask().IsCompleted);
    }

    [Fact]
    public async Task Each_Region_and_action_has_a_bucket_of_its_own()
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Xml("<R/>"));
        using var aws = network.Clients(new AwsClientOptions { RequestLimits = true, Time = time });
        for (var call = 0; call < 10; call++)
        {
            await Delete("eu-west-1");
        }

        var eleventh = Delete("eu-west-1");
        await Delete("us-west-2");
        await aws.Ec2("eu-west-1").DescribeVpcsAsync(new DescribeVpcsRequest(), Ct);
        Assert.False(eleventh.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(1));
        await eleventh;

        Task Delete(string region) => aws.Ec2(region).DeleteNatGatewayAsync(new DeleteNatGatewayRequest { NatGatewayId = "nat-1" }, Ct);
    }

    [Theory]
    [InlineData("DescribeVpcs", false, 100, 20)]
    [InlineData("CreateVpc", true, 50, 5)]
    [InlineData("DeleteVpcEndpoints", true, 4, 0.3)]
    [InlineData("DeleteVolume", true, 100, 5)]
    [InlineData("DescribeInstances", false, 50, 10)]
    public void A_call_has_the_limit_AWS_publishes_for_it(string action, bool mutating, double size, double perSecond)
    {
        using var request = new Amazon.Runtime.Internal.DefaultRequest(new DescribeInstancesRequest(), "ec2");
        request.Parameters["Action"] = action;
        request.Parameters["Version"] = "2016-11-15";

        Assert.Equal(new Limit(size, perSecond), RequestLimiter.LimitOf(new CallFacts("ec2", "eu-west-1", action, mutating, false, false), request).Limit);
    }

    [Fact]
    public void Paging_makes_a_costly_read_cheap()
    {
        using var request = new Amazon.Runtime.Internal.DefaultRequest(new DescribeInstancesRequest(), "ec2");
        request.Parameters["Action"] = "DescribeInstances";
        request.Parameters["Version"] = "2016-11-15";
        request.Parameters["MaxResults"] = "1000";

        Assert.Equal(new Limit(100, 20), RequestLimiter.LimitOf(new CallFacts("ec2", "eu-west-1", "DescribeInstances", false, false, false), request).Limit);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(true, true)]
    public async Task A_sandbox_is_limited_only_on_request(bool? option, bool limited)
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Xml("<R/>"));
        using var aws = network.Clients(new AwsClientOptions { RequestLimits = option, Time = time }, new Uri("http://127.0.0.1:4000"));
        var calls = Enumerable.Range(0, 11).Select(_ => aws.Ec2("eu-west-1").DeleteNatGatewayAsync(new DeleteNatGatewayRequest { NatGatewayId = "nat-1" }, Ct)).ToList();

        await Task.WhenAll(calls.Take(limited ? 10 : 11));
        Assert.Equal(limited, !calls[10].IsCompleted);

        time.Advance(TimeSpan.FromSeconds(1));
        await calls[10];
    }
}
