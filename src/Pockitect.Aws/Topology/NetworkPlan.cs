using Pockitect.Aws.Ec2;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Topology;

/// <summary>The network that the other sections stand in.</summary>
/// <param name="Choice">Where its VPC comes from.</param>
/// <param name="Vpc">Its VPC.</param>
/// <param name="Subnets">Those that the blueprint lists, or those that are made because it lists none.</param>
/// <param name="DataSubnets">Those that are made for databases that name none.</param>
internal sealed record NetworkPlan(VpcChoice Choice, Ref<Vpc> Vpc, IReadOnlyList<SubnetPlan> Subnets, IReadOnlyList<SubnetPlan> DataSubnets)
{
    public SubnetPlan? Find(string name) => Subnets.FirstOrDefault(subnet => subnet.Name == name);
}

/// <summary>A subnet of the network.</summary>
/// <param name="Name">Its name in the blueprint.</param>
/// <param name="Access">How it reaches the Internet.</param>
/// <param name="Ref">What refers to it.</param>
/// <param name="Zone">Its Availability Zone; null where only AWS knows it.</param>
internal sealed record SubnetPlan(string Name, SubnetAccess Access, Ref<Subnet> Ref, string? Zone = null);
