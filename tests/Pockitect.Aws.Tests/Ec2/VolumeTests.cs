using Pockitect.Aws.Ec2;
using Pockitect.Aws.Errors;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;
using AmazonEC2Exception = Amazon.EC2.AmazonEC2Exception;

namespace Pockitect.Aws.Tests.Ec2;

public sealed class VolumeTests(SandboxFixture sandbox) : LifeTest(sandbox)
{
    private VolumeType Type => new(Aws);

    private string Zone => $"{Place.Region}a";

    [Fact]
    public async Task A_volume_lives_from_create_to_delete()
    {
        var spec = new Volume { AvailabilityZone = Zone, Size = 10, VolumeType = "gp3", Iops = 4000, Throughput = 200, Encrypted = true };

        var volume = await CreateAsync(Type, spec, How("data"));
        Assert.Equal((Phase.Ready, "available"), (volume.Phase, volume.State));
        Assert.Null(volume.Locked);
        Assert.True(Type.HoldsData);

        var listed = await ListedAsync(Type, volume.Id);
        Assert.Equal(volume.Spec, listed.Spec);
        Assert.Equal("data", listed.Tags[OwnershipTags.Resource]);

        await UpdateAsync(Type, volume.Id, spec with { Size = 20, Iops = 5000 });
        await UpdateAsync(Type, volume.Id, spec with { Size = 20, Iops = 6000, VolumeType = "io2", Throughput = null });

        await DeleteAsync(Type, volume.Id);
        AssertPermitted();
    }

    [Fact]
    public void Two_volumes_cannot_have_one_device_of_an_instance()
    {
        Volume At(string instance, string device) =>
            new() { Size = 10, Attachment = new VolumeAttachment { Instance = Ref.Existing<Instance>(instance), Device = device } };

        Assert.False(Type.CanCoexistWith(At("i-1", "/dev/sdf"), At("i-1", "/dev/sdf")));
        Assert.True(Type.CanCoexistWith(At("i-1", "/dev/sdf"), At("i-1", "/dev/sdg")));
        Assert.True(Type.CanCoexistWith(At("i-1", "/dev/sdf"), At("i-2", "/dev/sdf")));
        Assert.True(Type.CanCoexistWith(new Volume { Size = 10 }, At("i-1", "/dev/sdf")));
    }

    [Fact]
    public async Task It_is_attached_moved_and_detached_before_it_goes()
    {
        var (first, second) = (await InstanceAsync(), await InstanceAsync());
        // Without a zone of its own it is where its instance is.
        var spec = new Volume { Size = 10, Attachment = new VolumeAttachment { Instance = first, Device = "/dev/sdf" } };

        var volume = await CreateAsync(Type, spec);
        Assert.Equal((Phase.Ready, "in-use"), (volume.Phase, volume.State));
        Assert.Null(volume.Locked);

        await UpdateAsync(Type, volume.Id, spec with { Attachment = new VolumeAttachment { Instance = first, Device = "/dev/sdg" } });
        await UpdateAsync(Type, volume.Id, spec with { Attachment = new VolumeAttachment { Instance = second, Device = "/dev/sdf" } });

        await DeleteAsync(Type, volume.Id);
    }

    [Fact]
    public async Task An_attachment_that_is_not_managed_stays()
    {
        var spec = new Volume { Size = 10, Attachment = new VolumeAttachment { Instance = await InstanceAsync(), Device = "/dev/sdf" } };
        var volume = await CreateAsync(Type, spec);

        await UpdateAsync(Type, volume.Id, new Volume { Size = 11 });

        Assert.Equal(spec.Attachment, ((Volume)(await ReadAsync(Type, volume.Id)).Spec).Attachment);
    }

    [Fact]
    public async Task Another_subnet_of_the_same_zone_leaves_it_where_it_is()
    {
        var (first, second, elsewhere) = await SubnetsAsync();
        var volume = await CreateAsync(Type, new Volume { ZoneOf = first, Size = 10 });
        Assert.Equal(Zone, ((Volume)volume.Spec).AvailabilityZone);

        await UpdateAsync(Type, volume.Id, new Volume { ZoneOf = second });

        var refused = await Assert.ThrowsAsync<AmazonEC2Exception>(() => UpdateAsync(Type, volume.Id, new Volume { ZoneOf = elsewhere }));
        Assert.Equal(FaultKind.Invalid, AwsFaults.Explain(refused).Kind);
        Assert.Contains($"{Place.Region}b", refused.Message, StringComparison.Ordinal);
        Assert.Equal(second, ((Volume)(await ReadAsync(Type, volume.Id)).Spec).ZoneOf);
    }

    [Fact]
    public async Task The_same_client_token_makes_no_second_volume()
    {
        var how = How();
        var spec = new Volume { AvailabilityZone = Zone, Size = 10 };
        var volume = await CreateAsync(Type, spec, how);

        Assert.Equal(volume.Id, await Type.CreateAsync(Place, spec, how, Ct));
    }

    [Fact]
    public async Task A_volume_that_never_was_reads_as_null_and_deletes_in_peace()
    {
        Assert.Null(await Type.ReadAsync(Place, "vol-0123456789abcdef0", Ct));
        await Type.DeleteAsync(Place, "vol-0123456789abcdef0", new Deletion(), Ct);
    }

    private async Task<Ref<Instance>> InstanceAsync()
    {
        var spec = new Instance
        {
            ImageId = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
            InstanceType = "t3.micro",
            AvailabilityZone = Zone,
        };
        return Ref.Existing<Instance>((await CreateAsync(new InstanceType(Aws), spec)).Id);
    }

    private async Task<(Ref<Subnet> First, Ref<Subnet> Second, Ref<Subnet> Elsewhere)> SubnetsAsync()
    {
        var vpc = Ref.Existing<Vpc>((await CreateAsync(new VpcType(Aws), new Vpc { CidrBlock = "10.40.0.0/16" })).Id);
        return (await SubnetAsync("10.40.1.0/24", "a"), await SubnetAsync("10.40.2.0/24", "a"), await SubnetAsync("10.40.3.0/24", "b"));

        async Task<Ref<Subnet>> SubnetAsync(string range, string zone)
        {
            var spec = new Subnet { Vpc = vpc, CidrBlock = range, AvailabilityZone = Place.Region + zone };
            return Ref.Existing<Subnet>((await CreateAsync(new SubnetType(Aws), spec)).Id);
        }
    }
}
