using Pockitect.Aws.Ec2;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Topology;

/// <summary>The network of the other sections.</summary>
/// <param name="Choice">The source of its VPC.</param>
/// <param name="Vpc">Its VPC.</param>
/// <param name="Subnets">The listed subnets, or the default ones.</param>
/// <param name="DataSubnets">The subnets for databases that name none.</param>
internal sealed record NetworkPlan(VpcChoice Choice, Ref<Vpc> Vpc, IReadOnlyList<SubnetPlan> Subnets, IReadOnlyList<SubnetPlan> DataSubnets)
{
    public SubnetPlan? Find(string name) => Subnets.FirstOrDefault(subnet => subnet.Name == name);
}

/// <summary>A subnet of the network.</summary>
/// <param name="Name">Its name in the blueprint.</param>
/// <param name="Access">Its Internet access.</param>
/// <param name="Ref">The reference to it.</param>
/// <param name="Zone">Its Availability Zone; null if only AWS knows it.</param>
internal sealed record SubnetPlan(string Name, SubnetAccess Access, Ref<Subnet> Ref, string? Zone = null);
