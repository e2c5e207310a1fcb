using Pockitect.Core.Resources;

namespace Pockitect.Aws.Ec2;

/// <summary>The door between a VPC and the Internet.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-internetgateway.html"/>
public sealed record InternetGateway : Spec
{
    /// <summary>The VPC it is attached to. Another one detaches it first, which cuts the old VPC off.</summary>
    public Ref<Vpc>? Vpc { get; init; }
}
