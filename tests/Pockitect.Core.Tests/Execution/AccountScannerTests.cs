using Pockitect.Core.Inventory;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Execution;

public sealed class AccountScannerTests : IDisposable
{
    private const string ProjectId = "abcdef123456";

    private readonly House _house = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task Project_is_scanned_where_it_was_last_seen_too()
    {
        _house.Account.Add(Net("own"));
        await _house.Scanner.ScanAsync(new ScanRequest(["eu-west-1"]), Ct);

        Assert.Equal(["eu-north-1", "eu-west-1"], await _house.Scanner.ScanProjectAsync(["eu-north-1"], ProjectId, Ct));
        Assert.Equal(["eu-north-1"], await _house.Scanner.ScanProjectAsync(["eu-north-1", "eu-north-1"], projectId: null, Ct));
    }

    [Fact]
    public async Task Type_that_was_never_scanned_counts_as_unread()
    {
        var net = _house.Cloud.Catalog[TypeOf(new Net { Range = "" })];

        Assert.Contains("(not scanned): no answer.", Assert.Single(_house.Scanner.Unread("eu-west-1", [net])), StringComparison.Ordinal);
        await _house.Scanner.ScanAsync(new ScanRequest(["eu-west-1"]), Ct);
        Assert.Empty(_house.Scanner.Unread("eu-west-1", [net]));
    }

    [Fact]
    public async Task Resources_that_are_gone_or_belong_to_others_are_not_the_projects()
    {
        Observed[] living =
        [
            Net("own"),
            Net("gone") with { Phase = Phase.Gone },
            Net("locked") with { Locked = "It belongs to another resource." },
            Net("other") with { Tags = new Dictionary<string, string> { [OwnershipTags.ProjectId] = "fedcba654321" } },
        ];
        foreach (var resource in living) _house.Account.Add(resource);

        await _house.Scanner.ScanAsync(new ScanRequest(["eu-west-1"]), Ct);

        Assert.Equal(["own"], _house.Scanner.Owned(ProjectId).Select(row => row.Id));
    }

    [Fact]
    public async Task Resource_that_is_deleted_between_scan_and_read_is_left_out()
    {
        _house.Account.ListsSummaries = true;
        foreach (var id in (string[])["first", "second"]) _house.Account.Add(Net(id));
        await _house.Scanner.ScanAsync(new ScanRequest(["eu-west-1"]), Ct);
        _house.Account.Delete(_house.Cloud.Catalog[Net("first").Type], "first");

        Assert.Equal(["second"], (await _house.Scanner.ReadOwnedAsync(ProjectId, Ct)).Select(row => row.Id));
    }

    private string TypeOf(Spec spec) => _house.Cloud.Catalog.Of(spec).Name;

    private Observed Net(string id)
    {
        var spec = new Net { Range = id };
        return new Observed
        {
            Type = TypeOf(spec),
            Id = id,
            Place = new Place(_house.Cloud.AccountId, "eu-west-1"),
            Spec = spec,
            Phase = Phase.Ready,
            Tags = new Dictionary<string, string> { [OwnershipTags.ProjectId] = ProjectId, [OwnershipTags.Resource] = id },
        };
    }
}
