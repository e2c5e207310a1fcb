using Pockitect.Aws.Ec2;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Values;

namespace Pockitect.Aws.Topology;

/// <summary>A security group of the blueprint.</summary>
internal static class Firewall
{
    /// <summary>The rule that AWS adds to every new group: all outbound traffic.</summary>
    private static readonly IReadOnlyList<EgressRule> Everything = [EgressRule.Everything];

    public static SecurityGroup Of(Draft draft, NetworkPlan network, SecurityGroupEntry group, string path) => new()
    {
        Vpc = network.Vpc,
        GroupDescription = group.Description ?? $"{draft.Project} {group.Name}",
        SecurityGroupIngress = [.. group.Inbound.Select((rule, index) => Ingress(draft, rule, $"{path}.inbound[{index}]"))],
        SecurityGroupEgress = group.Outbound is { } outbound
            ? [.. outbound.Select((rule, index) => Egress(draft, rule, $"{path}.outbound[{index}]"))]
            // Explicit, so that rules removed from the blueprint are deleted. An existing VPC may have IPv6, whose rule would be deleted
            // with them.
            : network.Choice is VpcChoice.New ? Everything : null,
    };

    private static IngressRule Ingress(Draft draft, RuleEntry rule, string path) => new()
    {
        IpProtocol = SentRule.Of(rule).Protocol,
        FromPort = SentRule.Of(rule).FromPort,
        ToPort = SentRule.Of(rule).ToPort,
        CidrIp = Range(rule, isIpv6: false),
        CidrIpv6 = Range(rule, isIpv6: true),
        SourceSecurityGroup = Group(draft, rule, path),
        SourcePrefixListId = rule.PrefixList,
        Description = rule.Description,
    };

    private static EgressRule Egress(Draft draft, RuleEntry rule, string path) => new()
    {
        IpProtocol = SentRule.Of(rule).Protocol,
        FromPort = SentRule.Of(rule).FromPort,
        ToPort = SentRule.Of(rule).ToPort,
        CidrIp = Range(rule, isIpv6: false),
        CidrIpv6 = Range(rule, isIpv6: true),
        DestinationSecurityGroup = Group(draft, rule, path),
        DestinationPrefixListId = rule.PrefixList,
        Description = rule.Description,
    };

    /// <summary>Returns the rule's range if it is of this family, in AWS's spelling.</summary>
    private static string? Range(RuleEntry rule, bool isIpv6) =>
        rule.Cidr is not null && AddressRange.Parse(rule.Cidr) is { } range && range.IsIpv6 == isIpv6 ? range.ToString() : null;

    private static Ref<SecurityGroup>? Group(Draft draft, RuleEntry rule, string path) =>
        rule.SecurityGroup is { } name ? draft.Use<SecurityGroup>(name, $"{path}.security_group") : null;
}
