using Pockitect.Aws.Ec2;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Aws.Tests.Ec2;

public sealed class SubnetTests(SandboxFixture sandbox) : NetworkLifeTest(sandbox)
{
    private SubnetType Type => new(Aws);

    [Fact]
    public async Task A_subnet_lives_from_create_to_delete()
    {
        var vpc = await CreateAsync(new VpcType(Aws), new Vpc { CidrBlock = "10.20.0.0/16", AmazonProvidedIpv6CidrBlock = true });
        var ipv6 = vpc.Outputs["Ipv6CidrBlock"].Replace("/56", "/64", StringComparison.Ordinal);
        var spec = new Subnet
        {
            Vpc = Ref.Existing<Vpc>(vpc.Id),
            CidrBlock = "10.20.1.0/24",
            AvailabilityZone = $"{Place.Region}a",
            MapPublicIpOnLaunch = true,
            AssignIpv6AddressOnCreation = true,
            Ipv6CidrBlock = ipv6,
        };

        var subnet = await CreateAsync(Type, spec, How("web"));
        Assert.Equal(Phase.Ready, subnet.Phase);
        Assert.Null(subnet.Locked);

        var listed = await ListedAsync(Type, subnet.Id);
        Assert.Equal(subnet.Spec, listed.Spec);
        Assert.Equal("web", listed.Tags[OwnershipTags.Resource]);

        await UpdateAsync(Type, subnet.Id, spec with { MapPublicIpOnLaunch = false, AssignIpv6AddressOnCreation = false });
        await DeleteAsync(Type, subnet.Id);
        AssertPermitted();
    }

    [Fact]
    public async Task An_ipv6_range_can_come_later()
    {
        var vpc = await CreateAsync(new VpcType(Aws), new Vpc { CidrBlock = "10.20.0.0/16", AmazonProvidedIpv6CidrBlock = true });
        var spec = new Subnet { Vpc = Ref.Existing<Vpc>(vpc.Id), CidrBlock = "10.20.1.0/24" };
        var subnet = await CreateAsync(Type, spec);

        await UpdateAsync(Type, subnet.Id, spec with { Ipv6CidrBlock = vpc.Outputs["Ipv6CidrBlock"].Replace("/56", "/64", StringComparison.Ordinal) });
    }

    [Fact]
    public async Task Another_zone_or_range_is_another_subnet()
    {
        var spec = new Subnet { Vpc = await VpcAsync(), CidrBlock = "10.20.1.0/24" };
        var subnet = await CreateAsync(Type, spec);

        var changes = SpecDiff.Compare(spec with { CidrBlock = "10.20.2.0/24", AvailabilityZone = "nowhere-1a" }, subnet.Spec);

        Assert.Equal(["CidrBlock", "AvailabilityZone"], changes.Select(change => change.Path));
        Assert.All(changes, change => Assert.True(change.IsReplacement));
    }

    [Fact]
    public async Task The_default_subnets_are_locked()
    {
        var all = await Type.ListAsync(Place, Ct).ToListAsync(Ct);

        Assert.All(all.Where(subnet => ((Subnet)subnet.Spec).CidrBlock.StartsWith("172.31.", StringComparison.Ordinal)), subnet => Assert.NotNull(subnet.Locked));
        Assert.Contains(all, subnet => subnet.Locked is not null);
    }
}
