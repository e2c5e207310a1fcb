using System.Net;
using Pockitect.Aws.S3;
using Pockitect.Aws.Tests.Clients;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;
using BucketType = Pockitect.Aws.S3.BucketType;

namespace Pockitect.Aws.Tests.S3;

/// <summary>A new bucket that HeadBucket finds and that some parts of S3 do not know yet.</summary>
public sealed class BucketPropagationTests
{
    private const string Name = "my-bucket";

    private static readonly Place place = new("123456789012", "eu-west-1");
    private static readonly Creation how = new("token", new Dictionary<string, string> { [OwnershipTags.ProjectId] = "p-1", [OwnershipTags.Resource] = "files" }, Name);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("publicAccessBlock")]
    [InlineData("encryption")]
    [InlineData("versioning")]
    [InlineData("lifecycle")]
    [InlineData("cors")]
    [InlineData("ownershipControls")]
    [InlineData("policy")]
    [InlineData("tagging")]
    public async Task Read_does_not_take_an_unknown_bucket_for_one_without_the_setting(string setting)
    {
        using var network = new FakeNetwork(request => Answer(request, isKnown: Setting(request) != setting));
        using var aws = network.Clients();

        await AssertNotKnownAsync(() => new BucketType(aws).ReadAsync(place, Name, Ct));
    }

    [Fact]
    public async Task Read_of_a_missing_bucket_is_null()
    {
        using var network = new FakeNetwork(request => Answer(request, isKnown: false, exists: false));
        using var aws = network.Clients();

        Assert.Null(await new BucketType(aws).ReadAsync(place, Name, Ct));
    }

    [Fact]
    public async Task Create_waits_for_the_tags_of_a_bucket_that_exists_and_does_not_create_it_again()
    {
        using var network = new FakeNetwork(request => Answer(request, isKnown: false));
        using var aws = network.Clients();

        await AssertNotKnownAsync(() => new BucketType(aws).CreateAsync(place, (Spec)new Bucket(), how, Ct));

        Assert.DoesNotContain(network.Sent, sent => sent.Method is "PUT");
    }

    [Fact]
    public async Task Update_waits_until_S3_knows_the_bucket()
    {
        using var network = new FakeNetwork(request => Answer(request, isKnown: false));
        using var aws = network.Clients();
        var now = new Bucket { LifecycleConfiguration = new() { Rules = [new() { Id = "old", Status = "Enabled", ExpirationInDays = 1 }] } };

        await AssertNotKnownAsync(() => new BucketType(aws).UpdateAsync(place, Name, now, (Spec)new Bucket { LifecycleConfiguration = new() { Rules = [] } }, Ct));
    }

    [Fact]
    public async Task Tagging_waits_until_S3_knows_the_bucket()
    {
        using var network = new FakeNetwork(request => Answer(request, isKnown: false));
        using var aws = network.Clients();

        await AssertNotKnownAsync(() => new BucketType(aws).TagAsync(place, Name, new Dictionary<string, string> { ["team"] = "one" }, [], Ct));
    }

    [Fact]
    public async Task Delete_of_a_bucket_that_exists_is_not_done_when_S3_does_not_know_it()
    {
        using var network = new FakeNetwork(request => Answer(request, isKnown: false));
        using var aws = network.Clients();

        await AssertNotKnownAsync(() => new BucketType(aws).DeleteAsync(place, Name, new Deletion(), Ct));
    }

    [Fact]
    public async Task Delete_of_a_missing_bucket_is_done()
    {
        using var network = new FakeNetwork(request => Answer(request, isKnown: false, exists: false));
        using var aws = network.Clients();

        await new BucketType(aws).DeleteAsync(place, Name, new Deletion(), Ct);

        Assert.Contains(network.Sent, sent => sent.Method is "DELETE");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task List_shows_a_bucket_without_its_tags_as_long_as_it_exists(bool exists)
    {
        using var network = new FakeNetwork(request => request.Uri.Query.Contains("max-buckets", StringComparison.Ordinal)
            ? FakeNetwork.Xml($"<ListAllMyBucketsResult><Buckets><Bucket><Name>{Name}</Name></Bucket></Buckets></ListAllMyBucketsResult>")
            : Answer(request, isKnown: false, exists));
        using var aws = network.Clients();

        var rows = await new BucketType(aws).ListAsync(place, Ct).ToListAsync(Ct);

        Assert.Equal(exists ? [(Name, "Its tags can't be read yet: S3 does not know the bucket everywhere.")] : [], rows.Select(row => (row.Id, row.StateReason)));
    }

    private static async Task AssertNotKnownAsync(Func<Task> call)
    {
        var fault = (await Assert.ThrowsAsync<FaultException>(call)).Fault;
        Assert.Equal((FaultKind.NotYetConsistent, "S3 to know the bucket everywhere"), (fault.Kind, fault.Waiting));
        Assert.NotNull(fault.Budget);
    }

    private static string Setting(SentRequest request) => request.Uri.Query.TrimStart('?').Split('&', '=')[0];

    private static HttpResponseMessage Answer(SentRequest request, bool isKnown, bool exists = true) => request.Method switch
    {
        "HEAD" => new HttpResponseMessage(exists ? HttpStatusCode.OK : HttpStatusCode.NotFound) { Content = new StringContent("") },
        _ when !isKnown => Error("NoSuchBucket"),
        "GET" => Setting(request) switch
        {
            "versioning" => FakeNetwork.Xml("<VersioningConfiguration/>"),
            "policy" => Error("NoSuchBucketPolicy"),
            "tagging" => Error("NoSuchTagSet"),
            _ => Error("NoSuchConfiguration"),
        },
        _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("") },
    };

    private static HttpResponseMessage Error(string code) =>
        FakeNetwork.Xml($"<Error><Code>{code}</Code><Message>The specified bucket does not exist</Message></Error>", HttpStatusCode.NotFound);
}
