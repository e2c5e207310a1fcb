using Pockitect.Core.Blueprints;

namespace Pockitect.Aws.Topology;

/// <summary>Spreads subnets over a Region's Availability Zones.</summary>
/// <param name="region">The Region's name, the prefix of its zones' names.</param>
/// <param name="zones">The sorted names of its zones.</param>
internal sealed class ZonePlan(string region, IReadOnlyList<string> zones)
{
    /// <summary>Only this many zones are used in turn, so that a new zone in AWS doesn't move a project's subnets.</summary>
    public const int Turns = 3;

    private readonly List<(SubnetAccess Access, string Zone)> _used = [];

    public IReadOnlyList<string> Zones { get; } = zones;

    /// <summary>Returns the zone with this letter, or null if the Region has none.</summary>
    public string? Find(string letter) => Zones.FirstOrDefault(zone => zone == region + letter);

    /// <summary>Returns the zone with the fewest subnets of this kind, the first one of several.</summary>
    public string Next(SubnetAccess access) =>
        Zones.Take(Turns).MinBy(zone => _used.Count(used => used == (access, zone)))!; // There is always a zone.

    public void Use(SubnetAccess access, string zone) => _used.Add((access, zone));

    public string Letter(string zone) => zone[region.Length..];
}
