using Pockitect.Aws.Ec2;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Topology;

/// <summary>The <c>network</c> section: a new or existing VPC, its subnets and its security groups.</summary>
internal static class NetworkTopology
{
    public static NetworkPlan Add(Draft draft, Blueprint blueprint, IReadOnlyList<string> zones)
    {
        var network = blueprint.Network;
        var plan = network.Vpc is VpcChoice.New
            ? new OwnVpc(draft, blueprint, zones).Add()
            : new NetworkPlan(
                network.Vpc,
                FoundVpc(draft, network),
                [.. network.Subnets.Select((entry, index) => Found(draft, network, entry, index))],
                []);

        foreach (var (index, group) in network.SecurityGroups.Index())
            draft.Add(
                group.Name, Firewall.Of(draft, plan, group, $"network.security_groups[{index}]"), $"network.security_groups[{index}]");
        return plan;
    }

    private static Ref<Vpc> FoundVpc(Draft draft, NetworkSection network)
    {
        switch (network)
        {
            case { Vpc: VpcChoice.Default }:
                return Ref.Default<Vpc>();
            case { Vpc: VpcChoice.Existing, VpcId: { } id }:
                return Ref.Existing<Vpc>(id);
            case { Vpc: VpcChoice.Existing, VpcTags: { Count: > 0 } tags }:
                return Ref.Tagged<Vpc>(tags);
            case { Vpc: VpcChoice.Environment, Environment: { } project }:
                return OfProject<Vpc>(project, OwnVpc.VpcId);
            default:
                draft.Problem("network.vpc", network.Vpc is VpcChoice.Environment
                    ? "'environment' is missing: name the project whose VPC this one uses."
                    : "An existing VPC needs 'vpc_id' or 'vpc_tags'.");
                // The rest can still be checked.
                return Ref.Default<Vpc>();
        }
    }

    private static SubnetPlan Found(Draft draft, NetworkSection network, SubnetEntry entry, int index)
    {
        return new SubnetPlan(entry.Name, entry.Access, Reference());

        Ref<Subnet> Reference()
        {
            if (entry.Id is { } id) return Ref.Existing<Subnet>(id);
            if (entry.Tags is { Count: > 0 } tags) return Ref.Tagged<Subnet>(tags);
            if (network is { Vpc: VpcChoice.Environment, Environment: { } project }) return OfProject<Subnet>(project, entry.Name);
            draft.Problem($"network.subnets[{index}]", $"Subnet '{entry.Name}' must already exist in this VPC; add its 'id' or 'tags'.");
            return Ref.Existing<Subnet>(entry.Name);
        }
    }

    /// <summary>Returns another project's resource with a logical ID.</summary>
    private static Ref<T> OfProject<T>(string project, string logicalId)
        where T : Spec =>
        Ref.Tagged<T>(new Dictionary<string, string> { [OwnershipTags.Project] = project, [OwnershipTags.Resource] = logicalId });
}
