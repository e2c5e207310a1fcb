using Pockitect.Aws.Pricing;

namespace Pockitect.Aws.Permissions;

/// <summary>The IAM actions of looks at an account that belong to no resource type and to no check. Signing in takes none.</summary>
internal static class Lookups
{
    /// <summary>Which Regions there are.</summary>
    public const string Regions = "ec2:DescribeRegions";

    /// <summary>Which zones a design may use.</summary>
    public const string Zones = "ec2:DescribeAvailabilityZones";

    public static IReadOnlyList<string> All { get; } = [Regions, Zones, AwsPrices.Action];
}
