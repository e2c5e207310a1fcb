using System.ComponentModel.DataAnnotations;
using Amazon.EC2;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Aws.Errors;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;
using static Pockitect.Core.Resources.Analysis.Differences;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>A destination and its target.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-route.html"/>
public sealed record Route : IListItem
{
    /// <summary>The destination's IPv4 range; <c>0.0.0.0/0</c> is everywhere. A route has one destination.</summary>
    [Ipv4Cidr]
    public string? DestinationCidrBlock { get; init; }

    /// <summary>The destination's IPv6 range; <c>::/0</c> is everywhere.</summary>
    [Ipv6Cidr]
    public string? DestinationIpv6CidrBlock { get; init; }

    /// <summary>The destination's managed prefix list: <c>pl-…</c>.</summary>
    [RegularExpression("^pl-[0-9a-f]+$")]
    public string? DestinationPrefixListId { get; init; }

    /// <summary>To and from the Internet. A route has one target.</summary>
    public Ref<InternetGateway>? Gateway { get; init; }

    /// <summary>To the Internet from private subnets.</summary>
    public Ref<NatGateway>? NatGateway { get; init; }

    /// <summary>To the Internet over IPv6, outbound only: <c>eigw-…</c>.</summary>
    [RegularExpression("^eigw-[0-9a-f]+$")]
    public string? EgressOnlyInternetGatewayId { get; init; }

    /// <summary>To a network interface, such as a firewall or router appliance: <c>eni-…</c>.</summary>
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

    string IListItem.Summary
    {
        get
        {
            string?[] ranges = [DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId];
            string?[] targets =
            [
                Gateway?.Target.ToString(), NatGateway?.Target.ToString(), EgressOnlyInternetGatewayId, NetworkInterfaceId,
                TransitGatewayId, VpcPeeringConnectionId, VpcEndpointId, VpnGatewayId,
            ];
            return $"{string.Join(", ", ranges.OfType<string>())} to {string.Join(", ", targets.OfType<string>())}";
        }
    }

    string? IListItem.Caution => null;
}

/// <summary>Converts a table's routes to and from AWS's form.</summary>
internal static class Routes
{
    public static IReadOnlyList<Route> From(Sdk.RouteTable table) => [.. (table.Routes ?? []).Where(IsOurs).Select(From)];

    public static async Task UpdateAsync(
        IAmazonEC2 ec2, string table, IReadOnlyList<Route>? now, IReadOnlyList<Route>? desired, CancellationToken ct)
    {
        var (added, removed) = Sets(now, desired);
        foreach (var route in added)
        {
            // Replacing a route in one call leaves no gap.
            if (removed.Any(old => Destination(old) == Destination(route))) await ec2.ReplaceRouteAsync(Replacement(table, route), ct);
            else await ec2.CreateRouteAsync(Creation(table, route), ct);
        }

        foreach (var route in removed.Where(old => !added.Any(route => Destination(route) == Destination(old))))
            await ec2.DeleteRouteAsync(Deletion(table, route), ct).GoneIsDoneAsync();
    }

    private static string? Destination(Route route) =>
        route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId;

    private static Route From(Sdk.Route route) => new()
    {
        DestinationCidrBlock = route.DestinationCidrBlock,
        DestinationIpv6CidrBlock = route.DestinationIpv6CidrBlock,
        DestinationPrefixListId = route.DestinationPrefixListId,
        Gateway = Gateway(route, "igw-") is { } internet ? Ref.Existing<InternetGateway>(internet) : null,
        NatGateway = route.NatGatewayId is { Length: > 0 } nat ? Ref.Existing<NatGateway>(nat) : null,
        EgressOnlyInternetGatewayId = route.EgressOnlyInternetGatewayId,
        NetworkInterfaceId = route.NetworkInterfaceId,
        TransitGatewayId = route.TransitGatewayId,
        VpcPeeringConnectionId = route.VpcPeeringConnectionId,
        VpcEndpointId = Gateway(route, "vpce-"),
        VpnGatewayId = Gateway(route, "vgw-"),
    };

    /// <summary>AWS returns all kinds of gateways in one property.</summary>
    private static string? Gateway(Sdk.Route route, string prefix) =>
        route.GatewayId is { } id && id.StartsWith(prefix, StringComparison.Ordinal) ? id : null;

    /// <summary>Whether a user created the route: not local, not propagated, and not a gateway endpoint's.</summary>
    private static bool IsOurs(Sdk.Route route) =>
        route.Origin?.Value is "CreateRoute" && !(route.DestinationPrefixListId is { Length: > 0 } && Gateway(route, "vpce-") is not null);

    private static Sdk.CreateRouteRequest Creation(string table, Route route) => new()
    {
        RouteTableId = table,
        DestinationCidrBlock = route.DestinationCidrBlock,
        DestinationIpv6CidrBlock = route.DestinationIpv6CidrBlock,
        DestinationPrefixListId = route.DestinationPrefixListId,
        GatewayId = route.Gateway?.Id ?? route.VpnGatewayId,
        NatGatewayId = route.NatGateway?.Id,
        EgressOnlyInternetGatewayId = route.EgressOnlyInternetGatewayId,
        NetworkInterfaceId = route.NetworkInterfaceId,
        TransitGatewayId = route.TransitGatewayId,
        VpcPeeringConnectionId = route.VpcPeeringConnectionId,
        VpcEndpointId = route.VpcEndpointId,
    };

    private static Sdk.ReplaceRouteRequest Replacement(string table, Route route) => new()
    {
        RouteTableId = table,
        DestinationCidrBlock = route.DestinationCidrBlock,
        DestinationIpv6CidrBlock = route.DestinationIpv6CidrBlock,
        DestinationPrefixListId = route.DestinationPrefixListId,
        GatewayId = route.Gateway?.Id ?? route.VpnGatewayId,
        NatGatewayId = route.NatGateway?.Id,
        EgressOnlyInternetGatewayId = route.EgressOnlyInternetGatewayId,
        NetworkInterfaceId = route.NetworkInterfaceId,
        TransitGatewayId = route.TransitGatewayId,
        VpcPeeringConnectionId = route.VpcPeeringConnectionId,
        VpcEndpointId = route.VpcEndpointId,
    };

    private static Sdk.DeleteRouteRequest Deletion(string table, Route route) => new()
    {
        RouteTableId = table,
        DestinationCidrBlock = route.DestinationCidrBlock,
        DestinationIpv6CidrBlock = route.DestinationIpv6CidrBlock,
        DestinationPrefixListId = route.DestinationPrefixListId,
    };
}
