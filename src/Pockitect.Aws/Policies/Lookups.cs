using Pockitect.Aws.Pricing;

namespace Pockitect.Aws.Policies;

/// <summary>IAM actions of reads that belong to no resource type and no check. Signing in needs none.</summary>
internal static class Lookups
{
    /// <summary>Lists Regions.</summary>
    public const string Regions = "ec2:DescribeRegions";

    /// <summary>Lists the zones for a design.</summary>
    public const string Zones = "ec2:DescribeAvailabilityZones";

    public static IReadOnlyList<string> All { get; } = [Regions, Zones, AwsPrices.Action];
}
