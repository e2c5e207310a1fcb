using Pockitect.Aws.Ec2.Parts;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Ec2;

/// <summary>The price of an instance: hours and a public address while it runs, and its root volume always.</summary>
/// <seealso href="https://aws.amazon.com/ec2/pricing/on-demand/"/>
internal static class InstancePrice
{
    /// <summary>The output with the operating system of an instance's image.</summary>
    public const string Platform = "PlatformDetails";

    // CloudWatch bills per metric; detailed monitoring of an instance has this many.
    private const int Metrics = 7;

    public static MonthlyPrice Of(Instance spec, Standing standing, Prices prices)
    {
        var root = spec.RootVolume is { } own ? new Disk(own.VolumeSize, own.VolumeType, own.Iops, own.Throughput)
            : standing.Parts.OfType<Volume>().FirstOrDefault() is { } seen
                ? new Disk(seen.Size, seen.VolumeType, seen.Iops, seen.Throughput)
                : default;
        List<PricePart> parts = [.. DiskPrice.Parts(prices, root, "its root volume (size from the image)")];
        if (standing.Phase is Phase.Stopped) return new MonthlyPrice(parts);

        parts.Insert(0, Hours(spec, standing, prices));
        // An elastic address replaces AWS's temporary one, and has its own price.
        if (!standing.Users.OfType<Eip>().Any())
        {
            if (HasPublicAddress(spec, standing) is not { } isPublic)
                parts.Add(PricePart.NotKnown("a public address, if its subnet assigns one"));
            else if (isPublic) parts.Add(prices.Hours("a public IPv4 address", "ipv4", "address hour"));
        }

        if (spec.Monitoring is true) parts.Add(prices.Part("detailed monitoring", "cloudwatch", "metric", Metrics));
        parts.Add(PricePart.ByUse("data transfer"));
        return new MonthlyPrice(parts);
    }

    private static PricePart Hours(Instance spec, Standing standing, Prices prices) => SystemOf(spec, standing) is { } system
        ? prices.Hours($"{spec.InstanceType} with {system}", "ec2", $"{spec.InstanceType} {system}")
        : PricePart.NotKnown($"{spec.InstanceType} with the system of {spec.ImageId}");

    /// <summary>Returns the price list's name; null for a separately licensed or unknown system.</summary>
    private static string? SystemOf(Instance spec, Standing standing) => standing.Outputs.GetValueOrDefault(Platform) switch
    {
        "Linux/UNIX" => "Linux",
        "Windows" => "Windows",
        { Length: > 0 } => null,
        // The public parameters for blueprints have images without other licenses.
        _ when Images.Names.Select(name => Images.ImageIdFor(name, spec.InstanceType)).Contains(spec.ImageId) =>
            spec.ImageId.Contains("windows", StringComparison.OrdinalIgnoreCase) ? "Windows" : "Linux",
        _ => null,
    };

    private static bool? HasPublicAddress(Instance spec, Standing standing) => spec.AssociatePublicIpAddress
        ?? (spec.Subnet is { } subnet
            ? standing.Find(subnet) is Subnet known ? known.MapPublicIpOnLaunch is true : null
            // Subnets of a default VPC assign one.
            : true);
}
