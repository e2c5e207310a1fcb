namespace Pockitect.Aws;

/// <summary>How patient and how busy a scan is.</summary>
internal sealed record ScannerOptions
{
    /// <summary>
    /// How many types are looked at together in one Region; all Regions are looked at together in any case. With fewer than
    /// there are, a dead Region costs one patience for each round.
    /// </summary>
    public int TypesAtOnce { get; init; } = 16;

    /// <summary>How long the look at one type in one Region may take, all of its pages and retries together.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long the list of Regions may take; after that, those that every account has are looked at.</summary>
    public TimeSpan RegionListPatience { get; init; } = TimeSpan.FromSeconds(5);

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
