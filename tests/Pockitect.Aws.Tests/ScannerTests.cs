using System.Runtime.CompilerServices;
using Amazon.EC2;
using Microsoft.Extensions.Time.Testing;
using Pockitect.Aws.Clients;
using Pockitect.Core.Inventory;
using Pockitect.Core.Resources;
using Pockitect.Testing;
using ResourceType = Pockitect.Core.Resources.ResourceType;

namespace Pockitect.Aws.Tests;

public sealed class ScannerTests
{
    private const string Account = "123456789012";

    private readonly FakeTimeProvider time = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_region_and_type_ends_with_exactly_one_verdict_and_global_types_are_looked_at_once()
    {
        var scanner = Over(["a", "b", "c"], new FakeType("type1", Rows(250)), new FakeType("type2", Rows(0)), new FakeType("type3", Rows(1), global: true));

        var chunks = await scanner.ScanAsync(new ScanRequest(), Ct).ToListAsync(Ct);

        Assert.Equal(
            ["a type1", "a type2", "b type1", "b type2", "c type1", "c type2", "us-east-1 type3"],
            chunks.Where(chunk => chunk.Verdict is Verdict.Complete).Select(Key).Order(StringComparer.Ordinal));
        Assert.All(chunks.GroupBy(Key), look => Assert.NotNull(look.Last().Verdict));
        Assert.All(chunks.GroupBy(Key), look => Assert.Single(look, chunk => chunk.Verdict is not null));
        Assert.Equal((3 * 250) + 1, chunks.Sum(chunk => chunk.Resources.Count));
    }

    [Fact]
    public async Task Named_regions_and_types_are_all_that_is_looked_at()
    {
        var scanner = Over(["a", "b"], new FakeType("type1", Rows(1)), new FakeType("type2", Rows(1)), new FakeType("type3", Rows(1), global: true));

        var chunks = await scanner.ScanAsync(new ScanRequest(["b", "b"], ["type1", "type3"]), Ct).ToListAsync(Ct);

        Assert.Equal(["b type1", "us-east-1 type3"], chunks.Select(Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("UnauthorizedOperation", "no identity-based policy allows it", Verdict.Denied)]
    [InlineData("AccessDenied", "with an explicit deny in a service control policy", Verdict.DeniedByOrganisation)]
    [InlineData("OptInRequired", "not subscribed", Verdict.NotOptedIn)]
    [InlineData("RequestLimitExceeded", "too fast", Verdict.Unreachable)]
    [InlineData("InvalidParameterValue", "nonsense", Verdict.Unreachable)]
    public async Task What_AWS_refuses_is_a_verdict_with_its_reason(string code, string message, Verdict verdict)
    {
        var scanner = Over(["a"], new FakeType("type1", (_, _) => throw new AmazonEC2Exception(message) { ErrorCode = code }));

        var chunk = Assert.Single(await scanner.ScanAsync(new ScanRequest(), Ct).ToListAsync(Ct));

        Assert.Equal((verdict, message), (chunk.Verdict, chunk.Reason));
    }

    [Fact]
    public async Task What_was_seen_before_an_error_is_kept_and_called_partial()
    {
        var scanner = Over(["a"], new FakeType("type1", Rows(150, then: new HttpRequestException("reset by peer"))));

        var chunks = await scanner.ScanAsync(new ScanRequest(), Ct).ToListAsync(Ct);

        Assert.Equal(150, chunks.Sum(chunk => chunk.Resources.Count));
        Assert.Equal([null, Verdict.Partial], chunks.Select(chunk => chunk.Verdict));
        Assert.Contains("reset by peer", chunks[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_region_that_is_not_enabled_has_its_verdict_without_a_call()
    {
        var asked = new List<string>();
        var type = new FakeType("type1", (place, _) =>
        {
            lock (asked) asked.Add(place.Region);
            return AsyncEnumerable.Empty<Observed>();
        });
        var scanner = new Scanner(Account, new Catalog([type]), _ => Regions(("a", true), ("b", false)), new ScannerOptions { Time = time });

        var chunks = await scanner.ScanAsync(new ScanRequest(), Ct).ToListAsync(Ct);

        Assert.Equal(["a"], asked);
        Assert.Equal(Verdict.NotOptedIn, Assert.Single(chunks, chunk => chunk.Place.Region == "b").Verdict);
    }

    [Fact]
    public async Task Dead_region_delays_no_other_and_is_given_up_when_patience_ends()
    {
        using var hung = new SemaphoreSlim(0);
        var scanner = Over(
            ["a", "b", "dead"],
            new FakeType("type1", (place, ct) => place.Region == "dead" ? Silence(ct, hung) : Rows(2)(place, ct)),
            new FakeType("type2", (place, ct) => place.Region == "dead" ? Silence(ct, hung) : Rows(2)(place, ct)));
        await using var chunks = scanner.ScanAsync(new ScanRequest(), Ct).GetAsyncEnumerator(Ct);

        var living = new List<ScanChunk>();
        while (living.Count < 4 && await chunks.MoveNextAsync()) living.Add(chunks.Current);
        // A call that begins after the clock was moved would wait forever.
        for (var calls = 0; calls < 2; calls++) await hung.WaitAsync(Ct);
        time.Advance(TimeSpan.FromMinutes(2));
        var dead = new List<ScanChunk>();
        while (await chunks.MoveNextAsync()) dead.Add(chunks.Current);

        Assert.All(living, chunk => Assert.Equal(Verdict.Complete, chunk.Verdict));
        Assert.Equal(["dead type1", "dead type2"], dead.Select(Key).Order(StringComparer.Ordinal));
        Assert.All(dead, chunk => Assert.Equal((Verdict.Unreachable, "No full answer within 120 s."), (chunk.Verdict, chunk.Reason)));
    }

    [Fact]
    public async Task Without_a_list_of_regions_those_of_every_account_are_looked_at_and_the_others_are_not_called_empty()
    {
        var scanner = new Scanner(
            Account,
            new Catalog([new FakeType("type1", Rows(0))]),
            _ => throw new AmazonEC2Exception("not authorized") { ErrorCode = "UnauthorizedOperation" },
            new ScannerOptions { Time = time });

        var chunks = await scanner.ScanAsync(new ScanRequest(), Ct).ToListAsync(Ct);

        Assert.Equal(17, chunks.Count(chunk => chunk.Verdict is Verdict.Complete));
        Assert.Equal(Verdict.Denied, Assert.Single(chunks, chunk => chunk.Place.Region == "af-south-1").Verdict);
        Assert.DoesNotContain(chunks, chunk => chunk.Verdict is not (Verdict.Complete or Verdict.Denied));
    }

    [Fact]
    public async Task Bad_credentials_end_the_scan_because_no_verdict_would_be_true()
    {
        var scanner = Over(["eu-west-1"], new FakeType("type1", (_, _) => throw new AmazonEC2Exception("expired") { ErrorCode = "ExpiredToken" }));

        var end = await Assert.ThrowsAsync<AmazonEC2Exception>(() => scanner.ScanAsync(new ScanRequest(), Ct).ToListAsync(Ct).AsTask());

        Assert.Equal("ExpiredToken", end.ErrorCode);
    }

    [Fact]
    public async Task Who_stops_reading_stops_the_scan()
    {
        var stopped = new TaskCompletionSource();
        var scanner = Over(
            ["a"],
            new FakeType("type1", Rows(1)),
            new FakeType("type2", (_, ct) =>
            {
                ct.Register(stopped.SetResult);
                return Silence(ct);
            }));

        await foreach (var _ in scanner.ScanAsync(new ScanRequest(), Ct)) break;

        await stopped.Task.WaitAsync(Ct);
    }

    [Fact]
    public async Task A_caller_who_cancels_gets_a_cancellation_and_no_verdict()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var scanner = Over(["a"], new FakeType("type1", (_, ct) => Silence(ct)));

        var reading = scanner.ScanAsync(new ScanRequest(), cancel.Token).ToListAsync(Ct);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.AsTask());
    }

    private Scanner Over(string[] regions, params ResourceType[] types) =>
        new(Account, new Catalog(types), _ => Regions([.. regions.Select(region => (region, true))]), new ScannerOptions { Time = time });

    private static Task<IReadOnlyList<RegionInfo>> Regions(params (string Name, bool OptedIn)[] regions) =>
        Task.FromResult<IReadOnlyList<RegionInfo>>([.. regions.Select(region => new RegionInfo(region.Name, region.OptedIn, ""))]);

    private static string Key(ScanChunk chunk) => $"{chunk.Place.Region} {chunk.Type}";

    private static Func<Place, CancellationToken, IAsyncEnumerable<Observed>> Rows(int count, Exception? then = null)
    {
        return (place, _) => Enumerate(place);

        async IAsyncEnumerable<Observed> Enumerate(Place place)
        {
            for (var number = 0; number < count; number++) yield return FakeType.Row(place, "type1", $"{place.Region}-{number}");
            await Task.Yield();
            if (then is not null) throw then;
        }
    }

    private static async IAsyncEnumerable<Observed> Silence([EnumeratorCancellation] CancellationToken ct, SemaphoreSlim? begun = null)
    {
        begun?.Release();
        await RealTime.HangAsync(ct);
        yield break;
    }
}
