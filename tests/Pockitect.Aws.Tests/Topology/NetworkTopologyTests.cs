using CsCheck;
using Pockitect.Aws.Ec2;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;
using Spec = Pockitect.Core.Resources.Spec;

namespace Pockitect.Aws.Tests.Topology;

public sealed class NetworkTopologyTests
{
    private static readonly Gen<SubnetEntry> Subnets = Gen.Select(
        Gen.Enum<SubnetAccess>(), Gen.Int[0, 3],
        (access, zone) => new SubnetEntry { Name = "x", Access = access, Zone = zone == 0 ? null : "abc"[zone - 1].ToString() });

    [Fact]
    public void A_blueprint_that_says_nothing_gets_a_network_with_one_public_subnet()
    {
        var resources = Designs.Shop.Resources();

        Assert.Equal(["internet-gateway", "public-a", "public-routes", "vpc"], resources.Select(resource => resource.LogicalId).Order());
        var subnet = resources.Find<Subnet>("public-a");
        Assert.Equal((Ref.To<Vpc>("vpc"), "10.0.0.0/24", "eu-west-1a", true), (subnet.Vpc, subnet.CidrBlock, subnet.AvailabilityZone, subnet.MapPublicIpOnLaunch));
        var table = resources.Find<RouteTable>("public-routes");
        Assert.Equal([Ref.To<Subnet>("public-a")], table.Subnets);
        Assert.Equal([new Route { DestinationCidrBlock = "0.0.0.0/0", Gateway = Ref.To<InternetGateway>("internet-gateway") }], table.Routes);
    }

    [Fact]
    public void Private_subnets_share_one_NAT_gateway_in_the_first_public_subnet()
    {
        var resources = Network(Private("back"), Public("front"), Private("back-2")).Resources();

        Assert.Equal(Ref.To<Subnet>("front"), resources.Find<NatGateway>("nat").Subnet);
        Assert.Equal(Ref.To<Eip>("nat-address"), resources.Find<NatGateway>("nat").AllocationId);
        var table = resources.Find<RouteTable>("private-routes");
        Assert.Equal([Ref.To<Subnet>("back"), Ref.To<Subnet>("back-2")], table.Subnets);
        Assert.Equal([new Route { DestinationCidrBlock = "0.0.0.0/0", NatGateway = Ref.To<NatGateway>("nat") }], table.Routes);
    }

    [Fact]
    public void Each_zone_with_a_private_subnet_has_a_NAT_gateway_where_it_is_asked_for()
    {
        var network = new NetworkSection
        {
            NatGateway = NatChoice.PerZone,
            Subnets = [Public("front"), Public("front-2"), Private("back"), Private("back-2"), Private("back-3")],
        };

        var resources = (Designs.Shop with { Network = network }).Resources();

        Assert.Equal(["nat-a", "nat-b", "nat-c"], resources.Ids<NatGateway>());
        Assert.Equal(Ref.To<Subnet>("front-2"), resources.Find<NatGateway>("nat-b").Subnet);
        Assert.Equal(Ref.To<Subnet>("nat-subnet-c"), resources.Find<NatGateway>("nat-c").Subnet);
        Assert.Equal([Ref.To<Subnet>("back-3")], resources.Find<RouteTable>("private-routes-c").Subnets);
        Assert.Contains(Ref.To<Subnet>("nat-subnet-c"), resources.Find<RouteTable>("public-routes").Subnets!);
    }

    [Fact]
    public void A_NAT_gateway_with_no_public_subnet_to_stand_in_gets_one_that_instances_do_not_use()
    {
        var resources = (Designs.Shop with
        {
            Network = new NetworkSection { Access = SubnetAccess.Private },
            Compute = new ComputeSection { Instances = [new InstanceEntry { Name = "worker" }] },
        }).Resources();

        Assert.Equal(Ref.To<Subnet>("nat-subnet-a"), resources.Find<NatGateway>("nat").Subnet);
        Assert.Equal(Ref.To<Subnet>("private-a"), resources.Find<Instance>("worker").Subnet);
        Assert.False(resources.Find<Subnet>("private-a").MapPublicIpOnLaunch);
    }

    [Fact]
    public void Isolated_subnets_follow_a_table_that_leads_nowhere()
    {
        var resources = (Designs.Shop with { Network = new NetworkSection { Access = SubnetAccess.Isolated } }).Resources();

        Assert.Empty(resources.Find<RouteTable>("isolated-routes").Routes!);
        Assert.Empty(resources.Ids<InternetGateway>());
    }

    [Fact]
    public void Subnets_take_the_zones_in_turn_for_each_access()
    {
        var resources = Network(Public("p1"), Public("p2"), Private("q1"), Private("q2") with { Zone = "a" }, Private("q3"), Private("q4")).Resources();

        Assert.Equal(
            ["eu-west-1a", "eu-west-1b", "eu-west-1a", "eu-west-1a", "eu-west-1b", "eu-west-1c"],
            new[] { "p1", "p2", "q1", "q2", "q3", "q4" }.Select(name => resources.Find<Subnet>(name).AvailabilityZone));
    }

    [Fact]
    public void A_zone_that_the_Region_does_not_have_is_a_problem()
    {
        var problem = Network(Public("front"), Public("far") with { Zone = "f" }).Problem();

        Assert.Equal("network.subnets[1].zone", problem.Path);
        Assert.Contains("'f'", problem.Message, StringComparison.Ordinal);
        Assert.Contains("a, b, c", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_zones_than_the_Region_has_are_a_problem() => Assert.Equal(
        "network.availability_zones",
        (Designs.Shop with { Network = new NetworkSection { AvailabilityZones = 3 } }).Problem(["eu-west-1a", "eu-west-1b"]).Path);

    [Fact]
    public void A_subnet_that_is_added_moves_none_that_is_there() => Subnets.List[0, 8].Select(Subnets).Sample((before, added) =>
    {
        var named = before.Select((entry, index) => entry with { Name = $"s{index}" }).ToList();
        var blueprint = Network([.. named]) with { Data = Database };
        var after = Network([.. named, added with { Name = "added" }]) with { Data = Database };

        var now = after.Resources();
        // With none listed there is the one that is made instead, and a NAT gateway moves into a public subnet once there is one.
        return named.Count == 0 || blueprint.Resources()
            .Where(resource => resource.Spec is Subnet && !resource.LogicalId.StartsWith("nat-", StringComparison.Ordinal))
            .All(subnet => subnet.Spec.Json() == now.Find<Subnet>(subnet.LogicalId).Json());
    });

    [Fact]
    public void A_database_that_is_added_moves_no_subnet()
    {
        var before = Network(Public("front"), Private("back"));

        var after = (before with { Data = Database }).Resources();

        Assert.All(before.Resources(), resource => Assert.Equal(
            resource.Spec.Json(), Assert.Single(after, other => other.LogicalId == resource.LogicalId).Spec.Json()));
        Assert.Equal("10.0.255.0/24", after.Find<Subnet>("data-a").CidrBlock);
    }

    [Theory]
    [InlineData("10.0.0.0/16", "10.0.0.0/24", "10.0.1.0/24")]
    [InlineData("10.8.0.0/20", "10.8.0.0/24", "10.8.1.0/24")]
    [InlineData("10.8.0.0/22", "10.8.0.0/26", "10.8.0.64/26")]
    [InlineData("192.168.1.0/26", "192.168.1.0/28", "192.168.1.16/28")]
    public void Subnets_are_filled_in_from_the_front_of_the_VPC(string vpc, string first, string second)
    {
        var resources = (Designs.Shop with { Network = new NetworkSection { Cidr = vpc, AvailabilityZones = 2 } }).Resources();

        Assert.Equal((first, second), (resources.Find<Subnet>("public-a").CidrBlock, resources.Find<Subnet>("public-b").CidrBlock));
    }

    [Fact]
    public void A_subnet_without_a_range_goes_around_those_before_it() => Assert.Equal(
        "10.0.2.0/24", Network(Public("front") with { Cidr = "10.0.0.0/23" }, Public("next")).Resources().Find<Subnet>("next").CidrBlock);

    [Theory]
    [InlineData("10.0.0.0/25", "overlaps 10.0.0.0/24 of subnet 'front'")]
    [InlineData("10.1.0.0/24", "outside the VPC's range 10.0.0.0/16")]
    public void A_range_that_cannot_be_had_is_a_problem(string range, string message)
    {
        var problem = Network(Public("front"), Public("next") with { Cidr = range }).Problem();

        Assert.Equal("network.subnets[1].cidr", problem.Path);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_VPC_that_is_full_is_a_problem()
    {
        var full = new NetworkSection { Cidr = "10.0.0.0/28", Subnets = [Public("front"), Public("next")] };

        Assert.Equal("network.subnets[1]", (Designs.Shop with { Network = full }).Problem().Path);
    }

    [Fact]
    public void An_environment_is_found_by_the_tags_of_its_project()
    {
        var resources = (Designs.Shop with
        {
            Network = new NetworkSection { Vpc = VpcChoice.Environment, Environment = "shared", Subnets = [Public("front")], SecurityGroups = [new SecurityGroupEntry { Name = "web" }] },
            Compute = new ComputeSection { Instances = [new InstanceEntry { Name = "app" }] },
        }).Resources();

        Assert.Equal(Shared<Vpc>("vpc"), resources.Find<SecurityGroup>("web").Vpc);
        Assert.Equal(Shared<Subnet>("front"), resources.Find<Instance>("app").Subnet);
        Assert.Equal(["app", "web"], resources.Select(resource => resource.LogicalId).Order());
    }

    [Fact]
    public void The_default_VPC_needs_no_subnets()
    {
        var resources = (Designs.Shop with
        {
            Network = new NetworkSection { Vpc = VpcChoice.Default, SecurityGroups = [new SecurityGroupEntry { Name = "web" }] },
            Compute = new ComputeSection { Instances = [new InstanceEntry { Name = "app" }] },
        }).Resources();

        Assert.Equal(Ref.Default<Vpc>(), resources.Find<SecurityGroup>("web").Vpc);
        Assert.Null(resources.Find<Instance>("app").Subnet);
    }

    [Fact]
    public void A_VPC_that_others_made_needs_a_subnet_for_each_instance()
    {
        var problem = (Designs.Shop with
        {
            Network = new NetworkSection { Vpc = VpcChoice.Existing, VpcId = "vpc-0123456789abcdef0" },
            Compute = new ComputeSection { Instances = [new InstanceEntry { Name = "app" }] },
        }).Problem();

        Assert.Equal("compute.instances[0].subnet", problem.Path);
    }

    [Theory]
    [InlineData(RuleProtocol.Tcp, null, null, "tcp", 0, 65535)]
    [InlineData(RuleProtocol.Tcp, 80, null, "tcp", 80, 80)]
    [InlineData(RuleProtocol.Udp, 80, 90, "udp", 80, 90)]
    [InlineData(RuleProtocol.Icmp, null, null, "icmp", -1, -1)]
    [InlineData(RuleProtocol.Icmpv6, 128, null, "icmpv6", 128, -1)]
    [InlineData(RuleProtocol.All, null, null, "-1", null, null)]
    public void The_ports_of_a_rule_are_written_as_AWS_gives_them_back(
        RuleProtocol protocol, int? port, int? toPort, string ipProtocol, int? from, int? to)
    {
        var rule = new RuleEntry { Protocol = protocol, Port = port, ToPort = toPort, Cidr = "0.0.0.0/0" };
        var ingress = Assert.Single(Group(new SecurityGroupEntry { Name = "web", Inbound = [rule] }).SecurityGroupIngress!);

        Assert.Equal((ipProtocol, from, to), (ingress.IpProtocol, ingress.FromPort, ingress.ToPort));
    }

    [Fact]
    public void A_range_of_IPv6_is_spelled_as_AWS_spells_it()
    {
        var rule = new RuleEntry { Port = 443, Cidr = "2001:0DB8::/32" };

        Assert.Equal("2001:db8::/32", Assert.Single(Group(new SecurityGroupEntry { Name = "web", Inbound = [rule] }).SecurityGroupIngress!).CidrIpv6);
    }

    [Fact]
    public void Everything_may_go_out_unless_the_blueprint_says_what()
    {
        Assert.Equal([new EgressRule { IpProtocol = "-1", CidrIp = "0.0.0.0/0" }], Group(new SecurityGroupEntry { Name = "web" }).SecurityGroupEgress);
        Assert.Empty(Group(new SecurityGroupEntry { Name = "web", Outbound = [] }).SecurityGroupEgress!);
    }

    private static Ref<T> Shared<T>(string logicalId)
        where T : Spec =>
        Ref.Tagged<T>(new Dictionary<string, string> { ["pockitect:project"] = "shared", ["pockitect:resource"] = logicalId });

    private static DataSection Database => new() { Databases = [new DatabaseEntry { Name = "db", Engine = DatabaseEngine.Postgres }] };

    private static Blueprint Network(params SubnetEntry[] subnets) => Designs.Shop with { Network = new NetworkSection { Subnets = subnets } };

    private static SubnetEntry Public(string name) => new() { Name = name };

    private static SubnetEntry Private(string name) => new() { Name = name, Access = SubnetAccess.Private };

    private static SecurityGroup Group(SecurityGroupEntry entry) =>
        (Designs.Shop with { Network = new NetworkSection { SecurityGroups = [entry] } }).Resources().Find<SecurityGroup>("web");
}
