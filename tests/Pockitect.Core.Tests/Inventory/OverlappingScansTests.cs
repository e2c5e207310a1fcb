using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Inventory;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Inventory;

/// <summary>Scans that overlap, here and over the bus, in random interleavings: no row is lost, none is left behind.</summary>
public sealed class OverlappingScansTests : IDisposable
{
    private const int Types = 5;
    private const int RowsOfType = 300;
    private const int RowsOfChunk = 100;

    private readonly House _house = new();
    private readonly Place _place;

    public OverlappingScansTests() => _place = new Place(_house.Cloud.AccountId, "eu-west-1");

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    private AccountInventory Inventory => _house.Scanner.Inventory;

    public void Dispose() => _house.Dispose();

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Overlapping_scans_lose_no_row(int seed)
    {
        var random = new Random(seed);
        var scans = Enumerable.Range(0, 2).Select(_ => (Scan: Inventory.BeginScan(), Chunks: Interleaved(random, Chunks(RowsOfType)))).ToList();

        while (scans.Where(scan => scan.Chunks.Count > 0).ToList() is { Count: > 0 } open)
        {
            var (scan, chunks) = open[random.Next(open.Count)];
            scan.Receive(chunks.Dequeue());
            Assert.All(Inventory.Entries.Where(entry => entry.Verdict is Verdict.Complete), entry => Assert.Equal(RowsOfType, entry.Resources.Count));
        }

        Assert.Equal(Types * RowsOfType, Inventory.Resources.Count);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Overlapping_scans_of_other_processes_lose_no_row(int seed)
    {
        var random = new Random(seed);
        var remote = new RemoteScans(Inventory, _house.Cloud.AccountId);
        // Two clients' scans, one of them begun again by another worker after its first attempt saw more than there is now.
        List<(string Request, Queue<ScanRows> Rows)> looks =
        [
            ("a", Interleaved(random, Numbered("a1", Chunks(RowsOfType)))),
            ("b", Interleaved(random, Numbered("b1", Chunks(RowsOfType + 50)).Where(rows => rows.Chunk.Verdict is null))),
            ("b", Interleaved(random, Numbered("b2", Chunks(RowsOfType)))),
        ];

        while (looks.Where(look => look.Rows.Count > 0).ToList() is { Count: > 0 } open)
        {
            var (request, rows) = open[random.Next(open.Count)];
            remote.Receive(new Envelope("m", request, null, DateTimeOffset.UnixEpoch, rows.Dequeue()));
            Assert.All(Inventory.Entries, entry => Assert.Equal(RowsOfType, entry.Resources.Count));
        }

        Assert.Equal(Types * RowsOfType, Inventory.Resources.Count);
        Assert.Equal(["eu-west-1"], remote.Receive(new Envelope("m", "b", null, DateTimeOffset.UnixEpoch, new Completed("Seen."))));
    }

    [Fact]
    public void Remote_look_that_was_not_heard_from_its_beginning_replaces_nothing()
    {
        foreach (var chunk in Chunks(RowsOfType)) Inventory.BeginScan().Receive(chunk with { Resources = [], Verdict = Verdict.Complete });
        var scan = Inventory.BeginScan();
        foreach (var chunk in Chunks(RowsOfType)) scan.Receive(chunk);
        var remote = new RemoteScans(Inventory, _house.Cloud.AccountId);

        foreach (var rows in Numbered("a1", Chunks(RowsOfType)).Where(rows => rows.Number > 0)) remote.Receive(new Envelope("m", "a", null, DateTimeOffset.UnixEpoch, rows));

        Assert.Equal(Types * RowsOfType, Inventory.Resources.Count);
    }

    [Fact]
    public void Scan_that_was_cut_short_leaves_no_ghosts()
    {
        var cut = Inventory.BeginScan();
        foreach (var chunk in Chunks(RowsOfType).Where(chunk => chunk.Verdict is null)) cut.Receive(chunk);

        var scan = Inventory.BeginScan();
        foreach (var chunk in Chunks(0)) scan.Receive(chunk);

        Assert.Empty(Inventory.Resources);
        Assert.All(Inventory.Entries, entry => Assert.Equal(Verdict.Complete, entry.Verdict));
    }

    [Fact]
    public void Scan_that_began_earlier_does_not_replace_what_a_later_one_has_seen()
    {
        var (early, late) = (Inventory.BeginScan(), Inventory.BeginScan());
        foreach (var chunk in Chunks(RowsOfType)) late.Receive(chunk);
        foreach (var chunk in Chunks(RowsOfChunk)) early.Receive(chunk);

        Assert.Equal(Types * RowsOfType, Inventory.Resources.Count);
    }

    [Theory]
    [InlineData(Verdict.Denied)]
    [InlineData(Verdict.Unreachable)]
    [InlineData(Verdict.Partial)]
    public void Scan_that_fails_beside_another_takes_nothing_away(Verdict verdict)
    {
        var (whole, failing) = (Inventory.BeginScan(), Inventory.BeginScan());
        foreach (var chunk in Chunks(RowsOfType))
        {
            whole.Receive(chunk);
            failing.Receive(chunk.Verdict is null ? chunk : chunk with { Resources = [], Verdict = verdict });
        }

        Assert.Equal(Types * RowsOfType, Inventory.Resources.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Deploy_during_a_scan_makes_nothing_twice(int every)
    {
        var ct = TestContext.Current.CancellationToken;
        var before = await _house.Cloud.ScanAsync(new ScanRequest(), ct).ToListAsync(ct);
        Desired[] desired = [new("net", new Net { Range = "10.0" }), new("part", new Part { Net = Ref.To<Net>("net"), Zone = "a" }), new("box", new Box { Part = Ref.To<Part>("part"), Image = "one" })];
        var (scan, asked) = (Inventory.BeginScan(), 0);
        // What the scan saw before the deploy began arrives again and again, between all calls of the deploy.
        _house.Account.OnAsked = () =>
        {
            if (++asked % every == 0) scan.Receive(before[asked / every % before.Count]);
            return null;
        };

        Assert.True((await _house.DeployAsync(desired)).Succeeded);
        Assert.True((await _house.PlanAsync(desired)).IsEmpty);
        Assert.True((await _house.DeployAsync(desired)).Succeeded);

        Assert.Equal(3, _house.Account.Living.Count);
    }

    /// <summary>Chunks as the scanner makes them; the last of each type has the verdict.</summary>
    private IEnumerable<ScanChunk> Chunks(int rows)
    {
        foreach (var type in _house.Cloud.Catalog.Types.Take(Types))
        {
            for (var first = 0; first < Math.Max(rows, 1); first += RowsOfChunk)
            {
                var isLast = first + RowsOfChunk >= rows;
                yield return new ScanChunk(
                    _place,
                    type.Name,
                    [.. Enumerable.Range(first, Math.Min(RowsOfChunk, rows - first)).Select(number => Row(type, number))],
                    DateTimeOffset.UnixEpoch,
                    isLast ? Verdict.Complete : null);
            }
        }
    }

    private Observed Row(ResourceType type, int number) => new()
    {
        Type = type.Name,
        Id = $"{type.ShortName}-{number}",
        Place = _place,
        Spec = new Net { Range = $"{number}" },
        Tags = new Dictionary<string, string>(),
        Phase = Phase.Ready,
    };

    private static IEnumerable<ScanRows> Numbered(string look, IEnumerable<ScanChunk> chunks) =>
        chunks.GroupBy(chunk => chunk.Type).SelectMany(type => type.Select((chunk, number) => new ScanRows(chunk) { Look = look, Number = number }));

    /// <summary>The chunks of each type in their order, the types mixed as a scan mixes them.</summary>
    private static Queue<T> Interleaved<T>(Random random, IEnumerable<T> chunks)
    {
        var types = chunks.GroupBy(chunk => chunk is ScanRows rows ? rows.Chunk.Type : (chunk as ScanChunk)?.Type).Select(type => new Queue<T>(type)).ToList();
        var mixed = new Queue<T>();
        while (types.Where(type => type.Count > 0).ToList() is { Count: > 0 } open) mixed.Enqueue(open[random.Next(open.Count)].Dequeue());
        return mixed;
    }
}
