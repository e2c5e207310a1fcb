using System.ComponentModel.DataAnnotations;
using Pockitect.Aws.Ec2;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Rds;

/// <summary>The subnets that a database may be placed in, in at least two Availability Zones.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbsubnetgroup.html"/>
public sealed record DBSubnetGroup : Spec
{
    /// <summary>Its name, unique in the account and Region; AWS makes it lower case. Not given, it gets one of its own.</summary>
    [Replacement, IgnoreCase]
    [RegularExpression("^(?!(?i)default$)[A-Za-z0-9._ -]{1,255}$")]
    public string? DBSubnetGroupName { get; init; }

    /// <summary>What it is for, in words for people.</summary>
    [MinLength(1), MaxLength(255)]
    public required string DBSubnetGroupDescription { get; init; }

    /// <summary>Subnets of one VPC that lie in at least two Availability Zones.</summary>
    [MinLength(2), MaxLength(20)]
    public required IReadOnlyList<Ref<Subnet>> SubnetIds { get; init; }
}
