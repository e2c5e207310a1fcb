using Pockitect.Aws.Credentials;
using Pockitect.Web.Monitor;
using Pockitect.Web.Monitor.Queries;

namespace Pockitect.Web.Tests.Monitor;

public sealed class ResourceDetailsTests
{
    private readonly MonitorRow _instance = Rows.Instance("i-1", script: "echo hunter2", tags: "env=prod");
    private readonly MonitorRow _subnet = Rows.Subnet("subnet-1");

    [Fact]
    public void Relations_go_both_ways_and_name_what_was_not_seen()
    {
        MonitorRow[] all = [_instance, _subnet, Rows.Instance("i-2", region: "us-east-1")];

        var details = Of(_subnet, all);

        Assert.Equal([_instance], details.UsedBy.Select(relation => relation.Row));
        Assert.Equal([new Relation(null, "vpc-1", "VPC, not found")], details.Uses);
        Assert.Equal([_subnet], Of(_instance, all).Uses.Select(relation => relation.Row));
    }

    [Fact]
    public void No_script_is_shown()
    {
        var details = Of(_instance, [_instance]);

        Assert.Contains(("UserData", "(a script of 12 characters, not shown)"), details.Settings);
        Assert.Contains(("env", "prod"), details.Tags);
        Assert.DoesNotContain(details.Settings, pair => pair.Value.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public void The_commands_fit_the_sandbox()
    {
        var details = Of(_instance, [_instance]);

        Assert.Equal("aws ec2 describe-instances --instance-ids i-1 --region eu-west-1 --endpoint-url http://127.0.0.1:4599", details.AwsCommand);
        Assert.Equal("pockitect show i-1 --sandbox", details.ShowCommand);
    }

    [Fact]
    public void The_sandbox_has_no_console()
    {
        Assert.Null(Of(_instance, [_instance]).ConsoleLink);
        Assert.NotNull(ResourceDetails.Of(Rows.Catalog, AwsAccount.None, _instance, [_instance]).ConsoleLink);
    }

    [Fact]
    public void Every_resource_type_knows_its_aws_command()
    {
        foreach (var type in Rows.Catalog.Types)
        {
            var words = type.AwsCommand("the-id");

            Assert.True(words is [_, _, ['-', '-', ..], "the-id"], type.Name);
        }
    }

    private static ResourceDetails Of(MonitorRow row, IReadOnlyList<MonitorRow> all) =>
        ResourceDetails.Of(Rows.Catalog, AwsAccount.Sandbox(new Uri("http://127.0.0.1:4599")), row, all);
}
