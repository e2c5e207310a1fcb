using System.ComponentModel.DataAnnotations;

namespace Pockitect.Core.Blueprints;

/// <summary>Which VPC the project stands in.</summary>
public enum VpcChoice
{
    /// <summary>A VPC of the project's own.</summary>
    New,

    /// <summary>The account's default VPC of the Region.</summary>
    Default,

    /// <summary>One that exists, by vpc_id or vpc_tags.</summary>
    Existing,

    /// <summary>The VPC of another project, named by environment.</summary>
    Environment,
}

/// <summary>How a subnet reaches the Internet.</summary>
public enum SubnetAccess
{
    /// <summary>Both ways, through an internet gateway.</summary>
    Public,

    /// <summary>Outwards only, through a NAT gateway.</summary>
    Private,

    /// <summary>Not at all.</summary>
    Isolated,
}

/// <summary>How many NAT gateways private subnets share; each costs money by the hour.</summary>
public enum NatChoice
{
    None,

    /// <summary>One for all zones.</summary>
    Single,

    /// <summary>One in each zone that has a private subnet.</summary>
    PerZone,
}

/// <summary>The network that everything stands in.</summary>
public sealed record NetworkSection
{
    /// <summary>Which VPC the project stands in.</summary>
    public VpcChoice Vpc { get; init; } = VpcChoice.New;

    /// <summary>IPv4 range of a new VPC in CIDR notation, /16 to /28.</summary>
    [Cidr(16, 28)]
    public string Cidr { get; init; } = "10.0.0.0/16";

    /// <summary>The id of an existing VPC.</summary>
    [RegularExpression("vpc-[0-9a-f]{8,17}", ErrorMessage = "needs a VPC's id such as vpc-0123456789abcdef0")]
    public string? VpcId { get; init; }

    /// <summary>Tags that exactly one existing VPC carries.</summary>
    public IReadOnlyDictionary<string, string>? VpcTags { get; init; }

    /// <summary>The project whose VPC and subnets this one stands on.</summary>
    public string? Environment { get; init; }

    /// <summary>Instances in a new VPC get public DNS names.</summary>
    public bool DnsHostnames { get; init; } = true;

    /// <summary>How many zones a new VPC's own subnets are spread over when none are listed, one in each: 1 to 3. Subnets of databases come besides.</summary>
    [Range(1, 3)]
    public int AvailabilityZones { get; init; } = 1;

    /// <summary>What the subnets are when none are listed: public, private or isolated.</summary>
    public SubnetAccess Access { get; init; } = SubnetAccess.Public;

    /// <summary>NAT gateways for private subnets of a new VPC; where there is no public subnet for one to stand in, it gets one of its own.</summary>
    public NatChoice NatGateway { get; init; } = NatChoice.Single;

    /// <summary>The subnets. In a new VPC they are made; elsewhere each names an existing one by id or tags, or by the name it has in the environment.</summary>
    public IReadOnlyList<SubnetEntry> Subnets { get; init; } = [];

    /// <summary>Firewalls. The first one is that of every instance that names none.</summary>
    public IReadOnlyList<SecurityGroupEntry> SecurityGroups { get; init; } = [];
}

/// <summary>A range of addresses in one Availability Zone.</summary>
public sealed record SubnetEntry
{
    /// <summary>What it is called in this blueprint and its plans; unique in it.</summary>
    [RegularExpression(Names.Pattern, ErrorMessage = Names.Needs)]
    public required string Name { get; init; }

    /// <summary>How it reaches the Internet.</summary>
    public SubnetAccess Access { get; init; } = SubnetAccess.Public;

    /// <summary>IPv4 range, /16 to /28; by default the next /24 of the VPC's range (a sixteenth of a smaller VPC) that is free of those listed before it.</summary>
    [Cidr(16, 28)]
    public string? Cidr { get; init; }

    /// <summary>The zone's letter, such as a; by default the first three zones in turn, for each kind of access by itself.</summary>
    [RegularExpression("[a-f]", ErrorMessage = "needs the zone's letter, a to f, without the Region")]
    public string? Zone { get; init; }

    /// <summary>The id of an existing subnet.</summary>
    [RegularExpression("subnet-[0-9a-f]{8,17}", ErrorMessage = "needs a subnet's id such as subnet-0123456789abcdef0")]
    public string? Id { get; init; }

    /// <summary>Tags that exactly one existing subnet carries.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}

/// <summary>A firewall: what may come in and go out.</summary>
public sealed record SecurityGroupEntry
{
    /// <summary>What it is called in this blueprint and its plans; unique in it.</summary>
    [RegularExpression(Names.Pattern, ErrorMessage = Names.Needs)]
    public required string Name { get; init; }

    /// <summary>What it is for, 1 to 255 characters; AWS cannot change it later.</summary>
    [MaxLength(255)]
    public string? Description { get; init; }

    /// <summary>What may come in. Nothing else may.</summary>
    public IReadOnlyList<RuleEntry> Inbound { get; init; } = [];

    /// <summary>What may go out; when it is left out, everything may.</summary>
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

/// <summary>One permission of a firewall. Exactly one of cidr, security_group and prefix_list says who.</summary>
public sealed record RuleEntry
{
    /// <summary>The port, or the first of a range; for icmp the type. Left out: all ports.</summary>
    [Range(0, 65535)]
    public int? Port { get; init; }

    /// <summary>The last port of a range.</summary>
    [Range(0, 65535)]
    public int? ToPort { get; init; }

    /// <summary>The protocol; all means every protocol and port.</summary>
    public RuleProtocol Protocol { get; init; } = RuleProtocol.Tcp;

    /// <summary>A range of IPv4 or IPv6 addresses in CIDR notation.</summary>
    [Cidr]
    public string? Cidr { get; init; }

    /// <summary>The name of a firewall of this blueprint.</summary>
    public string? SecurityGroup { get; init; }

    /// <summary>The id of a managed prefix list.</summary>
    [RegularExpression("pl-[0-9a-f]{8,17}", ErrorMessage = "needs a prefix list's id such as pl-0123456789abcdef0")]
    public string? PrefixList { get; init; }

    /// <summary>What the rule is for.</summary>
    [MaxLength(255)]
    public string? Description { get; init; }
}
