using Pockitect.Aws.Protocol;

namespace Pockitect.Aws.Tests.Clients;

public sealed class QueryParametersTests
{
    [Fact]
    public void Members_are_numbered_from_one_under_the_name_given()
    {
        var parameters = new QueryParameters().List("VpcSecurityGroupIds.VpcSecurityGroupId", ["sg-1", "sg-2"]);

        Assert.Equal(
            new Dictionary<string, string> { ["VpcSecurityGroupIds.VpcSecurityGroupId.1"] = "sg-1", ["VpcSecurityGroupIds.VpcSecurityGroupId.2"] = "sg-2" },
            parameters.Values);
    }

    [Fact]
    public void Tags_are_pairs_under_the_name_the_service_uses()
    {
        var tags = new Dictionary<string, string> { ["pockitect:project"] = "shop" };

        var rds = new QueryParameters().Tags("Tags.Tag", tags).Values;
        var iam = new QueryParameters().Tags("Tags.member", tags).Values;

        Assert.Equal("pockitect:project", rds["Tags.Tag.1.Key"]);
        Assert.Equal("shop", iam["Tags.member.1.Value"]);
    }

    [Fact]
    public void What_is_null_is_not_sent()
    {
        string? text = null;
        bool? flag = null;
        int? number = null;

        var parameters = new QueryParameters().Set("A", text).Set("B", flag).Set("C", number).List("D", null).Tags("E", null);

        Assert.Empty(parameters.Values);
    }

    [Fact]
    public void Numbers_and_flags_are_written_as_AWS_reads_them()
    {
        var values = new QueryParameters().Set("Port", 5432).Set("MultiAZ", true).Set("Public", false).Values;

        Assert.Equal(("5432", "true", "false"), (values["Port"], values["MultiAZ"], values["Public"]));
    }
}
