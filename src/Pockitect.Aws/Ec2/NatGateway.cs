using System.ComponentModel.DataAnnotations;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Ec2;

/// <summary>A way out for private subnets that lets nothing in.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-natgateway.html"/>
public sealed record NatGateway : Spec, IPublicAddressUser
{
    /// <summary>The subnet it stands in; for a public one, a subnet whose route table leads to an internet gateway.</summary>
    [Replacement] public required Ref<Subnet> Subnet { get; init; }

    /// <summary>The elastic IP address it speaks to the Internet from; a public NAT gateway needs one, a private one has none.</summary>
    [Replacement] public Ref<Eip>? AllocationId { get; init; }

    /// <summary>Whether it leads to the Internet (public, which is what AWS makes without a value) or to other networks (private).</summary>
    [Replacement]
    [AllowedValues("public", "private")]
    public string? ConnectivityType { get; init; }
}
