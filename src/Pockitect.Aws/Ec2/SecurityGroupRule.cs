using System.ComponentModel.DataAnnotations;
using Amazon.EC2;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Aws.Errors;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;
using static Pockitect.Core.Resources.Analysis.Differences;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>The traffic that a rule allows, and its one other side: a range, a prefix list or a group.</summary>
public abstract record SecurityGroupRule : IListItem
{
    private protected SecurityGroupRule()
    {
    }

    /// <summary>
    /// The protocol: <c>tcp</c>, <c>udp</c>, <c>icmp</c>, <c>icmpv6</c>, another protocol's number, or <c>-1</c> for all.
    /// </summary>
    // Numbers of named protocols are excluded: AWS would return the names.
    [RegularExpression(
        @"^(tcp|udp|icmp|icmpv6|-1|(?!(1|6|17|58)$)(0|[1-9]\d?|1\d\d|2[0-4]\d|25[0-5]))$",
        ErrorMessage = "needs tcp, udp, icmp, icmpv6, -1 for all, or another protocol's number from 0 to 255")]
    public required string IpProtocol { get; init; }

    /// <summary>The first port; for ICMP the type, where -1 means all. Rules for all protocols have none.</summary>
    [Range(-1, 65535)]
    public int? FromPort { get => IpProtocol == "-1" ? null : field; init; }

    /// <summary>The last port; for ICMP the code, where -1 means all. Rules for all protocols have none.</summary>
    [Range(-1, 65535)]
    public int? ToPort { get => IpProtocol == "-1" ? null : field; init; }

    /// <summary>The other side's IPv4 range; <c>0.0.0.0/0</c> is everyone.</summary>
    [Ipv4Cidr]
    public string? CidrIp { get; init; }

    /// <summary>The other side's IPv6 range; <c>::/0</c> is everyone.</summary>
    [Ipv6Cidr]
    public string? CidrIpv6 { get; init; }

    /// <summary>The description of the rule.</summary>
    [MaxLength(255)]
    [RegularExpression(
        @"^[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]+$", ErrorMessage = "allows only a-z, A-Z, 0-9, spaces and ._-:/()#,@[]+=&;{}!$*")]
    public string? Description { get; init; }

    internal abstract Ref<SecurityGroup>? Group { get; }

    internal abstract string? PrefixListId { get; }

    string IListItem.Summary => RuleText.Summary(this);

    string? IListItem.Caution => this is IngressRule ? RuleText.Caution(this) : null;
}

/// <summary>An allowed inbound connection.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-securitygroup-ingress.html"/>
public sealed record IngressRule : SecurityGroupRule
{
    /// <summary>The security group whose members may connect; may be the rule's own.</summary>
    [Deferred] public Ref<SecurityGroup>? SourceSecurityGroup { get; init; }

    /// <summary>The managed prefix list whose ranges may connect: <c>pl-…</c>.</summary>
    [RegularExpression("^pl-[0-9a-f]+$")]
    public string? SourcePrefixListId { get; init; }

    internal override Ref<SecurityGroup>? Group => SourceSecurityGroup;

    internal override string? PrefixListId => SourcePrefixListId;
}

/// <summary>An allowed outbound connection.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-securitygroup-egress.html"/>
public sealed record EgressRule : SecurityGroupRule
{
    /// <summary>The rule that AWS adds to every new group: all outbound traffic.</summary>
    internal static EgressRule Everything { get; } = new() { IpProtocol = "-1", CidrIp = "0.0.0.0/0" };

    /// <summary>The security group whose members may be reached; may be the rule's own.</summary>
    [Deferred] public Ref<SecurityGroup>? DestinationSecurityGroup { get; init; }

    /// <summary>The managed prefix list whose ranges may be reached: <c>pl-…</c>.</summary>
    [RegularExpression("^pl-[0-9a-f]+$")]
    public string? DestinationPrefixListId { get; init; }

    internal override Ref<SecurityGroup>? Group => DestinationSecurityGroup;

    internal override string? PrefixListId => DestinationPrefixListId;
}

/// <summary>Converts a group's rules to and from AWS's form.</summary>
internal static class SecurityGroupRules
{
    /// <summary>AWS folds rules that differ only in the other side into one permission; here each is a rule.</summary>
    public static IEnumerable<IngressRule> Ingress(Sdk.IpPermission permission)
    {
        var rule = new IngressRule { IpProtocol = permission.IpProtocol, FromPort = permission.FromPort, ToPort = permission.ToPort };
        foreach (var range in permission.Ipv4Ranges ?? [])
            yield return rule with { CidrIp = range.CidrIp, Description = range.Description };
        foreach (var range in permission.Ipv6Ranges ?? [])
            yield return rule with { CidrIpv6 = range.CidrIpv6, Description = range.Description };
        foreach (var list in permission.PrefixListIds ?? [])
            yield return rule with { SourcePrefixListId = list.Id, Description = list.Description };
        foreach (var pair in permission.UserIdGroupPairs ?? [])
            yield return rule with { SourceSecurityGroup = Ref.Existing<SecurityGroup>(pair.GroupId), Description = pair.Description };
    }

    public static IEnumerable<EgressRule> Egress(Sdk.IpPermission permission)
    {
        var rule = new EgressRule { IpProtocol = permission.IpProtocol, FromPort = permission.FromPort, ToPort = permission.ToPort };
        foreach (var range in permission.Ipv4Ranges ?? [])
            yield return rule with { CidrIp = range.CidrIp, Description = range.Description };
        foreach (var range in permission.Ipv6Ranges ?? [])
            yield return rule with { CidrIpv6 = range.CidrIpv6, Description = range.Description };
        foreach (var list in permission.PrefixListIds ?? [])
            yield return rule with { DestinationPrefixListId = list.Id, Description = list.Description };
        foreach (var pair in permission.UserIdGroupPairs ?? [])
            yield return rule with { DestinationSecurityGroup = Ref.Existing<SecurityGroup>(pair.GroupId), Description = pair.Description };
    }

    public static async Task UpdateAsync<TRule>(
        IReadOnlyList<TRule>? now,
        IReadOnlyList<TRule>? desired,
        bool exact,
        Func<List<Sdk.IpPermission>, Task> describe,
        Func<List<Sdk.IpPermission>, Task> authorize,
        Func<List<Sdk.IpPermission>, Task> revoke)
        where TRule : SecurityGroupRule
    {
        var (added, removed) = Sets(now, desired, exact);
        // AWS treats a rule with another description as the same rule.
        var described = added.Where(rule => removed.Any(old => IsSame(old, rule))).ToList();
        var revoked = Write(removed.Where(old => !described.Any(rule => IsSame(old, rule))));
        var authorized = Write(added.Except(described));
        if (described.Count > 0) await describe(Write(described));

        // Adds desired rules first, so that traffic allowed by old and new rules never stops.
        if (authorized.Count > 0)
        {
            try
            {
                await authorize(authorized);
            }
            catch (AmazonEC2Exception e) when (revoked.Count > 0 && AwsFaults.Explain(e).Kind is FaultKind.Quota)
            {
                // No room for both: removes the old ones first.
                await RevokeAsync(revoke, revoked);
                await authorize(authorized);
                return;
            }
        }

        if (revoked.Count > 0) await RevokeAsync(revoke, revoked);
    }

    /// <summary>Removes rules. AWS rejects all of them if one is already gone; then each is removed separately.</summary>
    private static async Task RevokeAsync(Func<List<Sdk.IpPermission>, Task> revoke, List<Sdk.IpPermission> rules)
    {
        try
        {
            await revoke(rules);
        }
        catch (AmazonEC2Exception e) when (AwsFaults.Explain(e).Kind is FaultKind.NotFound)
        {
            if (rules.Count == 1) return;
            foreach (var rule in rules) await revoke([rule]).GoneIsDoneAsync();
        }
    }

    private static bool IsSame(SecurityGroupRule one, SecurityGroupRule other) => Identity(one) == Identity(other);

    private static (string, int?, int?, string?, string?, string?, Ref<SecurityGroup>?) Identity(SecurityGroupRule rule) =>
        (rule.IpProtocol, rule.FromPort, rule.ToPort, rule.CidrIp, rule.CidrIpv6, rule.PrefixListId, rule.Group);

    private static List<Sdk.IpPermission> Write(IEnumerable<SecurityGroupRule> rules) => [.. rules.Select(Write)];

    private static Sdk.IpPermission Write(SecurityGroupRule rule) => new()
    {
        IpProtocol = rule.IpProtocol,
        FromPort = rule.FromPort,
        ToPort = rule.ToPort,
        Ipv4Ranges = rule.CidrIp is { } ipv4 ? [new Sdk.IpRange { CidrIp = ipv4, Description = rule.Description }] : null,
        Ipv6Ranges = rule.CidrIpv6 is { } ipv6 ? [new Sdk.Ipv6Range { CidrIpv6 = ipv6, Description = rule.Description }] : null,
        PrefixListIds = rule.PrefixListId is { } list ? [new Sdk.PrefixListId { Id = list, Description = rule.Description }] : null,
        UserIdGroupPairs = rule.Group is { } group
            ? [new Sdk.UserIdGroupPair { GroupId = group.Id, Description = rule.Description }]
            : null,
    };
}
