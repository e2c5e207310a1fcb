using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Aws.Ec2;

/// <summary>The security group that AWS creates with each VPC, and uses by default.</summary>
internal static class DefaultGroup
{
    private const string Name = "default";

    /// <summary>Returns the default group of the VPC of these security groups; null if it was not found.</summary>
    public static Ref<SecurityGroup>? Of(Observed resource, IReadOnlyList<Observed> around)
    {
        var ids =
            SpecTree.Edges(resource.Spec)
                .Where(edge => edge.SpecType == typeof(SecurityGroup))
                .Select(edge => edge.Target.ToString())
                .ToHashSet();
        var groups = around.Where(row => row.Spec is SecurityGroup && row.Place == resource.Place).ToList();
        var vpcs = groups.Where(row => ids.Contains(row.Id)).Select(row => ((SecurityGroup)row.Spec).Vpc).Distinct().ToList();
        return vpcs is [var vpc] && groups.Find(row => row.Spec is SecurityGroup { GroupName: Name } group && group.Vpc == vpc) is { } found
            ? Ref.Existing<SecurityGroup>(found.Id)
            : null;
    }
}
