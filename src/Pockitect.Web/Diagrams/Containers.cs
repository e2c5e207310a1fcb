using Pockitect.Aws.Ec2;
using Pockitect.Core.Resources;

namespace Pockitect.Web.Diagrams;

/// <summary>The resource types that others stand in. Nothing else of the pictures knows any type.</summary>
internal static class Containers
{
    /// <summary>The kind of box that resources of this spec are; null for those that are tiles.</summary>
    public static BoxKind? KindOf(Type specType) =>
        specType == typeof(Vpc) ? BoxKind.Vpc : specType == typeof(Subnet) ? BoxKind.Subnet : null;

    /// <summary>The Availability Zone that divides its VPC; null where AWS has not said yet.</summary>
    public static string? ZoneOf(Spec spec) => spec is Subnet subnet ? subnet.AvailabilityZone : null;

    public static string? RangeOf(Spec spec) => spec switch
    {
        Vpc vpc => vpc.CidrBlock,
        Subnet subnet => subnet.CidrBlock,
        _ => null,
    };
}
