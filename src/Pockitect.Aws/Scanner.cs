using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Pockitect.Aws.Clients;
using Pockitect.Core.Faults;
using Pockitect.Core.Inventory;
using Pockitect.Core.Resources;

namespace Pockitect.Aws;

/// <summary>
/// Looks at every Region and type at once. Each Region goes its own way: one that is slow or dead delays no other, and each
/// type in it ends with exactly one verdict, so that "could not look" is never taken for "nothing there".
/// </summary>
/// <param name="accountId">The account that the clients of the catalog's types speak for.</param>
/// <param name="catalog">What can be looked for.</param>
/// <param name="regionsAsync">Asks for all Regions of the partition.</param>
/// <param name="options">How patient and how busy to be; null for what suits AWS.</param>
internal sealed class Scanner(
    string accountId, Catalog catalog, Func<CancellationToken, Task<IReadOnlyList<RegionInfo>>> regionsAsync, ScannerOptions? options = null)
{
    private const int RowsPerChunk = 100;
    private const int ChunksInFlight = 64;
    private const string NotEnabled = "The account has not enabled this Region.";

    private readonly ScannerOptions options = options ?? new ScannerOptions();

    /// <summary>Rows as they come; the last chunk of each Region and type carries their verdict.</summary>
    /// <exception cref="Amazon.Runtime.AmazonServiceException">There are no usable credentials, and so no verdict would be true.</exception>
    public async IAsyncEnumerable<ScanChunk> ScanAsync(ScanRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var chunks = Channel.CreateBounded<ScanChunk>(new BoundedChannelOptions(ChunksInFlight) { SingleReader = true });
        var looking = LookEverywhereAsync(request, chunks.Writer, stop.Token);
        try
        {
            await foreach (var chunk in chunks.Reader.ReadAllAsync(ct)) yield return chunk;
        }
        finally
        {
            // Who reads may have had enough before all was seen.
            await stop.CancelAsync();
            await looking;
        }
    }

    // Never throws: whatever ends it early goes through the channel to who reads.
    private async Task LookEverywhereAsync(ScanRequest request, ChannelWriter<ScanChunk> chunks, CancellationToken ct)
    {
        try
        {
            var types = request.Types is null ? catalog.Types : [.. request.Types.Select(name => catalog[name])];
            var lanes = new List<Lane>();
            if (types.Where(type => type.IsGlobal).ToList() is { Count: > 0 } global) lanes.Add(new Lane(Place.GlobalRegion, global));
            if (types.Where(type => !type.IsGlobal).ToList() is { Count: > 0 } regional) lanes.AddRange(await LanesAsync(request, regional, ct));

            var width = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, lanes.Count), CancellationToken = ct };
            await Parallel.ForEachAsync(lanes, width, async (lane, token) => await LookAsync(lane, chunks, token));
            chunks.Complete();
        }
        catch (Exception e)
        {
            chunks.Complete(e);
        }
    }

    private async Task<IEnumerable<Lane>> LanesAsync(ScanRequest request, IReadOnlyList<ResourceType> types, CancellationToken ct)
    {
        // Regions that are named are not asked for: one that is not enabled says so itself, where nobody has said it already.
        if (request.Regions is { } regions)
        {
            return regions.Distinct(StringComparer.Ordinal).Select(region => new Lane(region, types)
            {
                Known = request.AreNotEnabled ? (Verdict.NotOptedIn, NotEnabled) : null,
            });
        }

        var (known, fault) = await TryAsync(token => regionsAsync(token), options.RegionListPatience, ct);
        if (known is not null)
        {
            return known.Select(region => new Lane(region.Name, types)
            {
                Known = region.OptedIn ? null : (Verdict.NotOptedIn, NotEnabled),
            });
        }

        return AwsRegions.Known.Select(region => new Lane(region, types)
        {
            Known = AwsRegions.AlwaysOn.Contains(region)
                ? null
                : (VerdictOf(fault, seen: 0), $"Whether the account has enabled this Region can't be told: {fault?.Message}"),
        });
    }

    private async Task LookAsync(Lane lane, ChannelWriter<ScanChunk> chunks, CancellationToken ct)
    {
        var place = new Place(accountId, lane.Region);
        var width = new ParallelOptions { MaxDegreeOfParallelism = options.TypesAtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(lane.Types, width, async (type, token) =>
        {
            if (lane.Known is not var (verdict, reason)) await LookAsync(place, type, chunks, token);
            else await chunks.WriteAsync(new ScanChunk(place, type.Name, [], options.Time.GetUtcNow(), verdict, reason), token);
        });
    }

    private async Task LookAsync(Place place, ResourceType type, ChannelWriter<ScanChunk> chunks, CancellationToken ct)
    {
        var rows = new List<Observed>();
        var seen = 0;
        var (_, fault) = await TryAsync(
            async token =>
            {
                await foreach (var row in type.ListAsync(place, token))
                {
                    rows.Add(row);
                    seen++;
                    if (rows.Count < RowsPerChunk) continue;
                    await chunks.WriteAsync(new ScanChunk(place, type.Name, rows, options.Time.GetUtcNow()), token);
                    rows = [];
                }

                return seen;
            },
            options.Patience,
            ct);
        await chunks.WriteAsync(new ScanChunk(place, type.Name, rows, options.Time.GetUtcNow(), VerdictOf(fault, seen), fault?.Message), ct);
    }

    /// <summary>What the work gave, or the fault that ended it; only bad credentials and the caller's own cancellation fly on.</summary>
    private async Task<(T? Result, Fault? Fault)> TryAsync<T>(Func<CancellationToken, Task<T>> work, TimeSpan patience, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(patience, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            return (await work(either.Token), null);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && FaultOf(e, late, patience) is { Kind: not FaultKind.SignIn } fault)
        {
            return (default, fault);
        }
    }

    private static Fault FaultOf(Exception e, CancellationTokenSource late, TimeSpan patience) => late.IsCancellationRequested
        ? new Fault(FaultKind.Unreachable, "Timeout", $"No full answer within {patience.TotalSeconds:0} s.")
        : AwsFaults.Explain(e);

    private static Verdict VerdictOf(Fault? fault, int seen) => fault?.Kind switch
    {
        null => Verdict.Complete,
        _ when seen > 0 => Verdict.Partial,
        FaultKind.Denied => Verdict.Denied,
        FaultKind.DeniedByOrganisation => Verdict.DeniedByOrganisation,
        FaultKind.NotOptedIn => Verdict.NotOptedIn,
        // Throttled until patience ended, or an answer that makes no sense: nothing was seen, whatever the reason.
        _ => Verdict.Unreachable,
    };

    private sealed record Lane(string Region, IReadOnlyList<ResourceType> Types)
    {
        /// <summary>How it ends, where that is clear without a call.</summary>
        public (Verdict Verdict, string Reason)? Known { get; init; }
    }
}
