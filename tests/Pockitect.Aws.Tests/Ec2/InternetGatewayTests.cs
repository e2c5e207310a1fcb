using Pockitect.Aws.Ec2;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests.Ec2;

public sealed class InternetGatewayTests(SandboxFixture sandbox) : NetworkLifeTest(sandbox)
{
    private InternetGatewayType Type => new(Aws);

    [Fact]
    public async Task An_internet_gateway_lives_from_create_to_delete()
    {
        var spec = new InternetGateway { Vpc = await VpcAsync() };

        var gateway = await CreateAsync(Type, spec, How("door"));
        Assert.Equal(Phase.Ready, gateway.Phase);
        Assert.Null(gateway.Locked);

        var listed = await ListedAsync(Type, gateway.Id);
        Assert.Equal(gateway.Spec, listed.Spec);
        Assert.Equal("door", listed.Tags[OwnershipTags.Resource]);

        await UpdateAsync(Type, gateway.Id, new InternetGateway { Vpc = await VpcAsync("10.30.0.0/16") });
        await DeleteAsync(Type, gateway.Id);
        AssertPermitted();
    }

    [Fact]
    public async Task A_gateway_that_is_attached_to_nothing_can_be_deleted()
    {
        var gateway = await CreateAsync(Type, new InternetGateway());

        await DeleteAsync(Type, gateway.Id);
    }

    [Fact]
    public async Task The_default_vpcs_gateway_is_locked()
    {
        var all = await Type.ListAsync(Place, Ct).ToListAsync(Ct);

        var locked = Assert.Single(all, gateway => gateway.Locked is not null);
        Assert.NotNull((await ReadAsync(Type, locked.Id)).Locked);
    }

    [Fact]
    public void Public_addresses_of_its_vpc_come_after_it()
    {
        var gateway = Node("door", new InternetGateway { Vpc = Ref.To<Vpc>("main") }, Ref.To<Vpc>("main"));
        var instance = new Instance { ImageId = "ami-1", InstanceType = "t3.micro", Subnet = Ref.To<Subnet>("web") };

        Assert.True(Type.Precedes(gateway, Node("server", instance, Ref.To<Subnet>("web"), Ref.To<Vpc>("main"))));
        Assert.True(Type.Precedes(gateway, Node("nat", new NatGateway { Subnet = Ref.To<Subnet>("web") }, Ref.To<Subnet>("web"), Ref.To<Vpc>("main"))));
        Assert.True(Type.Precedes(gateway, Node("address", new Eip { Instance = Ref.To<Instance>("server") }, Ref.To<Instance>("server"), Ref.To<Subnet>("web"), Ref.To<Vpc>("main"))));
        Assert.False(Type.Precedes(gateway, Node("elsewhere", instance, Ref.To<Subnet>("web"), Ref.To<Vpc>("other"))));
        Assert.False(Type.Precedes(gateway, Node("web", new Subnet { Vpc = Ref.To<Vpc>("main"), CidrBlock = "10.0.0.0/24" }, Ref.To<Vpc>("main"))));
        Assert.False(Type.Precedes(Node("door", new InternetGateway()), Node("server", instance, Ref.To<Subnet>("web"), Ref.To<Vpc>("main"))));
    }
}
