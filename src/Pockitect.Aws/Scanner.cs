using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Errors;
using Pockitect.Core.Faults;
using Pockitect.Core.Inventory;
using Pockitect.Core.Resources;

namespace Pockitect.Aws;

/// <summary>
/// Scans all Regions and types in parallel. A slow or dead Region delays no other, and each type in it ends with exactly one verdict, so
/// that "could not read" never looks like "empty".
/// </summary>
/// <param name="accountId">The account of the catalog's clients.</param>
/// <param name="catalog">The types to scan.</param>
/// <param name="regionsAsync">Returns all Regions of the partition.</param>
/// <param name="options">Timeouts and concurrency; null for AWS's defaults.</param>
internal sealed class Scanner(
    string accountId,
    Catalog catalog,
    Func<CancellationToken, Task<IReadOnlyList<RegionInfo>>> regionsAsync,
    ScannerOptions? options = null)
{
    private const int RowsPerChunk = 100;
    private const int ChunksInFlight = 64;
    private const string NotEnabled = "The account has not enabled this Region.";

    private readonly ScannerOptions _options = options ?? new ScannerOptions();

    /// <summary>Returns rows as they arrive; the last chunk of each Region and type has their verdict.</summary>
    /// <exception cref="Amazon.Runtime.AmazonServiceException">There are no usable credentials, so no verdict would be true.</exception>
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
            // The reader may stop before everything was read.
            await stop.CancelAsync();
            await looking;
        }
    }

    // Never throws: errors go through the channel to the reader.
    private async Task LookEverywhereAsync(ScanRequest request, ChannelWriter<ScanChunk> chunks, CancellationToken ct)
    {
        try
        {
            var types = request.Types is null ? catalog.Types : [.. request.Types.Select(name => catalog[name])];
            var lanes = new List<Lane>();
            if (types.Where(type => type.IsGlobal).ToList() is { Count: > 0 } global) lanes.Add(new Lane(Place.GlobalRegion, global));
            if (types.Where(type => !type.IsGlobal).ToList() is { Count: > 0 } regional)
                lanes.AddRange(await LanesAsync(request, regional, ct));

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
        // Named Regions are not looked up: a disabled one reports that itself, unless it is already known.
        if (request.Regions is { } regions)
        {
            return regions.Distinct(StringComparer.Ordinal).Select(region => new Lane(region, types)
            {
                Known = request.AreNotEnabled ? (Verdict.NotOptedIn, NotEnabled) : null,
            });
        }

        var (known, fault) = await TryAsync(token => regionsAsync(token), _options.RegionListPatience, ct);
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
                : (VerdictOf(fault, seen: 0), $"Can't determine whether the account has enabled this Region: {fault?.Message}"),
        });
    }

    private async Task LookAsync(Lane lane, ChannelWriter<ScanChunk> chunks, CancellationToken ct)
    {
        var place = new Place(accountId, lane.Region);
        var width = new ParallelOptions { MaxDegreeOfParallelism = _options.TypesAtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(lane.Types, width, async (type, token) =>
        {
            if (lane.Known is not var (verdict, reason)) await LookAsync(place, type, chunks, token);
            else await chunks.WriteAsync(new ScanChunk(place, type.Name, [], _options.Time.GetUtcNow(), verdict, reason), token);
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
                    await chunks.WriteAsync(new ScanChunk(place, type.Name, rows, _options.Time.GetUtcNow()), token);
                    rows = [];
                }

                return seen;
            },
            _options.Patience,
            ct);
        await chunks.WriteAsync(
            new ScanChunk(place, type.Name, rows, _options.Time.GetUtcNow(), VerdictOf(fault, seen), fault?.Message), ct);
    }

    /// <summary>The result of the work, or the fault that ended it. Only invalid credentials and cancellation are thrown.</summary>
    private async Task<(T? Result, Fault? Fault)> TryAsync<T>(
        Func<CancellationToken, Task<T>> work, TimeSpan patience, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(patience, _options.Time);
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
        // Throttled until the timeout, or an invalid answer: nothing was read.
        _ => Verdict.Unreachable,
    };

    private sealed record Lane(string Region, IReadOnlyList<ResourceType> Types)
    {
        /// <summary>The verdict, if it is clear without a call.</summary>
        public (Verdict Verdict, string Reason)? Known { get; init; }
    }
}
