using System.Net;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Pockitect.Aws.Protocol;

namespace Pockitect.Aws.Tests.Clients;

public sealed class AnswerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_query_result_has_no_namespaces()
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Xml(
            """<GetRoleResponse xmlns="https://iam/"><GetRoleResult><Role><RoleName>web</RoleName></Role></GetRoleResult></GetRoleResponse>"""));
        using var aws = network.Clients();

        var result = await aws.Iam().CallAsync("GetRole", new QueryParameters().Set("RoleName", "web"), Ct);

        Assert.Equal("web", result.Element("Role")?.Element("RoleName")?.Value);
    }

    [Fact]
    public async Task An_action_that_answers_nothing_gives_an_empty_result()
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Xml("<DeleteRoleResponse><ResponseMetadata/></DeleteRoleResponse>"));
        using var aws = network.Clients();

        Assert.True((await aws.Iam().CallAsync("DeleteRole", new QueryParameters(), Ct)).IsEmpty);
    }

    [Fact]
    public async Task Pages_follow_the_marker_until_there_is_none()
    {
        using var network = new FakeNetwork(sent => FakeNetwork.Xml(sent.Field("Marker") is null
            ? "<R><DescribeDBInstancesResult><Marker>m2</Marker></DescribeDBInstancesResult></R>"
            : "<R><DescribeDBInstancesResult/></R>"));
        using var aws = network.Clients();
        var asked = new QueryParameters().Set("MaxRecords", 20);

        Assert.Equal(2, await aws.Rds("eu-west-1").PagesAsync("DescribeDBInstances", asked, Ct).CountAsync(Ct));
        Assert.Equal([null, "m2"], network.Sent.Select(sent => sent.Field("Marker")));
        Assert.Single(asked.Values);
    }

    [Fact]
    public async Task Pages_end_where_IAM_says_nothing_was_cut_off()
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Xml("<R><ListRolesResult><IsTruncated>false</IsTruncated><Marker>m</Marker></ListRolesResult></R>"));
        using var aws = network.Clients();

        Assert.Equal(1, await aws.Iam().PagesAsync("ListRoles", new QueryParameters(), Ct).CountAsync(Ct));
    }

    [Theory]
    [InlineData("NextToken")]
    [InlineData("nextToken")]
    [InlineData("PaginationToken")]
    public async Task JSON_pages_follow_the_token_the_service_uses(string token)
    {
        using var network = new FakeNetwork(sent => FakeNetwork.Json(sent.Body.Contains("t2", StringComparison.Ordinal)
            ? $$"""{"{{token}}":""}"""
            : $$"""{"{{token}}":"t2"}"""));
        using var aws = network.Clients();

        Assert.Equal(2, await aws.Tagging("eu-west-1").PagesAsync("GetResources", new JsonObject { ["ResourcesPerPage"] = 100 }, Ct).CountAsync(Ct));
        Assert.Contains($"\"{token}\":\"t2\"", network.Sent[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_error_says_its_code_its_words_and_its_request()
    {
        using var network = new FakeNetwork(_ => FakeNetwork.XmlError("DBInstanceNotFound", "DBInstance db not found.", HttpStatusCode.NotFound));
        using var aws = network.Clients();

        var error = await Assert.ThrowsAsync<AmazonServiceException>(() => aws.Rds("eu-west-1").CallAsync("DescribeDBInstances", new QueryParameters(), Ct));

        Assert.Equal(("DBInstanceNotFound", "DBInstance db not found.", "req-1", HttpStatusCode.NotFound), (error.ErrorCode, error.Message, error.RequestId, error.StatusCode));
    }

    [Theory]
    [InlineData("""{"__type":"com.amazonaws.servicequotas#NoSuchResourceException","message":"no such"}""")]
    [InlineData("""{"__type":"NoSuchResourceException:http://internal.amazon.com/","Message":"no such"}""")]
    public async Task A_JSON_error_says_its_code_without_its_namespace(string body)
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Json(body, HttpStatusCode.BadRequest));
        using var aws = network.Clients();

        var error = await Assert.ThrowsAsync<AmazonServiceException>(() => aws.ServiceQuotas("eu-west-1").CallAsync("GetServiceQuota", [], Ct));

        Assert.Equal(("NoSuchResourceException", "no such"), (error.ErrorCode, error.Message));
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, "InternalServerError")]
    [InlineData(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable")]
    public async Task A_page_of_HTML_is_an_error_named_after_its_status(HttpStatusCode status, string code)
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Html(status));
        using var aws = network.Clients();

        var query = await Assert.ThrowsAsync<AmazonServiceException>(() => aws.Rds("eu-west-1").CallAsync("CreateDBInstance", new QueryParameters(), Ct));
        var json = await Assert.ThrowsAsync<AmazonServiceException>(() => aws.SecretsManager("eu-west-1").CallAsync("DeleteSecret", [], Ct));

        Assert.Equal((code, status), (query.ErrorCode, query.StatusCode));
        Assert.Equal((code, status), (json.ErrorCode, json.StatusCode));
        Assert.Contains("Oops", query.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_200_that_can_not_be_read_is_an_error()
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Xml("<CreateDBInstanceRespo"));
        using var aws = network.Clients();

        await Assert.ThrowsAsync<AmazonUnmarshallingException>(() => aws.Rds("eu-west-1").CallAsync("CreateDBInstance", new QueryParameters(), Ct));
        Assert.Single(network.Sent);
    }
}
