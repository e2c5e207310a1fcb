using System.Net;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Errors;
using Pockitect.Aws.Protocol;
using Pockitect.Core.Faults;
using Pockitect.Testing;

namespace Pockitect.Aws.Tests.Clients;

public sealed class RetrySafetyTests
{
    private const string Vpcs = "<DescribeVpcsResponse><vpcSet/></DescribeVpcsResponse>";

    private static readonly AwsClientOptions hurried = new() { Time = new HurriedTime() };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_answer_of_a_mutation_is_not_sent_again(bool onAUsedConnection)
    {
        await using var server = new LosingServer(action => action == "DescribeVpcs" ? Vpcs : null);
        using var aws = new AwsClients(AwsAccount.Sandbox(server.Uri), hurried);
        if (onAUsedConnection)
        {
            await aws.Ec2("eu-west-1").DescribeVpcsAsync(new DescribeVpcsRequest(), Ct);
        }

        var lost = await Assert.ThrowsAnyAsync<Exception>(() => aws.Ec2("eu-west-1").CreateVpcAsync(new CreateVpcRequest { CidrBlock = "10.0.0.0/16" }, Ct));

        Assert.Single(server.Received, "CreateVpc");
        Assert.Equal(1, server.Connections);
        Assert.Equal(FaultKind.Ambiguous, AwsFaults.Explain(lost).Kind);
    }

    [Fact]
    public async Task A_lost_answer_of_a_mutation_without_content_is_not_sent_again_by_the_connection_pool()
    {
        await using var server = new LosingServer(method => method == "GET" ? "<ListAllMyBucketsResult/>" : null);
        using var aws = new AwsClients(AwsAccount.Sandbox(server.Uri), hurried);
        await aws.S3("eu-west-1").ListBucketsAsync(new Amazon.S3.Model.ListBucketsRequest(), Ct);

        var lost = await Assert.ThrowsAnyAsync<Exception>(() => aws.S3("eu-west-1").DeleteBucketAsync(new Amazon.S3.Model.DeleteBucketRequest { BucketName = "some-bucket" }, Ct));

        Assert.Equal(["GET", "DELETE"], server.Received);
        Assert.Equal(FaultKind.Ambiguous, AwsFaults.Explain(lost).Kind);
    }

    [Fact]
    public async Task A_lost_answer_of_the_generic_client_is_not_sent_again_either()
    {
        await using var server = new LosingServer(_ => null);
        using var aws = new AwsClients(AwsAccount.Sandbox(server.Uri), hurried);

        var lost = await Assert.ThrowsAnyAsync<Exception>(() => aws.Rds("eu-west-1").CallAsync("CreateDBInstance", new QueryParameters(), Ct));

        Assert.Equal(["CreateDBInstance"], server.Received);
        Assert.Equal(FaultKind.Ambiguous, AwsFaults.Explain(lost).Kind);
    }

    [Fact]
    public async Task A_lost_answer_of_a_read_is_asked_for_three_times()
    {
        await using var server = new LosingServer(_ => null);
        using var aws = new AwsClients(AwsAccount.Sandbox(server.Uri), hurried);

        var lost = await Assert.ThrowsAnyAsync<Exception>(() => aws.Ec2("eu-west-1").DescribeVpcsAsync(new DescribeVpcsRequest(), Ct));

        Assert.Equal(3, server.Received.Count);
        Assert.Equal(FaultKind.Unreachable, AwsFaults.Explain(lost).Kind);
    }

    [Fact]
    public async Task A_mutation_with_a_client_token_is_sent_again()
    {
        await using var server = new LosingServer(_ => null);
        using var aws = new AwsClients(AwsAccount.Sandbox(server.Uri), hurried);

        await Assert.ThrowsAnyAsync<Exception>(() => aws.Ec2("eu-west-1").RunInstancesAsync(new RunInstancesRequest { ClientToken = "op-1", ImageId = "ami-1" }, Ct));

        Assert.Equal(3, server.Received.Count);
    }

    [Fact]
    public async Task A_token_the_SDK_fills_in_is_one_and_the_same_within_a_call()
    {
        using var network = new FakeNetwork(_ => throw new IOException("The line dropped."));
        using var aws = network.Clients();

        await Assert.ThrowsAnyAsync<Exception>(() => aws.Ec2("eu-west-1").CreateNatGatewayAsync(new CreateNatGatewayRequest { SubnetId = "subnet-1" }, Ct));

        Assert.Equal(3, network.Sent.Count);
        Assert.Single(network.Sent.Select(sent => sent.Field("ClientToken")).Distinct());
        Assert.NotNull(network.Sent[0].Field("ClientToken"));
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, "InternalError", 1, FaultKind.Ambiguous)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "Unavailable", 1, FaultKind.Ambiguous)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "RequestLimitExceeded", 3, FaultKind.Throttled)]
    [InlineData(HttpStatusCode.BadRequest, "Throttling", 3, FaultKind.Throttled)]
    [InlineData(HttpStatusCode.BadRequest, "VpcLimitExceeded", 1, FaultKind.Quota)]
    public async Task A_mutation_is_repeated_only_where_AWS_says_it_did_nothing(HttpStatusCode status, string code, int sent, FaultKind kind)
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Ec2Error(code, "…", status));
        using var aws = network.Clients();

        var error = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => aws.Ec2("eu-west-1").CreateVpcAsync(new CreateVpcRequest(), Ct));

        Assert.Equal(sent, network.Sent.Count);
        Assert.Equal(kind, AwsFaults.Explain(error).Kind);
    }

    [Fact]
    public async Task A_500_to_a_read_is_asked_again()
    {
        var answers = 0;
        using var network = new FakeNetwork(_ => ++answers < 3 ? FakeNetwork.Html(HttpStatusCode.InternalServerError) : FakeNetwork.Xml("<R><ListRolesResult/></R>"));
        using var aws = network.Clients();

        await aws.Iam().CallAsync("ListRoles", new QueryParameters(), Ct);

        Assert.Equal(3, network.Sent.Count);
    }

    [Fact]
    public async Task A_dry_run_is_no_mutation_to_be_careful_with()
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Ec2Error("InternalError", "…", HttpStatusCode.InternalServerError));
        using var aws = network.Clients();

        await Assert.ThrowsAnyAsync<Exception>(() => aws.Ec2("eu-west-1").CreateVpcAsync(new CreateVpcRequest { DryRun = true }, Ct));

        Assert.Equal(3, network.Sent.Count);
    }

    [Fact]
    public async Task A_refused_connection_is_unreachable_and_not_ambiguous()
    {
        var nobody = new LosingServer(_ => null);
        var uri = nobody.Uri;
        await nobody.DisposeAsync();
        using var aws = new AwsClients(AwsAccount.Sandbox(uri), hurried);

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => aws.Ec2("eu-west-1").CreateVpcAsync(new CreateVpcRequest(), Ct));

        Assert.Equal(FaultKind.Unreachable, AwsFaults.Explain(refused).Kind);
    }

    [Fact(Timeout = 20_000)]
    public async Task An_answer_that_stalls_half_way_is_given_up()
    {
        using var network = new FakeNetwork(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StallingContent() });
        using var aws = network.Clients(hurried with { RequestTimeout = TimeSpan.FromMilliseconds(100) });

        var stalled = await Assert.ThrowsAnyAsync<Exception>(() => aws.Rds("eu-west-1").CallAsync("CreateDBInstance", new QueryParameters(), Ct));

        Assert.Equal((FaultKind.Ambiguous, "Timeout"), (AwsFaults.Explain(stalled).Kind, AwsFaults.Explain(stalled).Code));
        Assert.Single(network.Sent);
    }

    [Fact]
    public async Task A_mutation_that_was_never_sent_is_tried_again()
    {
        var attempts = 0;
        using var network = new FakeNetwork(_ => ++attempts < 3
            ? throw new HttpRequestException(HttpRequestError.ConnectionError, "refused", new System.Net.Sockets.SocketException())
            : FakeNetwork.Xml("<R/>"));
        using var aws = network.Clients();

        await aws.Ec2("eu-west-1").CreateVpcAsync(new CreateVpcRequest(), Ct);

        Assert.Equal(3, attempts);
    }

    [Fact]
    public async Task A_connection_not_made_in_time_is_unreachable_and_not_ambiguous()
    {
        using var network = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromMilliseconds(50),
            ConnectCallback = async (_, ct) =>
            {
                await RealTime.HangAsync(ct);
                throw new InvalidOperationException();
            },
        };
        using var aws = new AwsClients(AwsAccount.Sandbox(new Uri("http://127.0.0.1:9")), hurried with { Handler = network });

        var late = await Assert.ThrowsAnyAsync<Exception>(() => aws.Ec2("eu-west-1").CreateVpcAsync(new CreateVpcRequest(), Ct));

        Assert.Equal((FaultKind.Unreachable, "Timeout"), (AwsFaults.Explain(late).Kind, AwsFaults.Explain(late).Code));
    }

    [Theory]
    [InlineData("ListBuckets", 3)]
    [InlineData("PutBucket", 1)]
    public async Task S3_keeps_the_same_rules(string action, int sent)
    {
        using var network = new FakeNetwork(_ => throw new HttpRequestException("The line dropped.", new IOException("Connection reset")));
        using var aws = network.Clients();

        await Assert.ThrowsAnyAsync<Exception>(() => action == "PutBucket"
            ? aws.S3("eu-west-1").PutBucketAsync(new Amazon.S3.Model.PutBucketRequest { BucketName = "some-bucket" }, Ct)
            : aws.S3("eu-west-1").ListBucketsAsync(new Amazon.S3.Model.ListBucketsRequest(), Ct) as Task);

        Assert.Equal(sent, network.Sent.Count);
    }

    /// <summary>A body whose end never comes.</summary>
    private sealed class StallingContent : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => RealTime.HangAsync(CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
            => RealTime.HangAsync(cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
