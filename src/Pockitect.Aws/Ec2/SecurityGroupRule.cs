using System.ComponentModel.DataAnnotations;
using Amazon.EC2;
using Pockitect.Aws.Clients;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;
using static Pockitect.Core.Resources.Analysis.Differences;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>What a rule lets through, and the one other side (a range, a prefix list or a group) that it is about.</summary>
public abstract record SecurityGroupRule : IListItem
{
    private protected SecurityGroupRule()
    {
    }

    /// <summary>
    /// The protocol: <c>tcp</c>, <c>udp</c>, <c>icmp</c>, <c>icmpv6</c>, the number of another one, or <c>-1</c> for all of them.
    /// </summary>
    // The numbers of those with names are left out: AWS would give the names back.
    [RegularExpression(@"^(tcp|udp|icmp|icmpv6|-1|(?!(1|6|17|58)$)(0|[1-9]\d?|1\d\d|2[0-4]\d|25[0-5]))$", ErrorMessage = "needs tcp, udp, icmp, icmpv6, -1 for all, or another protocol's number from 0 to 255")]
    public required string IpProtocol { get; init; }

    /// <summary>The first port; for ICMP the type, where -1 is all of them. Rules for all protocols have none.</summary>
    [Range(-1, 65535)]
    public int? FromPort { get => IpProtocol == "-1" ? null : field; init; }

    /// <summary>The last port; for ICMP the code, where -1 is all of them. Rules for all protocols have none.</summary>
    [Range(-1, 65535)]
    public int? ToPort { get => IpProtocol == "-1" ? null : field; init; }

    /// <summary>IPv4 range of the other side; <c>0.0.0.0/0</c> is everybody.</summary>
    [Ipv4Cidr]
    public string? CidrIp { get; init; }

    /// <summary>IPv6 range of the other side; <c>::/0</c> is everybody.</summary>
    [Ipv6Cidr]
    public string? CidrIpv6 { get; init; }

    /// <summary>What the rule is for.</summary>
    [MaxLength(255)]
    [RegularExpression(@"^[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]+$", ErrorMessage = "takes a-z, A-Z, 0-9, spaces and ._-:/()#,@[]+=&;{}!$* only")]
    public string? Description { get; init; }

    internal abstract Ref<SecurityGroup>? Group { get; }

    internal abstract string? PrefixListId { get; }

    string IListItem.Summary => RuleText.Summary(this);

    string? IListItem.Caution => this is IngressRule ? RuleText.Caution(this) : null;
}

/// <summary>Something that may come in.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-securitygroup-ingress.html"/>
public sealed record IngressRule : SecurityGroupRule
{
    /// <summary>The security group whose members may come in; it may be the rule's own.</summary>
    [Deferred] public Ref<SecurityGroup>? SourceSecurityGroup { get; init; }

    /// <summary>Managed prefix list whose ranges may come in: <c>pl-…</c>.</summary>
    [RegularExpression("^pl-[0-9a-f]+$")]
    public string? SourcePrefixListId { get; init; }

    internal override Ref<SecurityGroup>? Group => SourceSecurityGroup;

    internal override string? PrefixListId => SourcePrefixListId;
}

/// <summary>Something that may go out.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-securitygroup-egress.html"/>
public sealed record EgressRule : SecurityGroupRule
{
    /// <summary>What AWS writes into every new group: everything may go out.</summary>
    internal static EgressRule Everything { get; } = new() { IpProtocol = "-1", CidrIp = "0.0.0.0/0" };

    /// <summary>The security group whose members may be reached; it may be the rule's own.</summary>
    [Deferred] public Ref<SecurityGroup>? DestinationSecurityGroup { get; init; }

    /// <summary>Managed prefix list whose ranges may be reached: <c>pl-…</c>.</summary>
    [RegularExpression("^pl-[0-9a-f]+$")]
    public string? DestinationPrefixListId { get; init; }

    internal override Ref<SecurityGroup>? Group => DestinationSecurityGroup;

    internal override string? PrefixListId => DestinationPrefixListId;
}

/// <summary>The rules of a group as AWS takes and gives them.</summary>
internal static class SecurityGroupRules
{
    /// <summary>AWS folds rules that differ only in the other side into one permission; here each is a rule.</summary>
    public static IEnumerable<IngressRule> Ingress(Sdk.IpPermission permission)
    {
        var rule = new IngressRule { IpProtocol = permission.IpProtocol, FromPort = permission.FromPort, ToPort = permission.ToPort };
        foreach (var range in permission.Ipv4Ranges ?? []) yield return rule with { CidrIp = range.CidrIp, Description = range.Description };
        foreach (var range in permission.Ipv6Ranges ?? []) yield return rule with { CidrIpv6 = range.CidrIpv6, Description = range.Description };
        foreach (var list in permission.PrefixListIds ?? []) yield return rule with { SourcePrefixListId = list.Id, Description = list.Description };
        foreach (var pair in permission.UserIdGroupPairs ?? [])
            yield return rule with { SourceSecurityGroup = Ref.Existing<SecurityGroup>(pair.GroupId), Description = pair.Description };
    }

    public static IEnumerable<EgressRule> Egress(Sdk.IpPermission permission)
    {
        var rule = new EgressRule { IpProtocol = permission.IpProtocol, FromPort = permission.FromPort, ToPort = permission.ToPort };
        foreach (var range in permission.Ipv4Ranges ?? []) yield return rule with { CidrIp = range.CidrIp, Description = range.Description };
        foreach (var range in permission.Ipv6Ranges ?? []) yield return rule with { CidrIpv6 = range.CidrIpv6, Description = range.Description };
        foreach (var list in permission.PrefixListIds ?? []) yield return rule with { DestinationPrefixListId = list.Id, Description = list.Description };
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
        // To AWS a rule with another description is the same rule, and so cannot be there twice.
        var described = added.Where(rule => removed.Any(old => IsSame(old, rule))).ToList();
        var revoked = Write(removed.Where(old => !described.Any(rule => IsSame(old, rule))));
        var authorized = Write(added.Except(described));
        if (described.Count > 0) await describe(Write(described));

        // What is desired first, so that traffic which both the old and the new rules allow never stops.
        if (authorized.Count > 0)
        {
            try
            {
                await authorize(authorized);
            }
            catch (AmazonEC2Exception e) when (revoked.Count > 0 && AwsFaults.Explain(e).Kind is FaultKind.Quota)
            {
                // No room for both: then the old ones have to go first.
                await RevokeAsync(revoke, revoked);
                await authorize(authorized);
                return;
            }
        }

        if (revoked.Count > 0) await RevokeAsync(revoke, revoked);
    }

    /// <summary>Takes rules away. AWS refuses all of them if one is gone already, so then each goes by itself.</summary>
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
        UserIdGroupPairs = rule.Group is { } group ? [new Sdk.UserIdGroupPair { GroupId = group.Id, Description = rule.Description }] : null,
    };
}
