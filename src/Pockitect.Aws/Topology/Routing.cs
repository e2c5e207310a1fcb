using Pockitect.Aws.Ec2;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Topology;

/// <summary>A NAT gateway to create.</summary>
/// <param name="Suffix">The suffix of its logical ID and of its parts: empty, or a hyphen and its zone's letter.</param>
/// <param name="Home">Its public subnet.</param>
/// <param name="Serves">The private subnets that use it.</param>
internal sealed record NatPlan(string Suffix, SubnetPlan Home, IReadOnlyList<SubnetPlan> Serves);

/// <summary>The gateways and route tables of a VPC's subnets.</summary>
internal static class Routing
{
    private const string Path = "network";
    private const string Everywhere = "0.0.0.0/0";

    public static void Add(Draft draft, Ref<Vpc> vpc, IReadOnlyList<SubnetPlan> subnets, IReadOnlyList<NatPlan> nats)
    {
        var byAccess = subnets.ToLookup(subnet => subnet.Access);
        if (byAccess[SubnetAccess.Public].Any())
        {
            var gateway = draft.Add("internet-gateway", new InternetGateway { Vpc = vpc }, Path);
            AddTable("public-routes", byAccess[SubnetAccess.Public], new Route { DestinationCidrBlock = Everywhere, Gateway = gateway });
        }

        foreach (var nat in nats)
        {
            var address = draft.Add($"nat-address{nat.Suffix}", new Eip { Domain = "vpc" }, Path);
            var gateway = draft.Add(
                $"nat{nat.Suffix}",
                new NatGateway { Subnet = nat.Home.Ref, AllocationId = address, ConnectivityType = "public" },
                Path);
            AddTable($"private-routes{nat.Suffix}", nat.Serves, new Route { DestinationCidrBlock = Everywhere, NatGateway = gateway });
        }

        if (nats.Count == 0 && byAccess[SubnetAccess.Private].Any()) AddTable("private-routes", byAccess[SubnetAccess.Private]);
        if (byAccess[SubnetAccess.Isolated].Any()) AddTable("isolated-routes", byAccess[SubnetAccess.Isolated]);

        void AddTable(string logicalId, IEnumerable<SubnetPlan> users, params IReadOnlyList<Route> routes) => draft.Add(
            logicalId,
            new RouteTable { Vpc = vpc, Routes = routes, Subnets = [.. users.Select(subnet => subnet.Ref)] },
            Path);
    }
}
