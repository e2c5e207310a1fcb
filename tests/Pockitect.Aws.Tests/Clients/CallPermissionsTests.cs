using System.Net;
using Amazon.S3.Model;
using Pockitect.Aws.Errors;

namespace Pockitect.Aws.Tests.Clients;

public sealed class CallPermissionsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refusal_that_names_no_action_is_told_with_the_one_that_S3_means()
    {
        using var network = new FakeNetwork(_ => new HttpResponseMessage(HttpStatusCode.Forbidden));
        using var aws = network.Clients();
        var s3 = aws.S3("eu-west-1");

        Assert.Contains("(s3:ListBucket)", await MessageOf(s3.HeadBucketAsync(new HeadBucketRequest { BucketName = "bucket" }, Ct)), StringComparison.Ordinal);
        Assert.Contains("(s3:ListBucketVersions)", await MessageOf(s3.ListVersionsAsync(new ListVersionsRequest { BucketName = "bucket" }, Ct)), StringComparison.Ordinal);
        Assert.Contains("(s3:GetEncryptionConfiguration)", await MessageOf(s3.GetBucketEncryptionAsync(new GetBucketEncryptionRequest { BucketName = "bucket" }, Ct)), StringComparison.Ordinal);
        Assert.Contains("(s3:CreateBucket, or partly s3:TagResource)", await MessageOf(s3.PutBucketAsync(new PutBucketRequest { BucketName = "bucket" }, Ct)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_that_names_an_action_is_left_as_it_is()
    {
        const string Said = "You are not authorized to perform this operation. User: u is not authorized to perform: ec2:CreateTags on resource: *";
        using var network = new FakeNetwork(_ => FakeNetwork.Ec2Error("UnauthorizedOperation", Said, HttpStatusCode.Forbidden));
        using var aws = network.Clients();

        Assert.Equal(Said, await MessageOf(aws.Ec2("eu-west-1").CreateVpcAsync(new Amazon.EC2.Model.CreateVpcRequest(), Ct)));
    }

    /// <summary>What may lack for a call is something that the policy gives.</summary>
    [Theory]
    [InlineData("ec2", "RunInstances")]
    [InlineData("ec2", "CreateVolume")]
    [InlineData("ec2", "ImportKeyPair")]
    [InlineData("rds", "CreateDBInstance")]
    [InlineData("iam", "CreateRole")]
    [InlineData("s3", "DeleteObjects")]
    [InlineData("ssm", "PutParameter")]
    public void What_a_call_takes_is_in_the_policy(string service, string call) =>
        Assert.Subset(Permissions.Policies.FullActions.ToHashSet(), CallPermissions.Of(Permissions.Policies.Catalog, service, call).ToHashSet());

    private static async Task<string> MessageOf(Task call)
    {
        var refused = await Assert.ThrowsAnyAsync<Amazon.Runtime.AmazonServiceException>(() => call);
        return AwsFaults.Explain(refused, Permissions.Policies.Catalog).Message;
    }
}
