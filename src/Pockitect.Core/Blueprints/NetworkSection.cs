using System.ComponentModel.DataAnnotations;

namespace Pockitect.Core.Blueprints;

/// <summary>The VPC of the project.</summary>
public enum VpcChoice
{
    /// <summary>A VPC of the project's own.</summary>
    New,

    /// <summary>The account's default VPC in the Region.</summary>
    Default,

    /// <summary>An existing VPC, by vpc_id or vpc_tags.</summary>
    Existing,

    /// <summary>The VPC of another project, named in environment.</summary>
    Environment,
}

/// <summary>A subnet's Internet access.</summary>
public enum SubnetAccess
{
    /// <summary>Inbound and outbound, through an internet gateway.</summary>
    Public,

    /// <summary>Outbound only, through a NAT gateway.</summary>
    Private,

    /// <summary>None.</summary>
    Isolated,
}

/// <summary>The number of NAT gateways that private subnets share. Each is billed by the hour.</summary>
public enum NatChoice
{
    None,

    /// <summary>One for all zones.</summary>
    Single,

    /// <summary>One per zone with a private subnet.</summary>
    PerZone,
}

/// <summary>The project's network.</summary>
public sealed record NetworkSection
{
    /// <summary>The VPC of the project.</summary>
    public VpcChoice Vpc { get; init; } = VpcChoice.New;

    /// <summary>IPv4 range of a new VPC in CIDR notation, /16 to /28.</summary>
    [Cidr(16, 28)]
    public string Cidr { get; init; } = "10.0.0.0/16";

    /// <summary>The ID of an existing VPC.</summary>
    [RegularExpression("vpc-[0-9a-f]{8,17}", ErrorMessage = "needs a VPC ID such as vpc-0123456789abcdef0")]
    public string? VpcId { get; init; }

    /// <summary>Tags of exactly one existing VPC.</summary>
    public IReadOnlyDictionary<string, string>? VpcTags { get; init; }

    /// <summary>The project whose VPC and subnets this one uses.</summary>
    public string? Environment { get; init; }

    /// <summary>Whether instances in a new VPC get public DNS names.</summary>
    public bool DnsHostnames { get; init; } = true;

    /// <summary>
    /// The number of zones of a new VPC if no subnets are listed, with one subnet per zone: 1 to 3. Database subnets are added.
    /// </summary>
    [Range(1, 3)]
    public int AvailabilityZones { get; init; } = 1;

    /// <summary>The access of the subnets if none are listed: public, private or isolated.</summary>
    public SubnetAccess Access { get; init; } = SubnetAccess.Public;

    /// <summary>The NAT gateways for private subnets of a new VPC. Without a public subnet, a NAT gateway gets its own.</summary>
    public NatChoice NatGateway { get; init; } = NatChoice.Single;

    /// <summary>
    /// The subnets. In a new VPC they are created. Elsewhere each refers to an existing one by id or tags, or by its name in the
    /// environment.
    /// </summary>
    public IReadOnlyList<SubnetEntry> Subnets { get; init; } = [];

    /// <summary>The security groups. The first one is the default of instances.</summary>
    public IReadOnlyList<SecurityGroupEntry> SecurityGroups { get; init; } = [];
}

/// <summary>An address range in one Availability Zone.</summary>
public sealed record SubnetEntry
{
    /// <summary>The name in this blueprint and its plans; must be unique.</summary>
    [RegularExpression(Names.Pattern, ErrorMessage = Names.Needs)]
    public required string Name { get; init; }

    /// <summary>The subnet's Internet access.</summary>
    public SubnetAccess Access { get; init; } = SubnetAccess.Public;

    /// <summary>IPv4 range, /16 to /28. Default: the next free /24 of the VPC's range (a sixteenth of a smaller VPC).</summary>
    [Cidr(16, 28)]
    public string? Cidr { get; init; }

    /// <summary>The zone's letter, such as a. Default: the first three zones in turn, separately for each kind of access.</summary>
    [RegularExpression("[a-f]", ErrorMessage = "needs the zone's letter, a to f, without the Region")]
    public string? Zone { get; init; }

    /// <summary>The ID of an existing subnet.</summary>
    [RegularExpression("subnet-[0-9a-f]{8,17}", ErrorMessage = "needs a subnet ID such as subnet-0123456789abcdef0")]
    public string? Id { get; init; }

    /// <summary>Tags of exactly one existing subnet.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}

/// <summary>A security group: which traffic is allowed in and out.</summary>
public sealed record SecurityGroupEntry
{
    /// <summary>The name in this blueprint and its plans; must be unique.</summary>
    [RegularExpression(Names.Pattern, ErrorMessage = Names.Needs)]
    public required string Name { get; init; }

    /// <summary>The description, 1 to 255 characters. AWS can't change it later.</summary>
    [MaxLength(255)]
    public string? Description { get; init; }

    /// <summary>Allowed inbound traffic. Everything else is blocked.</summary>
    public IReadOnlyList<RuleEntry> Inbound { get; init; } = [];

    /// <summary>Allowed outbound traffic. Default: everything.</summary>
    public IReadOnlyList<RuleEntry>? Outbound { get; init; }
}

/// <summary>The protocol of a rule.</summary>
public enum RuleProtocol
{
    Tcp,
    Udp,
    Icmp,
    Icmpv6,

    /// <summary>Every protocol and port.</summary>
    All,
}

/// <summary>A rule of a security group. Requires exactly one of cidr, security_group and prefix_list.</summary>
public sealed record RuleEntry
{
    /// <summary>The port, or the first of a range; for icmp, the type. Default: all ports.</summary>
    [Range(0, 65535)]
    public int? Port { get; init; }

    /// <summary>The last port of a range.</summary>
    [Range(0, 65535)]
    public int? ToPort { get; init; }

    /// <summary>The protocol; all means every protocol and port.</summary>
    public RuleProtocol Protocol { get; init; } = RuleProtocol.Tcp;

    /// <summary>An IPv4 or IPv6 address range in CIDR notation.</summary>
    [Cidr]
    public string? Cidr { get; init; }

    /// <summary>The name of a security group in this blueprint.</summary>
    public string? SecurityGroup { get; init; }

    /// <summary>The ID of a managed prefix list.</summary>
    [RegularExpression("pl-[0-9a-f]{8,17}", ErrorMessage = "needs a prefix list ID such as pl-0123456789abcdef0")]
    public string? PrefixList { get; init; }

    /// <summary>The description of the rule.</summary>
    [MaxLength(255)]
    public string? Description { get; init; }
}
