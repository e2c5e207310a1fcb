using Amazon;

namespace Pockitect.Aws.Errors;

/// <summary>The Regions of the aws partition that are known without a call.</summary>
public static class AwsRegions
{
    /// <summary>Regions enabled in every account; all others must be enabled first.</summary>
    /// <seealso href="https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html"/>
    public static readonly IReadOnlySet<string> AlwaysOn = new HashSet<string>(StringComparer.Ordinal)
    {
        "us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "sa-east-1",
        "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3",
        "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
    };

    /// <summary>Every Region in this version of the SDK with its partition, of all partitions.</summary>
    public static IReadOnlyDictionary<string, string> Partitions { get; } = RegionEndpoint.EnumerableAllRegions
        .Where(region => !region.SystemName.EndsWith("-global", StringComparison.Ordinal))
        .ToDictionary(region => region.SystemName, region => region.PartitionName, StringComparer.Ordinal);

    /// <summary>All Regions in this version of the SDK, by name.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        .. RegionEndpoint.EnumerableAllRegions.Where(region => region.PartitionName == "aws")
            .Select(region => region.SystemName)
            // A pseudo-Region for global services.
            .Where(name => !name.EndsWith("-global", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];
}
