using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Inventory;
using Pockitect.Core.Planning;
using Pockitect.Web.Shell;
using Pockitect.Web.Work;

namespace Pockitect.Web.Tests.Shell;

public sealed class StatusTextTests
{
    private static readonly DateTimeOffset now = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(3, false, "Session expires in 3 min", true)]
    [InlineData(90, false, "Session until 13:30 (90 min)", false)]
    [InlineData(600, false, "Session until 22:00 (10 h)", false)]
    [InlineData(60 * 24 * 5, false, "Session until 2026-01-07 12:00 (5 days)", false)]
    [InlineData(3, true, "Session renews automatically", false)]
    [InlineData(-3, false, "Session expired", true)]
    public void The_end_of_credentials_counts_and_warns_when_it_is_near(int minutes, bool renewsAlone, string words, bool isNear) =>
        Assert.Equal((words, isNear), StatusText.Expiry(new CredentialEnd(now.AddMinutes(minutes), renewsAlone), now, TimeZoneInfo.Utc));

    [Fact]
    public void Where_nothing_ends_nothing_is_said() => Assert.Null(StatusText.Expiry(new CredentialEnd(null, false), now, TimeZoneInfo.Utc));

    [Theory]
    [InlineData("eu-west-1", false, "europe")]
    [InlineData("us-east-1", false, "north")]
    [InlineData("me-south-1", false, "else")]
    [InlineData("eu-west-1", true, "production")]
    public void A_region_has_the_colour_of_its_part_of_the_world_and_production_is_red(string region, bool isProduction, string colour) =>
        Assert.Equal(colour, StatusText.ColourOf(region, isProduction));

    [Fact]
    public void What_runs_leads_to_where_it_is_shown()
    {
        Assert.Equal("/projects/shop/deploy", StatusText.PageOf(new RunningOperation("1", "shop", new Deploy("f"), now)));
        Assert.Equal("/activity", StatusText.PageOf(new RunningOperation("1", null, new Terminate("f", new ResourceSelection("eu-west-1", ["vpc-1"]), new TerminateOptions()), now)));
        Assert.Equal("/monitor", StatusText.PageOf(new RunningOperation("1", null, new ScanAllRegions(new ScanRequest()), now)));
    }
}
