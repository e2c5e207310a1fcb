using Pockitect.Web.Monitor.Queries;

namespace Pockitect.Web.Tests.Monitor;

public sealed class MonitorQueryTests
{
    private readonly MonitorRow[] _rows =
    [
        Rows.Instance("i-1", project: "shop", name: "Web One", tags: ["env=prod", "cost centre=12 a"]),
        Rows.Instance("i-2", region: "us-east-1", state: "stopped", phase: Core.Resources.Phase.Stopped, tags: "env=test"),
        Rows.Subnet("subnet-1", project: "shop"),
        Rows.Bucket("logs"),
        Rows.Profile("web"),
    ];

    [Theory]
    [InlineData("", "i-1 i-2 subnet-1 logs web")]
    [InlineData("web", "i-1 web")]
    [InlineData("WEB one", "i-1")]
    [InlineData("\"web one\"", "i-1")]
    [InlineData("\"one web\"", "")]
    [InlineData("type:instance", "i-1 i-2")]
    [InlineData("type:AWS::EC2::Instance", "i-1 i-2")]
    [InlineData("type:ec2", "i-1 i-2 subnet-1")]
    [InlineData("type:instance type:bucket", "i-1 i-2 logs")]
    [InlineData("region:eu", "i-1 subnet-1")]
    [InlineData("region:eu region:us", "i-1 i-2 subnet-1 logs web")]
    [InlineData("state:running", "i-1")]
    [InlineData("state:stopped type:instance", "i-2")]
    [InlineData("project:shop", "i-1 subnet-1")]
    [InlineData("-project:*", "i-2 logs web")]
    [InlineData("-type:ec2", "logs web")]
    [InlineData("-web -subnet", "i-2 logs")]
    [InlineData("tag:env", "i-1 i-2")]
    [InlineData("tag:env=prod", "i-1")]
    [InlineData("tag:env=pro", "")]
    [InlineData("tag:env=prod tag:env=test", "")]
    [InlineData("tag:\"cost centre=12 a\"", "i-1")]
    [InlineData("name:one", "i-1")]
    [InlineData("id:i-", "i-1 i-2")]
    [InlineData("type:instance project:shop running", "i-1")]
    [InlineData("1 -", "i-1 i-2 subnet-1 logs web")]
    [InlineData("\"type:instance\"", "")]
    [InlineData("-\"web one\" type:instance", "i-2")]
    public void A_search_takes_what_it_says(string text, string ids)
    {
        var query = MonitorQuery.Parse(text);

        Assert.Equal(ids, string.Join(' ', _rows.Where(query.Takes).Select(row => row.Id)));
        Assert.Empty(query.Problems);
    }

    [Fact]
    public void An_unknown_key_is_told_and_leaves_nothing_out()
    {
        var query = MonitorQuery.Parse("colour:red type:instance");

        Assert.Contains("'colour'", Assert.Single(query.Problems), StringComparison.Ordinal);
        Assert.Equal(2, _rows.Count(query.Takes));
    }

    [Theory]
    [InlineData("region:", "'region:' needs a value after the colon.")]
    [InlineData("type:instanc", "Unknown resource type 'instanc'.")]
    [InlineData("\"web", "Missing closing quote in \"web.")]
    public void What_cannot_be_meant_is_told(string text, string problem) =>
        Assert.StartsWith(problem, Assert.Single(MonitorQuery.Parse(text, Rows.Catalog.Types).Problems), StringComparison.Ordinal);

    [Fact]
    public void An_arn_is_a_word_and_no_key() => Assert.Empty(MonitorQuery.Parse("arn:aws:iam::123456789012:role/web").Problems);

    [Theory]
    [InlineData("web", QueryKey.Type, "Instance", "web type:Instance")]
    [InlineData("web type:instance -x", QueryKey.Type, "Instance", "web -x")]
    [InlineData("type:instance", QueryKey.Type, "Bucket", "type:instance type:Bucket")]
    [InlineData("", QueryKey.Project, null, "-project:*")]
    [InlineData("-project:* web", QueryKey.Project, null, "web")]
    [InlineData("-state:running", QueryKey.State, "running", "-state:running state:running")]
    [InlineData("\"web", QueryKey.Region, "eu-west-1", "\"web\" region:eu-west-1")]
    public void A_facet_is_put_into_the_search_and_taken_out_again(string text, QueryKey key, string? value, string expected) =>
        Assert.Equal(expected, MonitorQuery.Parse(text).Toggle(key, value));
}
