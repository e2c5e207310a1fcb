using System.Text.Json.Nodes;
using Pockitect.Aws.Protocol;

namespace Pockitect.Aws.Tests.Clients;

/// <summary>The generic client stands on the SDK's internal pipeline, which may change with any version; this is what notices.</summary>
public sealed class SignatureTests
{
    private static readonly Uri sandbox = new("http://127.0.0.1:4000");

    [Fact]
    public void The_signature_written_here_is_the_one_of_AWSs_own_test_suite()
    {
        // get-vanilla of aws-sig-v4-test-suite.
        var signature = SignatureV4.Of("GET", "/", [("host", "example.amazonaws.com"), ("x-amz-date", "20150830T123600Z")], "",
            "20150830T123600Z", "20150830/us-east-1/service/aws4_request", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

        Assert.Equal("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31", signature);
    }

    [Fact]
    public async Task A_query_call_is_sent_as_these_bytes_and_signed_over_them()
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Xml("<R><DescribeDBInstancesResult/></R>"));
        using var aws = network.Clients();

        await aws.Rds("eu-west-1").CallAsync("DescribeDBInstances",
            new QueryParameters().Set("DBInstanceIdentifier", "a b+c/ü").Set("MaxRecords", 20), TestContext.Current.CancellationToken);

        var sent = Assert.Single(network.Sent);
        Assert.Equal("POST https://rds.eu-west-1.amazonaws.com/", $"{sent.Method} {sent.Uri}");
        Assert.Equal("Action=DescribeDBInstances&DBInstanceIdentifier=a%20b%2Bc%2F%C3%BC&MaxRecords=20&Version=2014-10-31", sent.Body);
        Assert.StartsWith("application/x-www-form-urlencoded", sent.Headers["Content-Type"], StringComparison.Ordinal);
        AssertSigned(sent, "eu-west-1/rds");
    }

    [Fact]
    public async Task A_JSON_call_is_sent_as_these_bytes_and_signed_over_them()
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Json("{}"));
        using var aws = network.Clients();

        await aws.ServiceQuotas("ap-south-1").CallAsync("GetServiceQuota",
            new JsonObject { ["ServiceCode"] = "vpc", ["QuotaCode"] = "L-F678F1CE" }, TestContext.Current.CancellationToken);

        var sent = Assert.Single(network.Sent);
        Assert.Equal("https://servicequotas.ap-south-1.amazonaws.com/", sent.Uri.AbsoluteUri);
        Assert.Equal("""{"ServiceCode":"vpc","QuotaCode":"L-F678F1CE"}""", sent.Body);
        Assert.Equal("ServiceQuotasV20190624.GetServiceQuota", sent.Headers["X-Amz-Target"]);
        Assert.Equal("application/x-amz-json-1.1", sent.Headers["Content-Type"]);
        AssertSigned(sent, "ap-south-1/servicequotas");
    }

    [Fact]
    public async Task Global_services_are_signed_for_their_home()
    {
        using var network = new FakeNetwork(sent => sent.Headers.ContainsKey("X-Amz-Target") ? FakeNetwork.Json("{}") : FakeNetwork.Xml("<R/>"));
        using var aws = network.Clients();

        await aws.Iam().CallAsync("ListRoles", new QueryParameters(), TestContext.Current.CancellationToken);
        await aws.Pricing().CallAsync("DescribeServices", [], TestContext.Current.CancellationToken);

        Assert.Equal("https://iam.amazonaws.com/", network.Sent[0].Uri.AbsoluteUri);
        AssertSigned(network.Sent[0], "us-east-1/iam");
        Assert.Equal("https://api.pricing.us-east-1.amazonaws.com/", network.Sent[1].Uri.AbsoluteUri);
        AssertSigned(network.Sent[1], "us-east-1/pricing");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_client_signs_for_its_own_Region_whatever_the_endpoint(bool atSandbox)
    {
        using var network = new FakeNetwork(sent => sent.Headers.ContainsKey("X-Amz-Target") ? FakeNetwork.Json("{}") : FakeNetwork.Xml("<R/>"));
        using var aws = network.Clients(endpoint: atSandbox ? sandbox : null);
        var ct = TestContext.Current.CancellationToken;

        await aws.Ec2("sa-east-1").DescribeVpcsAsync(new Amazon.EC2.Model.DescribeVpcsRequest(), ct);
        await aws.S3("sa-east-1").ListObjectsV2Async(new Amazon.S3.Model.ListObjectsV2Request { BucketName = "b" }, ct);
        await aws.Ssm("sa-east-1").GetParameterAsync(new Amazon.SimpleSystemsManagement.Model.GetParameterRequest { Name = "p" }, ct);
        await aws.Sts("sa-east-1").GetCallerIdentityAsync(new Amazon.SecurityToken.Model.GetCallerIdentityRequest(), ct);
        await aws.Rds("sa-east-1").CallAsync("DescribeDBInstances", new QueryParameters(), ct);
        await aws.Tagging("sa-east-1").CallAsync("GetResources", [], ct);

        Assert.Equal(6, network.Sent.Count);
        Assert.All(network.Sent, sent => Assert.Contains("/sa-east-1/", sent.Headers["Authorization"], StringComparison.Ordinal));
        Assert.All(network.Sent, sent => Assert.Equal(atSandbox ? "127.0.0.1" : "amazonaws.com", atSandbox ? sent.Uri.Host : string.Join('.', sent.Uri.Host.Split('.')[^2..])));
        Assert.Contains(network.Sent, sent => sent.Uri.AbsolutePath == "/b/");
    }

    private static void AssertSigned(SentRequest sent, string regionAndService)
    {
        var authorization = sent.Headers["Authorization"];
        var timestamp = sent.Headers["X-Amz-Date"];
        var scope = $"{timestamp[..8]}/{regionAndService}/aws4_request";
        var names = Between(authorization, "SignedHeaders=", ",").Split(';');
        var headers = names.Select(name => (name, name == "host" ? sent.Uri.Authority : sent.Headers[name])).ToList();

        Assert.Contains($"Credential=AKIASANDBOXSANDBOX00/{scope}", authorization, StringComparison.Ordinal);
        Assert.Equal(SignatureV4.Of(sent.Method, sent.Uri.AbsolutePath, headers, sent.Body, timestamp, scope, "sandbox"), Between(authorization + ",", "Signature=", ","));
    }

    private static string Between(string text, string before, string after)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return text[start..text.IndexOf(after, start, StringComparison.Ordinal)];
    }
}
