using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Aws.Ec2;

/// <summary>The security group that AWS makes with each VPC, and gives to whatever names none.</summary>
internal static class DefaultGroup
{
    private const string Name = "default";

    /// <summary>The default group of the VPC that a resource's security groups are in; null where it wasn't seen.</summary>
    public static Ref<SecurityGroup>? Of(Observed resource, IReadOnlyList<Observed> around)
    {
        var ids = SpecTree.Edges(resource.Spec).Where(edge => edge.SpecType == typeof(SecurityGroup)).Select(edge => edge.Target.ToString()).ToHashSet();
        var groups = around.Where(row => row.Spec is SecurityGroup && row.Place == resource.Place).ToList();
        var vpcs = groups.Where(row => ids.Contains(row.Id)).Select(row => ((SecurityGroup)row.Spec).Vpc).Distinct().ToList();
        return vpcs is [var vpc] && groups.Find(row => row.Spec is SecurityGroup { GroupName: Name } group && group.Vpc == vpc) is { } found
            ? Ref.Existing<SecurityGroup>(found.Id)
            : null;
    }
}
