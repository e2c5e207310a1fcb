using Pockitect.Aws.Ec2;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Aws.Errors;
using Pockitect.Aws.Iam;
using Pockitect.Aws.Tests.Iam;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;
using AmazonEC2Exception = Amazon.EC2.AmazonEC2Exception;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Tests.Ec2;

public sealed class InstanceTests(SandboxFixture sandbox) : LifeTest(sandbox)
{
    private const string AmazonLinux = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

    private InstanceType Type => new(Aws);

    private static Instance Small => new() { ImageId = AmazonLinux, InstanceType = "t3.micro" };

    [Fact]
    public void A_plan_tells_two_scripts_apart_and_nothing_of_what_they_say()
    {
        Instance With(string script) => new() { ImageId = "ami-1", InstanceType = "t3.micro", UserData = script };

        var change = Assert.Single(SpecDiff.Compare(With("password=one"), With("password=two")));
        var other = Assert.Single(SpecDiff.Compare(With("password=six"), With("password=two")));

        Assert.Equal("UserData", change.Path);
        Assert.DoesNotContain("password", $"{change.Old}{change.New}", StringComparison.Ordinal);
        Assert.NotEqual(change.New, other.New);
    }

    [Fact]
    public async Task An_instance_lives_from_create_to_delete()
    {
        var (subnet, groups) = await NetworkAsync();
        var spec = new Instance
        {
            ImageId = AmazonLinux,
            InstanceType = "t3.micro",
            Subnet = subnet,
            SecurityGroupIds = [groups[0]],
            KeyName = await KeyAsync(),
            IamInstanceProfile = await ProfileAsync(),
            UserData = "#!/bin/sh\necho grüezi\n",
            AssociatePublicIpAddress = true,
            PrivateIpAddress = "10.30.1.20",
            RootVolume = new RootVolume
            {
                VolumeSize = 20,
                VolumeType = "gp3",
                Iops = 4000,
                Throughput = 200,
                Encrypted = true,
                DeleteOnTermination = true,
            },
            MetadataOptions = new MetadataOptions { HttpTokens = "required", HttpPutResponseHopLimit = 2, HttpEndpoint = "enabled" },
            Monitoring = true,
            DisableApiTermination = false,
            SourceDestCheck = false,
            EbsOptimized = true,
            AvailabilityZone = $"{Place.Region}a",
            InstanceInitiatedShutdownBehavior = "stop",
        };

        var instance = await CreateAsync(Type, spec, How("web"));
        Assert.Equal((Phase.Ready, "running"), (instance.Phase, instance.State));
        Assert.StartsWith("ami-", instance.Outputs["ImageId"], StringComparison.Ordinal);
        Assert.Equal("10.30.1.20", instance.Outputs["PrivateIpAddress"]);
        Assert.NotEmpty(instance.Outputs["PublicIpAddress"]);
        Assert.NotNull(instance.CreatedAt);
        Assert.Empty(SpecDiff.Compare(spec, instance.Spec));

        var listed = await ListedAsync(Type, instance.Id);
        Assert.True(listed.IsSummary);
        Assert.Equal("web", listed.Tags[OwnershipTags.Resource]);

        await UpdateAsync(Type, instance.Id, spec with { SecurityGroupIds = groups, SourceDestCheck = true });
        await UpdateAsync(Type, instance.Id, spec with
        {
            Monitoring = false,
            InstanceInitiatedShutdownBehavior = "terminate",
            MetadataOptions = new MetadataOptions { HttpPutResponseHopLimit = 1 },
        });
        await UpdateAsync(Type, instance.Id, spec with
        {
            RootVolume = spec.RootVolume with { VolumeSize = 30, Iops = 5000, Throughput = 250, DeleteOnTermination = false },
        });
        await UpdateAsync(Type, instance.Id, spec with { RootVolume = spec.RootVolume with { VolumeSize = 30, DeleteOnTermination = true } });

        await DeleteAsync(Type, instance.Id);
        AssertPermitted();
    }

    [Fact]
    public async Task What_needs_a_stop_is_changed_while_it_is_stopped()
    {
        var spec = Small with { UserData = "first", EbsOptimized = false };
        var instance = await CreateAsync(Type, spec);
        var desired = spec with { InstanceType = "t3.small", UserData = "second", EbsOptimized = true };

        Assert.All(
            [spec with { InstanceType = "t3.small" }, spec with { UserData = "second" }, spec with { EbsOptimized = true }],
            change => Assert.True(Type.NeedsStopToUpdate(instance.Spec, change)));
        Assert.False(Type.NeedsStopToUpdate(instance.Spec, spec with { Monitoring = true, SourceDestCheck = false }));

        await Type.StopAsync(Place, instance.Id, Ct);
        await UpdateAsync(Type, instance.Id, desired);
        await Type.StartAsync(Place, instance.Id, Ct);

        Assert.Equal(Phase.Ready, (await ReadAsync(Type, instance.Id)).Phase);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(true, null)]
    [InlineData(false, "b")]
    public async Task An_instance_without_a_subnet_is_launched_in_the_default_VPC(bool? isPublic, string? zone)
    {
        var vpcs = await Aws.Ec2(Place.Region).DescribeVpcsAsync(new Sdk.DescribeVpcsRequest { Filters = [new Sdk.Filter("is-default", ["true"])] }, Ct);
        var vpc = Ref.Existing<Vpc>(Assert.Single(vpcs.Vpcs).VpcId);
        var group = Ref.Existing<SecurityGroup>((await CreateAsync(new SecurityGroupType(Aws), new SecurityGroup { Vpc = vpc, GroupDescription = "test" })).Id);
        var where = zone is null ? null : $"{Place.Region}{zone}";

        var instance = await CreateAsync(Type, Small with { SecurityGroupIds = [group], AssociatePublicIpAddress = isPublic, AvailabilityZone = where });

        var spec = (Instance)instance.Spec;
        Assert.Equal([group], spec.SecurityGroupIds!);
        Assert.NotNull(spec.Subnet);
        if (where is not null) Assert.Equal(where, spec.AvailabilityZone);
    }

    [Fact]
    public async Task It_stops_and_starts_and_both_may_be_repeated()
    {
        var spec = Small with { Subnet = (await NetworkAsync()).Subnet, AssociatePublicIpAddress = true };
        var instance = await CreateAsync(Type, spec);

        await Type.StopAsync(Place, instance.Id, Ct);
        await Type.StopAsync(Place, instance.Id, Ct);
        var stopped = await ReadAsync(Type, instance.Id);
        Assert.Equal((Phase.Stopped, "stopped"), (stopped.Phase, stopped.State));
        // It has no public address now, and that is no reason to make it anew.
        Assert.DoesNotContain("PublicIpAddress", stopped.Outputs);
        Assert.Empty(SpecDiff.Compare(spec, stopped.Spec));

        await Type.StartAsync(Place, instance.Id, Ct);
        await Type.StartAsync(Place, instance.Id, Ct);
        Assert.Equal(Phase.Ready, (await ReadAsync(Type, instance.Id)).Phase);
    }

    [Fact]
    public async Task A_newer_image_behind_the_parameter_is_no_change()
    {
        var instance = await CreateAsync(Type, Small);
        var image = instance.Outputs["ImageId"];
        Assert.Equal($"{AmazonLinux["resolve:ssm:".Length..]}={image}", instance.Tags[InstanceImage.Tag]);

        // What the tag says counts, and not what the parameter names today.
        var listed = await ListedAsync(Type, instance.Id);
        Assert.Equal(AmazonLinux, ((Instance)listed.Spec).ImageId);
    }

    [Fact]
    public async Task A_note_of_another_image_than_the_real_one_is_not_believed()
    {
        var instance = await CreateAsync(Type, Small);

        await Type.TagAsync(Place, instance.Id, new Dictionary<string, string> { [InstanceImage.Tag] = "/some/parameter=ami-0" }, [], Ct);

        var now = await ReadAsync(Type, instance.Id);
        Assert.Equal(now.Outputs["ImageId"], ((Instance)now.Spec).ImageId);
    }

    [Fact]
    public async Task An_instance_profile_can_be_added_and_replaced()
    {
        var (first, second) = (await ProfileAsync(), await ProfileAsync());
        var instance = await CreateAsync(Type, Small);

        await UpdateAsync(Type, instance.Id, Small with { IamInstanceProfile = first });
        await UpdateAsync(Type, instance.Id, Small with { IamInstanceProfile = second });
    }

    [Fact]
    public async Task A_protected_instance_stays_until_its_protection_is_off()
    {
        var instance = await CreateAsync(Type, Small with { DisableApiTermination = true });

        var refused = await Assert.ThrowsAsync<AmazonEC2Exception>(() => Type.DeleteAsync(Place, instance.Id, new Deletion(), Ct));
        Assert.Equal(FaultKind.Dependency, AwsFaults.Explain(refused).Kind);

        var open = Type.Unprotected(instance.Spec);
        Assert.NotNull(open);
        await Type.UpdateAsync(Place, instance.Id, instance.Spec, open, Ct);
        Assert.Null(Type.Unprotected((await ReadAsync(Type, instance.Id)).Spec));
        await DeleteAsync(Type, instance.Id);
    }

    [Fact]
    public async Task What_is_made_with_it_carries_its_tags_and_goes_with_it()
    {
        var spec = Small with { RootVolume = new RootVolume { VolumeSize = 9 } };
        var instance = await CreateAsync(Type, spec, How("web"));
        var ec2 = Sandbox.Clients.Ec2(Place.Region);
        var ofInstance = new Sdk.Filter("attachment.instance-id", [instance.Id]);

        var volume = Assert.Single((await ec2.DescribeVolumesAsync(new Sdk.DescribeVolumesRequest { Filters = [ofInstance] }, Ct)).Volumes);
        var card = Assert.Single(
            (await ec2.DescribeNetworkInterfacesAsync(new Sdk.DescribeNetworkInterfacesRequest { Filters = [ofInstance] }, Ct)).NetworkInterfaces);
        Assert.Contains(volume.Tags, tag => (tag.Key, tag.Value) == (OwnershipTags.Resource, "web"));
        Assert.Contains(card.TagSet, tag => (tag.Key, tag.Value) == (OwnershipTags.Resource, "web"));
        Assert.NotNull((await new VolumeType(Aws).ReadAsync(Place, volume.VolumeId, Ct))?.Locked);

        await DeleteAsync(Type, instance.Id);

        Assert.Null(await new VolumeType(Aws).ReadAsync(Place, volume.VolumeId, Ct));
    }

    [Fact]
    public async Task The_same_client_token_starts_no_second_instance()
    {
        var how = How();
        var instance = await CreateAsync(Type, Small, how);

        Assert.Equal(instance.Id, await Type.CreateAsync(Place, Small, how, Ct));
    }

    [Fact]
    public async Task An_instance_that_never_was_reads_as_null() =>
        Assert.Null(await Type.ReadAsync(Place, "i-0123456789abcdef0", Ct));

    private async Task<(Ref<Subnet> Subnet, IReadOnlyList<Ref<SecurityGroup>> Groups)> NetworkAsync()
    {
        var vpc = Ref.Existing<Vpc>((await CreateAsync(new VpcType(Aws), new Vpc { CidrBlock = "10.30.0.0/16" })).Id);
        var subnet = new Subnet { Vpc = vpc, CidrBlock = "10.30.1.0/24", AvailabilityZone = $"{Place.Region}a" };
        var groups = new List<Ref<SecurityGroup>>();
        for (var i = 0; i < 2; i++)
        {
            var group = await CreateAsync(new SecurityGroupType(Aws), new SecurityGroup { Vpc = vpc, GroupDescription = "test" });
            groups.Add(Ref.Existing<SecurityGroup>(group.Id));
        }

        return (Ref.Existing<Subnet>((await CreateAsync(new SubnetType(Aws), subnet)).Id), groups);
    }

    private async Task<Ref<KeyPair>> KeyAsync()
    {
        const string publicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPSkd2d+H0gPaU6WmgmOcRUbLo0KQ9R/r2WEkvUjTSvN";
        return Ref.Existing<KeyPair>((await CreateAsync(new KeyPairType(Aws, keysFolder: ""), new KeyPair { PublicKeyMaterial = publicKey })).Id);
    }

    private async Task<Ref<InstanceProfile>> ProfileAsync()
    {
        var role = await CreateAsync(new RoleType(Aws), new Role { AssumeRolePolicyDocument = RoleTests.Trust("ec2") });
        var profile = new InstanceProfile { Role = Ref.Existing<Role>(role.Id), Path = "/shop/" };
        return Ref.Existing<InstanceProfile>((await CreateAsync(new InstanceProfileType(Aws), profile)).Id);
    }
}
