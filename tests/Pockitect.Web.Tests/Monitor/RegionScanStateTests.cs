using Pockitect.Core.Inventory;
using Pockitect.Core.Resources;
using Pockitect.Web.Monitor;
using Pockitect.Web.Monitor.Queries;

namespace Pockitect.Web.Tests.Monitor;

public sealed class RegionScanStateTests
{
    [Fact]
    public void A_region_that_was_wholly_seen_tells_its_number()
    {
        var look = Of(Entry(Verdict.Complete, rows: 1), Entry(Verdict.Complete, type: "AWS::S3::Bucket"));

        Assert.Equal(("1", "complete"), (look.CountWords, look.Words));
    }

    [Theory]
    [InlineData(Verdict.Denied, "denied")]
    [InlineData(Verdict.DeniedByOrganisation, "denied by the organization")]
    [InlineData(Verdict.Unreachable, "unreachable")]
    [InlineData(Verdict.Partial, "partial")]
    public void Where_nobody_could_look_nothing_is_called_empty(Verdict verdict, string words)
    {
        var look = Of(Entry(Verdict.Complete), Entry(verdict, type: "AWS::S3::Bucket"));

        Assert.Equal(("unknown", words), (look.CountWords, look.Words));
        Assert.Equal($"{words} (Bucket): because", Assert.Single(look.Reasons));
    }

    [Fact]
    public void Rows_of_an_earlier_look_are_stale_and_the_least_that_there_is()
    {
        var look = Of(Entry(Verdict.Unreachable, rows: 2) with { SeenAt = Rows.Noon.AddHours(-1) });

        Assert.Equal(("at least 2", "unreachable, stale"), (look.CountWords, look.Words));
    }

    [Fact]
    public void A_region_that_is_not_enabled_holds_nothing()
    {
        var look = Of(Entry(Verdict.NotOptedIn));

        Assert.Equal(("none possible", "not enabled"), (look.CountWords, look.Words));
        Assert.Empty(look.Reasons);
    }

    [Fact]
    public void Until_all_types_have_answered_a_scan_it_is_looking()
    {
        InventoryEntry[] entries = [Entry(Verdict.Complete), Entry(Verdict.Complete, type: "AWS::S3::Bucket") with { LookedAt = Rows.Noon.AddMinutes(-5) }];

        Assert.Equal("scanning…", Assert.Single(RegionScanState.Of(entries, Rows.Noon.AddMinutes(-1))).Words);
        Assert.Equal("complete", Assert.Single(RegionScanState.Of(entries, scanBegan: null)).Words);
        // A scan of less does not look here.
        Assert.Equal("complete", Assert.Single(RegionScanState.Of(entries, Rows.Noon.AddMinutes(-1), new ScanRequest(["us-east-2"]))).Words);
    }

    [Fact]
    public void A_scan_has_a_Region_only_when_each_of_its_types_has_answered()
    {
        var types = Rows.Catalog.Types.Where(type => type.Name is "AWS::EC2::Instance" or "AWS::S3::Bucket" or "AWS::IAM::Role").ToList();
        InventoryEntry[] first = [Entry(Verdict.Complete)];
        InventoryEntry[] all = [.. first, Entry(Verdict.Complete, type: "AWS::S3::Bucket")];

        Assert.Equal("0 of 2 Regions scanned", Progress(first));
        Assert.Equal("1 of 2 Regions scanned", Progress(all));
        // Roles are in no Region, although AWS keeps them in one.
        Assert.Equal("1 of 2 Regions scanned", Progress([.. all, Entry(Verdict.Complete, rows: 1, type: "AWS::IAM::Role") with { Place = new Place("123456789012", Place.GlobalRegion) }]));
        Assert.Equal("Checking AWS…", RegionScanState.Progress([], regions: null));

        string Progress(InventoryEntry[] entries) => RegionScanState.Progress(RegionScanState.Of(entries, Rows.Noon.AddMinutes(-1), scan: null, types), ["eu-west-1", "us-east-1"]);
    }

    [Fact]
    public void What_is_in_no_Region_counts_for_none()
    {
        var role = Entry(Verdict.Complete, rows: 2, type: "AWS::IAM::Role") with { Place = new Place("123456789012", Place.GlobalRegion) };
        var instance = Entry(Verdict.Complete, rows: 1) with { Place = new Place("123456789012", "us-east-1") };

        var looks = RegionScanState.Of([role, instance], scanBegan: null, types: Rows.Catalog.Types);

        Assert.Equal([("us-east-1", 1), ("global", 2)], looks.Select(look => (look.Region, look.Count)));
        var rows = new MonitorRows();
        rows.Take([role, instance], type => type == "AWS::IAM::Role");
        Assert.Equal(["global", "global", "eu-west-1"], rows.All.Select(row => row.Region));
    }

    [Fact]
    public void Rows_are_made_anew_only_for_a_new_look()
    {
        var rows = new MonitorRows();
        InventoryEntry[] first = [Entry(Verdict.Complete, rows: 1), Entry(Verdict.Complete, type: "AWS::EC2::Vpc")];

        Assert.True(rows.Take(first));
        var row = rows.All[0];
        Assert.False(rows.Take([.. first]));
        Assert.True(rows.Take([first[0], Entry(Verdict.Complete, type: "AWS::EC2::Vpc")]));
        Assert.Same(row, rows.All[0]);
        Assert.True(rows.Take([]));
        Assert.Empty(rows.All);
    }

    private static RegionScanState Of(params InventoryEntry[] entries) => Assert.Single(RegionScanState.Of(entries, scanBegan: null));

    private static InventoryEntry Entry(Verdict verdict, int rows = 0, string type = "AWS::EC2::Instance") => new(
        new Place("123456789012", "eu-west-1"), type, verdict, verdict is Verdict.Complete ? null : "because", Rows.Noon,
        verdict is Verdict.Complete ? Rows.Noon : null, [.. Enumerable.Range(0, rows).Select(number => Rows.Instance($"i-{number}").Resource)]);
}
