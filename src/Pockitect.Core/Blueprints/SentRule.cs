using System.Globalization;
using Pockitect.Core.Resources.Values;

namespace Pockitect.Core.Blueprints;

/// <summary>A security group rule as sent to AWS. AWS rejects duplicates.</summary>
/// <param name="Protocol"><c>tcp</c>, <c>udp</c>, <c>icmp</c>, <c>icmpv6</c>, another protocol's number, or <c>-1</c> for all.</param>
/// <param name="FromPort">The first port, or the ICMP type with -1 for all; null if the protocol has no ports.</param>
/// <param name="ToPort">The last port, or the ICMP code with -1 for all; null if the protocol has no ports.</param>
/// <param name="Source">The other side: a range in AWS's spelling, a security group, or a prefix list.</param>
public sealed record SentRule(string Protocol, int? FromPort, int? ToPort, string Source)
{
    /// <summary>The range of the other side; null for a security group or a prefix list.</summary>
    public AddressRange? Range => AddressRange.Parse(Source);

    public static SentRule Of(RuleEntry rule)
    {
        var source = rule.Cidr is { } cidr ? AddressRange.Parse(cidr)?.ToString() ?? cidr : rule.SecurityGroup ?? rule.PrefixList ?? "";
        return rule.Protocol switch
        {
            RuleProtocol.All => new SentRule("-1", null, null, source),
            RuleProtocol.Tcp => new SentRule("tcp", rule.Port ?? 0, rule.ToPort ?? rule.Port ?? 65535, source),
            RuleProtocol.Udp => new SentRule("udp", rule.Port ?? 0, rule.ToPort ?? rule.Port ?? 65535, source),
            RuleProtocol.Icmp => new SentRule("icmp", rule.Port ?? -1, rule.ToPort ?? -1, source),
            RuleProtocol.Icmpv6 => new SentRule("icmpv6", rule.Port ?? -1, rule.ToPort ?? -1, source),
            _ => throw new InvalidOperationException($"Unknown protocol: {rule.Protocol}"),
        };
    }

    /// <summary>Normalizes a rule: AWS ignores the ports of protocols without ports.</summary>
    public SentRule Normalized() => Protocol switch
    {
        "tcp" or "udp" or "icmp" or "icmpv6" => this,
        _ => this with { FromPort = null, ToPort = null },
    };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Protocol} {FromPort}-{ToPort} {Source}");
}
