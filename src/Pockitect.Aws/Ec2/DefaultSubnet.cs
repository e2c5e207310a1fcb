using Amazon.EC2;
using Pockitect.Core.Faults;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>The subnets of a Region's default VPC, one in each zone.</summary>
internal static class DefaultSubnet
{
    /// <summary>Gets the ID of the default subnet of a zone, or of the first zone that has one.</summary>
    /// <param name="zone">The zone's name; null for any zone.</param>
    /// <exception cref="FaultException">The account has no default subnet.</exception>
    public static async Task<string> FindAsync(IAmazonEC2 ec2, string? zone, CancellationToken ct)
    {
        List<Sdk.Filter> filters = [new Sdk.Filter("default-for-az", ["true"])];
        if (zone is not null) filters.Add(new Sdk.Filter("availability-zone", [zone]));
        var found = await ec2.DescribeSubnetsAsync(new Sdk.DescribeSubnetsRequest { Filters = filters }, ct);
        return found.Subnets?.MinBy(subnet => subnet.AvailabilityZone, StringComparer.Ordinal)?.SubnetId
            ?? throw new FaultException(new Fault(
                FaultKind.Invalid,
                "NoDefaultSubnet",
                $"The default VPC has no default subnet{(zone is null ? "" : $" in {zone}")}. Create one with `aws ec2 "
                    + $"create-default-subnet --availability-zone {zone ?? "ZONE"}`, or list a subnet under 'network.subnets'."));
    }
}
