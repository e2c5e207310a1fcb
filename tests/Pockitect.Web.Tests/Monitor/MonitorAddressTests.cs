using Pockitect.Web.Monitor.Queries;

namespace Pockitect.Web.Tests.Monitor;

public sealed class MonitorAddressTests
{
    private static readonly Uri app = new("http://pk-1.localhost:5000");

    [Fact]
    public void An_address_says_all_that_Monitor_shows()
    {
        var options = new MonitorOptions
        {
            Query = MonitorQuery.Parse("type:instance tag:\"a b\"=c&d -region:eu"),
            Grouping = MonitorGrouping.Region,
            Column = MonitorColumn.Price,
            IsDescending = true,
            ShowsAwsOwn = true,
            IsPicture = true,
        };

        var read = MonitorAddress.Read(new Uri(app, MonitorAddress.Of(options)), types: null);

        Assert.Equal(options.Query.Text, read.Query.Text);
        Assert.Equal(options with { Query = read.Query }, read);
    }

    [Fact]
    public void What_is_as_usual_is_not_in_the_address() => Assert.Equal("/monitor", MonitorAddress.Of(new MonitorOptions()));

    [Theory]
    [InlineData("/monitor?group=7&sort=nothing&own=maybe&view=3")]
    [InlineData("/monitor?group=&sort=-&q=")]
    [InlineData("/monitor")]
    public void What_an_address_says_wrongly_is_as_usual(string address)
    {
        var read = MonitorAddress.Read(new Uri(app, address), types: null);

        Assert.Equal((MonitorGrouping.None, MonitorColumn.Name, false, false), (read.Grouping, read.Column, read.ShowsAwsOwn, read.IsPicture));
    }
}
