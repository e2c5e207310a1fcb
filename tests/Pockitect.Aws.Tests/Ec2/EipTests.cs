using Amazon.EC2.Model;
using Pockitect.Aws.Ec2;
using Pockitect.Core.Resources;
using Instance = Pockitect.Aws.Ec2.Instance;
using Subnet = Pockitect.Aws.Ec2.Subnet;

namespace Pockitect.Aws.Tests.Ec2;

public sealed class EipTests(SandboxFixture sandbox) : NetworkLifeTest(sandbox)
{
    private EipType Type => new(Aws);

    [Fact]
    public async Task An_address_lives_from_create_to_delete()
    {
        var spec = new Eip { Domain = "vpc" };

        var address = await CreateAsync(Type, spec, How("entrance"));
        Assert.Equal(Phase.Ready, address.Phase);
        Assert.Matches(@"^\d+\.\d+\.\d+\.\d+$", address.Outputs["PublicIp"]);

        var listed = await ListedAsync(Type, address.Id);
        Assert.Equal(address.Spec, listed.Spec);
        Assert.Equal("entrance", listed.Tags[OwnershipTags.Resource]);

        await DeleteAsync(Type, address.Id);
        AssertPermitted();
    }

    [Fact]
    public async Task An_address_moves_between_instances_and_is_released_while_it_is_in_use()
    {
        var vpc = await VpcAsync();
        await GatewayAsync(vpc);
        var instances = await RunAsync(await SubnetAsync(vpc), 2);

        var address = await CreateAsync(Type, new Eip { Instance = instances[0] });
        await UpdateAsync(Type, address.Id, new Eip { Instance = instances[1] });
        await DeleteAsync(Type, address.Id);

        await TerminateAsync(instances);
    }

    private async Task<IReadOnlyList<Ref<Instance>>> RunAsync(Ref<Subnet> subnet, int count)
    {
        var ec2 = Sandbox.Clients.Ec2(Place.Region);
        var images = await ec2.DescribeImagesAsync(new DescribeImagesRequest { Owners = ["amazon"] }, Ct);
        var image = images.Images.First(image => image.Architecture == "x86_64" && image.Name.StartsWith("al2023-ami-2023", StringComparison.Ordinal));
        var request = new RunInstancesRequest { ImageId = image.ImageId, InstanceType = "t3.micro", SubnetId = subnet.Id, MinCount = count, MaxCount = count };
        var answer = await ec2.RunInstancesAsync(request, Ct);
        return [.. answer.Reservation.Instances.Select(instance => Ref.Existing<Instance>(instance.InstanceId))];
    }

    private async Task TerminateAsync(IReadOnlyList<Ref<Instance>> instances) => await Sandbox.Clients.Ec2(Place.Region).TerminateInstancesAsync(
        new TerminateInstancesRequest { InstanceIds = [.. instances.Select(instance => instance.Id)] }, Ct);
}
