namespace Pockitect.Aws.Clients;

/// <summary>A Region, for one account.</summary>
/// <param name="Name">eu-west-1.</param>
/// <param name="OptedIn">Whether this account may use it.</param>
/// <param name="OptInStatus">AWS's value: opt-in-not-required, opted-in or not-opted-in.</param>
public sealed record RegionInfo(string Name, bool OptedIn, string OptInStatus);
