using Pockitect.Web.Controls;
using Pockitect.Web.Monitor.Queries;

namespace Pockitect.Web.Tests.Shell;

/// <summary>What pages make of names, which may come from anybody's tags.</summary>
public sealed class LinkTests
{
    [Theory]
    [InlineData("shop", "/projects/shop/stop")]
    [InlineData("a/b?c#d", "/projects/a%2Fb%3Fc%23d/stop")]
    [InlineData("100% \"x\"", "/projects/100%25%20%22x%22/stop")]
    public void A_link_to_a_project_leads_to_no_other_page(string slug, string path) => Assert.Equal(path, AppLinks.Project(slug, "stop"));

    [Fact]
    public void A_link_to_Monitor_keeps_its_search_whole()
    {
        var link = new Uri(new Uri("http://localhost"), AppLinks.Monitor("project:shop name:a&b=c#d"));

        Assert.Equal("project:shop name:a&b=c#d", MonitorAddress.Read(link, types: null).Query.Text);
    }
}
