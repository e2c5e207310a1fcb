using System.ComponentModel.DataAnnotations;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Ec2;

/// <summary>A firewall around network interfaces: what may come in and what may go out.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html"/>
public sealed record SecurityGroup : Spec
{
    /// <summary>Its name, unique in the VPC; without one Pockitect makes one up.</summary>
    [Replacement]
    [MaxLength(255)]
    [RegularExpression(@"^(?!sg-)[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]+$")]
    public string? GroupName { get; init; }

    /// <summary>What it is for. AWS demands one; without one it is the group's name.</summary>
    [Replacement]
    [MaxLength(255)]
    [RegularExpression(@"^[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]+$")]
    public string? GroupDescription { get; init; }

    /// <summary>The VPC it is a part of.</summary>
    [Replacement] public required Ref<Vpc> Vpc { get; init; }

    /// <summary>What may come in; nothing else may.</summary>
    public IReadOnlyList<IngressRule>? SecurityGroupIngress { get; init; }

    /// <summary>What may go out; nothing else may. Without a value everything may, and an empty list lets nothing out.</summary>
    public IReadOnlyList<EgressRule>? SecurityGroupEgress { get; init; }
}

/// <summary>What a rule lets through, and the one other side (a range, a prefix list or a group) that it is about.</summary>
public abstract record SecurityGroupRule
{
    private protected SecurityGroupRule()
    {
    }

    /// <summary>
    /// The protocol: <c>tcp</c>, <c>udp</c>, <c>icmp</c>, <c>icmpv6</c>, the number of another one, or <c>-1</c> for all of them.
    /// </summary>
    // The numbers of those with names are left out: AWS would give the names back.
    [RegularExpression(@"^(tcp|udp|icmp|icmpv6|-1|(?!(1|6|17|58)$)\d{1,3})$")]
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
    [RegularExpression(@"^[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]*$")]
    public string? Description { get; init; }

    internal abstract Ref<SecurityGroup>? Group { get; }

    internal abstract string? PrefixListId { get; }
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
    /// <summary>The security group whose members may be reached; it may be the rule's own.</summary>
    [Deferred] public Ref<SecurityGroup>? DestinationSecurityGroup { get; init; }

    /// <summary>Managed prefix list whose ranges may be reached: <c>pl-…</c>.</summary>
    [RegularExpression("^pl-[0-9a-f]+$")]
    public string? DestinationPrefixListId { get; init; }

    internal override Ref<SecurityGroup>? Group => DestinationSecurityGroup;

    internal override string? PrefixListId => DestinationPrefixListId;
}
