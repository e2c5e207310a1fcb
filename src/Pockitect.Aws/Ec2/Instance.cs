using System.ComponentModel.DataAnnotations;
using Pockitect.Aws.Iam;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Ec2;

/// <summary>A virtual server.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-instance.html"/>
public sealed record Instance : Spec
{
    /// <summary>
    /// The image it starts from: <c>ami-…</c>, or <c>resolve:ssm:/aws/service/…</c> for the image that this public parameter
    /// names when the instance is created. A newer image behind the parameter is no change.
    /// </summary>
    [Replacement]
    [RegularExpression("^(ami-[0-9a-f]+|resolve:ssm:/.+)$")]
    public required string ImageId { get; init; }

    /// <summary>Its size and family, such as <c>t3.micro</c>. Another one stops the instance for some minutes.</summary>
    [RegularExpression("^[a-z0-9-]+\\.[a-z0-9-]+$")]
    public required string InstanceType { get; init; }

    /// <summary>The subnet of its first network interface; without one AWS picks a subnet of the default VPC.</summary>
    [Replacement] public Ref<Subnet>? Subnet { get; init; }

    /// <summary>The security groups of its first network interface; without one the default group of its VPC.</summary>
    public IReadOnlyList<Ref<SecurityGroup>>? SecurityGroupIds { get; init; }

    /// <summary>The key pair whose public key its first user accepts.</summary>
    [Replacement] public Ref<KeyPair>? KeyName { get; init; }

    /// <summary>The instance profile whose role the programs on it act as.</summary>
    public Ref<InstanceProfile>? IamInstanceProfile { get; init; }

    /// <summary>
    /// A script or cloud-init document for its first start, as plain text of at most 16 KB. Another one stops the instance
    /// for some minutes, and does not run by itself on an instance that has started before.
    /// </summary>
    [MaxLength(16384)] public string? UserData { get; init; }

    /// <summary>It gets a public IPv4 address at every start; without a value the subnet decides.</summary>
    [Replacement] public bool? AssociatePublicIpAddress { get; init; }

    /// <summary>The private IPv4 address of its first network interface; without one AWS picks a free one of the subnet.</summary>
    [Replacement]
    [RegularExpression("^\\d{1,3}(\\.\\d{1,3}){3}$")]
    public string? PrivateIpAddress { get; init; }

    /// <summary>The disk it starts from; without one as large and fast as its image asks for.</summary>
    public RootVolume? RootVolume { get; init; }

    /// <summary>How programs on it reach the instance metadata service.</summary>
    public MetadataOptions? MetadataOptions { get; init; }

    /// <summary>CloudWatch measures it every minute, for a price, and not only every five.</summary>
    public bool? Monitoring { get; init; }

    /// <summary>AWS refuses to terminate it.</summary>
    public bool? DisableApiTermination { get; init; }

    /// <summary>It only takes packets for its own addresses; a router or NAT instance needs false.</summary>
    public bool? SourceDestCheck { get; init; }

    /// <summary>It has bandwidth of its own to its volumes; newer families always have. Another value stops it for some minutes.</summary>
    public bool? EbsOptimized { get; init; }

    /// <summary>The Availability Zone, such as <c>eu-west-1a</c>; a subnet says so by itself.</summary>
    [Replacement] public string? AvailabilityZone { get; init; }

    /// <summary>What a shutdown from inside does: <c>stop</c> or <c>terminate</c>.</summary>
    [AllowedValues("stop", "terminate", null)]
    public string? InstanceInitiatedShutdownBehavior { get; init; }
}

/// <summary>The disk that an instance starts from.</summary>
public sealed record RootVolume
{
    /// <summary>In GiB, at least as large as the image's snapshot. It only grows.</summary>
    [Range(1, 65536)] public int? VolumeSize { get; init; }

    /// <summary>What kind of disk it is, such as <c>gp3</c>.</summary>
    [AllowedValues("gp2", "gp3", "io1", "io2", "standard", null)]
    public string? VolumeType { get; init; }

    /// <summary>Input and output operations per second, for gp3, io1 and io2.</summary>
    [Range(100, 256000)] public int? Iops { get; init; }

    /// <summary>In MiB per second, for gp3.</summary>
    [Range(125, 2000)] public int? Throughput { get; init; }

    /// <summary>What it stores is encrypted, with the account's default key.</summary>
    [Replacement] public bool? Encrypted { get; init; }

    /// <summary>It goes with the instance, which is what AWS does by default.</summary>
    public bool? DeleteOnTermination { get; init; }
}

/// <summary>How programs on an instance reach its metadata service.</summary>
public sealed record MetadataOptions
{
    /// <summary>Whether a session token is <c>required</c> (version 2 only) or <c>optional</c>.</summary>
    [AllowedValues("required", "optional", null)]
    public string? HttpTokens { get; init; }

    /// <summary>How many network hops an answer may travel; containers need 2.</summary>
    [Range(1, 64)] public int? HttpPutResponseHopLimit { get; init; }

    /// <summary>Whether the service answers at all: <c>enabled</c> or <c>disabled</c>.</summary>
    [AllowedValues("enabled", "disabled", null)]
    public string? HttpEndpoint { get; init; }
}
