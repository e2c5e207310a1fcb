using System.ComponentModel.DataAnnotations;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Ec2;

/// <summary>A public IPv4 address that stays the same (an elastic IP address).</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-eip.html"/>
public sealed record Eip : Spec, IPublicAddressUser
{
    /// <summary>Where it can be used; AWS knows only <c>vpc</c> any more.</summary>
    [Replacement]
    [AllowedValues("vpc")]
    public string? Domain { get; init; }

    /// <summary>The instance it leads to. A NAT gateway names its address itself.</summary>
    public Ref<Instance>? Instance { get; init; }
}
