namespace Pockitect.Aws;

/// <summary>The timeouts and concurrency of a scan.</summary>
internal sealed record ScannerOptions
{
    /// <summary>
    /// How many types are scanned concurrently in one Region; all Regions are always scanned together. If it is lower than the number of
    /// types, a dead Region costs one timeout per round.
    /// </summary>
    public int TypesAtOnce { get; init; } = 16;

    /// <summary>The timeout for one type in one Region, including all pages and retries.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The timeout for the list of Regions; after that, the Regions of every account are scanned.</summary>
    public TimeSpan RegionListPatience { get; init; } = TimeSpan.FromSeconds(5);

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
