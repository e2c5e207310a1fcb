using Pockitect.Core.Resources;

namespace Pockitect.Aws.Ec2;

/// <summary>A range of addresses in one Availability Zone of a VPC.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html"/>
public sealed record Subnet : Spec
{
    /// <summary>The VPC it is a part of.</summary>
    [Replacement] public required Ref<Vpc> Vpc { get; init; }

    /// <summary>IPv4 range in CIDR notation, /16 to /28, inside the VPC's own range.</summary>
    [Replacement]
    [Ipv4Cidr(16, 28)]
    public required string CidrBlock { get; init; }

    /// <summary>The Availability Zone, such as <c>eu-west-1a</c>; without one AWS picks a zone.</summary>
    [Replacement] public string? AvailabilityZone { get; init; }

    /// <summary>Whether instances that start here get a public IPv4 address, unless they ask otherwise.</summary>
    public bool? MapPublicIpOnLaunch { get; init; }

    /// <summary>Whether network interfaces made here get an IPv6 address; needs an IPv6 range.</summary>
    public bool? AssignIpv6AddressOnCreation { get; init; }

    /// <summary>IPv6 range in CIDR notation, a /64 inside the VPC's own range.</summary>
    [Ipv6Cidr(64, 64)]
    public string? Ipv6CidrBlock { get; init; }
}
