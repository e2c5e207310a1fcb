using Microsoft.AspNetCore.Components;
using Pockitect.Web.Monitor;
using Pockitect.Web.Monitor.Queries;

namespace Pockitect.Web.Tests.Monitor;

public sealed class AddressBarTests
{
    private readonly Browser _browser = new();

    [Fact]
    public void What_was_typed_since_an_address_was_written_stays()
    {
        var bar = new AddressBar(_browser);
        bar.Write(Searching("a"));
        bar.Write(Searching("ab"));

        _browser.Arrive("/monitor?q=a");
        Assert.Null(bar.Follow(types: null));
        _browser.Arrive("/monitor?q=ab");
        Assert.Null(bar.Follow(types: null));
        // The same address by a link is a options of its own.
        _browser.Arrive("/monitor?q=a");
        Assert.Equal("a", bar.Follow(types: null)!.Query.Text);
    }

    [Fact]
    public void An_address_is_written_once_and_on_no_other_page()
    {
        var bar = new AddressBar(_browser);
        bar.Write(new MonitorOptions());
        bar.Write(Searching("a b"));
        _browser.Arrive("/monitor?q=a%20b");
        bar.Write(Searching("a b"));
        Assert.Equal(["/monitor?q=a%20b"], _browser.Written);

        _browser.Arrive("/projects/shop");
        bar.Write(Searching("c"));
        Assert.Single(_browser.Written);
        Assert.Null(bar.Follow(types: null));
    }

    [Fact]
    public void A_link_is_followed_past_addresses_that_never_arrived()
    {
        var bar = new AddressBar(_browser);
        bar.Write(Searching("a"));
        bar.Write(Searching("ab"));
        _browser.Arrive("/monitor?q=ab");
        Assert.Null(bar.Follow(types: null));

        _browser.Arrive("/monitor?q=a&group=region");
        Assert.Equal(MonitorGrouping.Region, bar.Follow(types: null)!.Grouping);
    }

    private static MonitorOptions Searching(string text) => new() { Query = MonitorQuery.Parse(text) };

    /// <summary>A browser that confirms an address when the test says so.</summary>
    private sealed class Browser : NavigationManager
    {
        public Browser() => Initialize("http://pk-1.localhost:5000/", "http://pk-1.localhost:5000/monitor");

        public List<string> Written { get; } = [];

        public void Arrive(string path) => Uri = ToAbsoluteUri(path).AbsoluteUri;

        protected override void NavigateToCore(string uri, NavigationOptions options) => Written.Add(ToAbsoluteUri(uri).PathAndQuery);
    }
}
