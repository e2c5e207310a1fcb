using Pockitect.Aws.Ec2;
using Pockitect.Aws.Iam;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests.Topology;

public sealed class ComputeTopologyTests
{
    [Fact]
    public void Several_instances_take_the_subnets_of_the_first_ones_kind_in_turn()
    {
        var resources = (Instances(new InstanceEntry { Name = "web", Count = 3, ElasticIp = true }) with
        {
            Network = new NetworkSection { Subnets = [Subnet("front"), Subnet("back", SubnetAccess.Private), Subnet("front-2")] },
        }).Resources();

        Assert.Equal(["web", "web-2", "web-3"], resources.Ids<Instance>());
        Assert.Equal(
            [Ref.To<Subnet>("front"), Ref.To<Subnet>("front-2"), Ref.To<Subnet>("front")],
            resources.Select(resource => resource.Spec).OfType<Instance>().Select(instance => instance.Subnet!.Value));
        Assert.Equal(Ref.To<Instance>("web-3"), resources.Find<Eip>("web-3-address").Instance);
    }

    [Fact]
    public void Volumes_stand_in_the_zone_of_their_instance_and_take_the_next_free_device()
    {
        var resources = Instances(new InstanceEntry
        {
            Name = "web",
            Count = 2,
            Volumes =
            [
                new VolumeEntry { Name = "logs", SizeGb = 10 }, new VolumeEntry { Name = "data", SizeGb = 10, Device = "/dev/sdk" },
                new VolumeEntry { Name = "cache", SizeGb = 10 },
            ],
        }).Resources();

        Assert.Equal(["web-logs", "web-data", "web-cache", "web-2-logs", "web-2-data", "web-2-cache"], resources.Ids<Volume>());
        var volume = resources.Find<Volume>("web-2-cache");
        Assert.Equal(("eu-west-1a", null), (volume.AvailabilityZone, volume.ZoneOf));
        Assert.Equal(new VolumeAttachment { Instance = Ref.To<Instance>("web-2"), Device = "/dev/sdg" }, volume.Attachment);
    }

    [Fact]
    public void A_volume_in_a_subnet_that_others_made_has_the_zone_of_that_subnet()
    {
        var resources = (Instances(new InstanceEntry { Name = "web", Volumes = [new VolumeEntry { Name = "data", SizeGb = 10 }] }) with
        {
            Network = new NetworkSection
            {
                Vpc = VpcChoice.Existing,
                VpcId = "vpc-0123456789abcdef0",
                Subnets = [Subnet("front") with { Id = "subnet-0123456789abcdef0" }],
            },
        }).Resources();

        var volume = resources.Find<Volume>("web-data");
        Assert.Equal((null, Ref.Existing<Subnet>("subnet-0123456789abcdef0")), (volume.AvailabilityZone, volume.ZoneOf));
    }

    [Fact]
    public void Two_volumes_on_one_device_are_a_problem() => Assert.Equal("compute.instances[0].volumes[1].device", Instances(new InstanceEntry
    {
        Name = "web",
        Volumes = [new VolumeEntry { Name = "logs", SizeGb = 10 }, new VolumeEntry { Name = "data", SizeGb = 10, Device = "/dev/sdf" }],
    }).Problem().Path);

    [Theory]
    [InlineData("t3.micro", "-x86_64")]
    [InlineData("t4g.micro", "-arm64")]
    public void The_image_is_for_the_processor_of_the_instance_type(string type, string end) => Assert.EndsWith(
        end, Instances(new InstanceEntry { Name = "web", Type = type }).Resources().Find<Instance>("web").ImageId, StringComparison.Ordinal);

    [Theory]
    [InlineData("t4g.large", "windows-2022", "for the processor of t4g.large")]
    [InlineData("t3.large", "windows-95", "amazon-linux-2023")]
    public void An_image_that_does_not_exist_is_a_problem(string type, string image, string message)
    {
        var problem = Instances(new InstanceEntry { Name = "web", Type = type, Image = image }).Problem();

        Assert.Equal("compute.instances[0].image", problem.Path);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Public_addresses_where_nobody_comes_in_are_problems()
    {
        var blueprint = Instances(new InstanceEntry { Name = "web", ElasticIp = true }) with
        {
            Network = new NetworkSection { Access = SubnetAccess.Isolated },
        };

        Assert.Equal("compute.instances[0].elastic_ip", blueprint.Problem().Path);
    }

    [Fact]
    public void The_first_firewall_is_that_of_instances_which_name_none()
    {
        var resources = (Instances(new InstanceEntry { Name = "app" }, new InstanceEntry { Name = "job", SecurityGroups = ["b"] }) with
        {
            Network = new NetworkSection { SecurityGroups = [new SecurityGroupEntry { Name = "a" }, new SecurityGroupEntry { Name = "b" }] },
        }).Resources();

        Assert.Equal([Ref.To<SecurityGroup>("a")], resources.Find<Instance>("app").SecurityGroupIds);
        Assert.Equal([Ref.To<SecurityGroup>("b")], resources.Find<Instance>("job").SecurityGroupIds);
    }

    [Fact]
    public void Names_that_nothing_has_are_problems_where_they_stand()
    {
        var design = Aws.Topology.BlueprintDesigner.Design(
            Instances(new InstanceEntry { Name = "app", Subnet = "s", SecurityGroups = ["g"], KeyPair = "k", Role = "r" }), Designs.Zones);

        Assert.Equal(
            ["key_pair", "role", "security_groups[0]", "subnet"],
            design.Problems.Select(problem => problem.Path.Replace("compute.instances[0].", "", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void A_role_reaches_its_instance_through_a_profile_and_a_key_that_is_in_AWS_by_its_name()
    {
        var resources = (Instances(new InstanceEntry { Name = "app", Role = "runner", KeyPair = "mine" }) with
        {
            Security = new SecuritySection
            {
                KeyPairs = [new KeyPairEntry { Name = "mine", KeyName = "ann-laptop", Existing = true }],
                Roles = [new RoleEntry { Name = "runner", ManagedPolicies = ["service-role/AWSBatchServiceRole", "arn:aws:iam::1:policy/own"] }],
            },
        }).Resources();

        var instance = resources.Find<Instance>("app");
        Assert.Equal((Ref.To<InstanceProfile>("runner-profile"), Ref.Existing<KeyPair>("ann-laptop")), (instance.IamInstanceProfile, instance.KeyName));
        Assert.Equal(Ref.To<Role>("runner"), resources.Find<InstanceProfile>("runner-profile").Role);
        Assert.Equal(
            ["arn:aws:iam::aws:policy/service-role/AWSBatchServiceRole", "arn:aws:iam::1:policy/own"],
            resources.Find<Role>("runner").ManagedPolicyArns);
        Assert.Empty(resources.Ids<KeyPair>());
    }

    private static Blueprint Instances(params InstanceEntry[] entries) => Designs.Shop with { Compute = new ComputeSection { Instances = entries } };

    private static SubnetEntry Subnet(string name, SubnetAccess access = SubnetAccess.Public) => new() { Name = name, Access = access };
}
