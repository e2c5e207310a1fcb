using System.Net;
using Amazon.S3;
using Pockitect.Aws.Tests.Clients;
using Pockitect.Core.Resources;
using BucketType = Pockitect.Aws.S3.BucketType;

namespace Pockitect.Aws.Tests.S3;

/// <summary>What exactly S3 is asked when a bucket is to be made.</summary>
public sealed class BucketCallTests
{
    private static readonly Creation how = new("token", new Dictionary<string, string> { [OwnershipTags.ProjectId] = "p-1" }, "my-bucket");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("us-east-1", false)]
    [InlineData("eu-west-1", true)]
    public async Task A_bucket_says_where_it_is_to_be_except_in_us_east_1_and_is_born_with_its_tags(string region, bool says)
    {
        using var network = new FakeNetwork(
            request => new HttpResponseMessage(request.Method is "HEAD" ? HttpStatusCode.NotFound : HttpStatusCode.OK) { Content = new StringContent("") });
        using var aws = network.Clients();

        await new BucketType(aws).CreateAsync(new Place("123456789012", region), (Spec)new Pockitect.Aws.S3.Bucket(), how, Ct);

        var made = Assert.Single(network.Sent, sent => sent.Method is "PUT" && sent.Uri.Query.Length == 0);
        Assert.Equal(says, made.Body.Contains($"<LocationConstraint>{region}</LocationConstraint>", StringComparison.Ordinal));
        Assert.Equal(says, made.Body.Contains("LocationConstraint", StringComparison.Ordinal));
        Assert.Contains("<Key>pockitect:project-id</Key><Value>p-1</Value>", made.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.MovedPermanently)]
    public async Task A_name_that_somebody_else_has_is_not_tried(HttpStatusCode answer)
    {
        using var network = new FakeNetwork(_ => new HttpResponseMessage(answer) { Content = new StringContent("") });
        using var aws = network.Clients();

        var refusal = await Assert.ThrowsAsync<AmazonS3Exception>(
            () => new BucketType(aws).CreateAsync(new Place("123456789012", "eu-west-1"), (Spec)new Pockitect.Aws.S3.Bucket(), how, Ct));

        Assert.Equal("BucketAlreadyExists", refusal.ErrorCode);
        Assert.All(network.Sent, sent => Assert.Equal("HEAD", sent.Method));
    }
}
