using Pockitect.Core.Blueprints;

namespace Pockitect.Aws.Topology;

/// <summary>Spreads subnets over the Availability Zones of a Region.</summary>
/// <param name="region">The Region's name, with which the names of its zones begin.</param>
/// <param name="zones">The names of its zones, sorted.</param>
internal sealed class ZonePlan(string region, IReadOnlyList<string> zones)
{
    /// <summary>Only so many take turns: a zone that AWS opens one day must not move the subnets of a project.</summary>
    public const int Turns = 3;

    private readonly List<(SubnetAccess Access, string Zone)> _used = [];

    public IReadOnlyList<string> Zones { get; } = zones;

    /// <summary>The zone of this letter, or null where the Region has none.</summary>
    public string? Find(string letter) => Zones.FirstOrDefault(zone => zone == region + letter);

    /// <summary>The zone that the fewest subnets of this kind stand in; of several the first.</summary>
    public string Next(SubnetAccess access) =>
        Zones.Take(Turns).MinBy(zone => _used.Count(used => used == (access, zone)))!; // There is always a zone.

    public void Use(SubnetAccess access, string zone) => _used.Add((access, zone));

    public string Letter(string zone) => zone[region.Length..];
}
