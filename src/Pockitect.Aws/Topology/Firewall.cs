using System.Net;
using System.Net.Sockets;
using Pockitect.Aws.Ec2;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Topology;

/// <summary>A firewall of the blueprint as a security group.</summary>
internal static class Firewall
{
    /// <summary>What AWS writes into every new group: everything may go out.</summary>
    private static readonly IReadOnlyList<EgressRule> Everything = [EgressRule.Everything];

    public static SecurityGroup Of(Draft draft, NetworkPlan network, SecurityGroupEntry group, string path) => new()
    {
        Vpc = network.Vpc,
        GroupDescription = group.Description ?? $"{draft.Project} {group.Name}",
        SecurityGroupIngress = [.. group.Inbound.Select((rule, index) => Ingress(draft, rule, $"{path}.inbound[{index}]"))],
        SecurityGroupEgress = group.Outbound is { } outbound
            ? [.. outbound.Select((rule, index) => Egress(draft, rule, $"{path}.outbound[{index}]"))]
            // Said aloud, so that rules which are taken out of the blueprint go; a VPC that others made may have IPv6, whose
            // rule would go with them.
            : network.Choice is VpcChoice.New ? Everything : null,
    };

    private static IngressRule Ingress(Draft draft, RuleEntry rule, string path) => new()
    {
        IpProtocol = Protocol(rule),
        FromPort = Ports(rule).From,
        ToPort = Ports(rule).To,
        CidrIp = Range(rule, AddressFamily.InterNetwork),
        CidrIpv6 = Range(rule, AddressFamily.InterNetworkV6),
        SourceSecurityGroup = Group(draft, rule, path),
        SourcePrefixListId = rule.PrefixList,
        Description = rule.Description,
    };

    private static EgressRule Egress(Draft draft, RuleEntry rule, string path) => new()
    {
        IpProtocol = Protocol(rule),
        FromPort = Ports(rule).From,
        ToPort = Ports(rule).To,
        CidrIp = Range(rule, AddressFamily.InterNetwork),
        CidrIpv6 = Range(rule, AddressFamily.InterNetworkV6),
        DestinationSecurityGroup = Group(draft, rule, path),
        DestinationPrefixListId = rule.PrefixList,
        Description = rule.Description,
    };

    private static string Protocol(RuleEntry rule) => rule.Protocol switch
    {
        RuleProtocol.Tcp => "tcp",
        RuleProtocol.Udp => "udp",
        RuleProtocol.Icmp => "icmp",
        RuleProtocol.Icmpv6 => "icmpv6",
        RuleProtocol.All => "-1",
        _ => throw new InvalidOperationException($"A protocol that this version does not know: {rule.Protocol}"),
    };

    private static (int? From, int? To) Ports(RuleEntry rule) => rule.Protocol switch
    {
        RuleProtocol.All => (null, null),
        // Type and code, where -1 is all of them.
        RuleProtocol.Icmp or RuleProtocol.Icmpv6 => (rule.Port ?? -1, rule.ToPort ?? -1),
        _ => (rule.Port ?? 0, rule.ToPort ?? rule.Port ?? 65535),
    };

    /// <summary>The rule's range if it is of this family, in the one spelling that AWS gives back.</summary>
    private static string? Range(RuleEntry rule, AddressFamily family) =>
        rule.Cidr is not null && IPNetwork.TryParse(rule.Cidr, out var range) && range.BaseAddress.AddressFamily == family ? range.ToString() : null;

    private static Ref<SecurityGroup>? Group(Draft draft, RuleEntry rule, string path) =>
        rule.SecurityGroup is { } name ? draft.Use<SecurityGroup>(name, $"{path}.security_group") : null;
}
