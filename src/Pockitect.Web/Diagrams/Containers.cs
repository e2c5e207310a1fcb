using Pockitect.Aws.Ec2;
using Pockitect.Core.Resources;

namespace Pockitect.Web.Diagrams;

/// <summary>The resource types that contain others. No other diagram code knows types.</summary>
internal static class Containers
{
    /// <summary>Returns the kind of box for a spec; null for a tile.</summary>
    public static BoxKind? KindOf(Type specType) =>
        specType == typeof(Vpc) ? BoxKind.Vpc : specType == typeof(Subnet) ? BoxKind.Subnet : null;

    /// <summary>The Availability Zone inside a VPC; null if unknown.</summary>
    public static string? ZoneOf(Spec spec) => spec is Subnet subnet ? subnet.AvailabilityZone : null;

    public static string? RangeOf(Spec spec) => spec switch
    {
        Vpc vpc => vpc.CidrBlock,
        Subnet subnet => subnet.CidrBlock,
        _ => null,
    };
}
