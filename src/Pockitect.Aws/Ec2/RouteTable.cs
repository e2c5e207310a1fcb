using System.ComponentModel.DataAnnotations;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Ec2;

/// <summary>Where the packets that leave some subnets of a VPC go.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-routetable.html"/>
public sealed record RouteTable : Spec
{
    /// <summary>The VPC it is a part of.</summary>
    [Replacement] public required Ref<Vpc> Vpc { get; init; }

    /// <summary>
    /// The routes that people made. Those that AWS makes (to the VPC itself, to gateway endpoints, propagated by a VPN) do
    /// not stand here and stay as they are.
    /// </summary>
    public IReadOnlyList<Route>? Routes { get; init; }

    /// <summary>The subnets that use this table. A subnet that uses none follows the VPC's main table.</summary>
    public IReadOnlyList<Ref<Subnet>>? Subnets { get; init; }
}

/// <summary>One destination, and the one thing that leads there.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-route.html"/>
public sealed record Route
{
    /// <summary>IPv4 range it is for; <c>0.0.0.0/0</c> is everywhere. A route has one destination.</summary>
    [Ipv4Cidr]
    public string? DestinationCidrBlock { get; init; }

    /// <summary>IPv6 range it is for; <c>::/0</c> is everywhere.</summary>
    [Ipv6Cidr]
    public string? DestinationIpv6CidrBlock { get; init; }

    /// <summary>Managed prefix list it is for: <c>pl-…</c>.</summary>
    [RegularExpression("^pl-[0-9a-f]+$")]
    public string? DestinationPrefixListId { get; init; }

    /// <summary>To the Internet and back. A route has one target.</summary>
    public Ref<InternetGateway>? Gateway { get; init; }

    /// <summary>To the Internet from private subnets.</summary>
    public Ref<NatGateway>? NatGateway { get; init; }

    /// <summary>To the Internet over IPv6, from inside only: <c>eigw-…</c>.</summary>
    [RegularExpression("^eigw-[0-9a-f]+$")]
    public string? EgressOnlyInternetGatewayId { get; init; }

    /// <summary>To a network interface, such as that of a firewall or a router of one's own: <c>eni-…</c>.</summary>
    [RegularExpression("^eni-[0-9a-f]+$")]
    public string? NetworkInterfaceId { get; init; }

    /// <summary>To a transit gateway: <c>tgw-…</c>.</summary>
    [RegularExpression("^tgw-[0-9a-f]+$")]
    public string? TransitGatewayId { get; init; }

    /// <summary>To another VPC: <c>pcx-…</c>.</summary>
    [RegularExpression("^pcx-[0-9a-f]+$")]
    public string? VpcPeeringConnectionId { get; init; }

    /// <summary>To a Gateway Load Balancer endpoint: <c>vpce-…</c>.</summary>
    [RegularExpression("^vpce-[0-9a-f]+$")]
    public string? VpcEndpointId { get; init; }

    /// <summary>To a VPN through a virtual private gateway: <c>vgw-…</c>.</summary>
    [RegularExpression("^vgw-[0-9a-f]+$")]
    public string? VpnGatewayId { get; init; }
}
