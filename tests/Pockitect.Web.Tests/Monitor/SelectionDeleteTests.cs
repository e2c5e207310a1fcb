using Pockitect.Web.Monitor;

namespace Pockitect.Web.Tests.Monitor;

public sealed class SelectionDeleteTests
{
    [Fact]
    public void Request_names_each_row_with_its_type_in_its_own_region()
    {
        var (request, _) = SelectionDelete.Of(Rows.Catalog, [Rows.Instance("i-1"), Rows.Profile("web server")]);

        Assert.Equal("eu-west-1", request!.Selection.Region);
        Assert.Equal(["Instance/i-1", "InstanceProfile/web server"], request.Selection.Ids);
        Assert.Equal("pockitect delete --id Instance/i-1 --id 'InstanceProfile/web server' --region eu-west-1", request.CommandLine);
    }

    [Fact]
    public void Rows_of_several_regions_are_refused()
    {
        var (request, problem) = SelectionDelete.Of(Rows.Catalog, [Rows.Instance("i-1"), Rows.Instance("i-2", region: "us-east-1")]);

        Assert.Null(request);
        Assert.Contains("eu-west-1, us-east-1", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Locked_rows_are_refused()
    {
        var (request, problem) = SelectionDelete.Of(Rows.Catalog, [Rows.Subnet("subnet-1", locked: "It is AWS's default.")]);

        Assert.Null(request);
        Assert.Contains("default", problem, StringComparison.Ordinal);
    }
}
