using Pockitect.Aws.Ec2;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Tests.Ec2;

public sealed class NetworkInterfaceTests(SandboxFixture sandbox) : NetworkLifeTest(sandbox)
{
    private NetworkInterfaceType Type => new(Aws);

    [Fact]
    public async Task An_interface_lives_from_create_to_delete()
    {
        var vpc = await VpcAsync();
        var group = await CreateAsync(new SecurityGroupType(Aws), new SecurityGroup { Vpc = vpc, GroupName = "inside" });
        var spec = new NetworkInterface
        {
            Subnet = await SubnetAsync(vpc),
            Description = "backup node",
            GroupSet = [Ref.Existing<SecurityGroup>(group.Id)],
            PrivateIpAddress = "10.20.1.77",
            SourceDestCheck = false,
        };

        var one = await CreateAsync(Type, spec, How("spare"));
        Assert.Equal((Phase.Ready, null, "'backup node', attached to nothing"), (one.Phase, one.Locked, one.About));
        var listed = await ListedAsync(Type, one.Id);
        Assert.Empty(SpecDiff.Compare(one.Spec, listed.Spec));
        Assert.Equal("spare", listed.Tags[OwnershipTags.Resource]);

        await UpdateAsync(Type, one.Id, spec with { Description = "standby", SourceDestCheck = true });
        await DeleteAsync(Type, one.Id);
        AssertPermitted();
    }

    [Fact]
    public async Task Groups_of_an_interface_change()
    {
        var vpc = await VpcAsync();
        var groups = new List<Ref<SecurityGroup>>();
        foreach (var name in (string[])["one", "two"])
            groups.Add(Ref.Existing<SecurityGroup>((await CreateAsync(new SecurityGroupType(Aws), new SecurityGroup { Vpc = vpc, GroupName = name })).Id));
        var spec = new NetworkInterface { Subnet = await SubnetAsync(vpc), GroupSet = groups[..1] };

        var one = await CreateAsync(Type, spec);

        await UpdateAsync(Type, one.Id, spec with { GroupSet = groups });
        await UpdateAsync(Type, one.Id, spec with { GroupSet = groups[1..] });
    }

    [Theory]
    [InlineData("Interface for NAT Gateway nat-0123456789abcdef0", "amazon-elb", "nat-0123456789abcdef0", null)]
    [InlineData("VPC Endpoint Interface vpce-0123456789abcdef0", "123456789012", "vpce-0123456789abcdef0", null)]
    [InlineData("RDSNetworkInterface", "amazon-rds", null, null)]
    [InlineData("ELB app/front/50dc6c495c0c9188", "amazon-elb", null, "load balancer")]
    [InlineData("AWS Lambda VPC ENI-resize-1b2c", "AROA:lambda", null, "function")]
    [InlineData("EFS mount target for fs-1 (fsmt-1)", "amazon-efs", null, "mount target")]
    [InlineData("Network interface for DBProxy front", "amazon-rds", null, "amazon-rds")]
    [InlineData("", "amazon-elasticache", null, "amazon-elasticache")]
    public void A_managed_interface_names_its_owner(string description, string requester, string? partOf, string? remedy)
    {
        var owner = InterfaceOwner.Of(new Sdk.NetworkInterface { RequesterManaged = true, RequesterId = requester, Description = description });

        Assert.NotNull(owner.Locked);
        Assert.Equal(partOf, owner.PartOf);
        if (remedy is null) Assert.Null(owner.FreedBy);
        else Assert.Contains(remedy, owner.FreedBy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "i-1")]
    [InlineData(false, null)]
    public void An_interface_of_an_instance_goes_with_it_where_AWS_says_so(bool deleteOnTermination, string? partOf)
    {
        var owner = InterfaceOwner.Of(new Sdk.NetworkInterface
        {
            Description = "",
            Attachment = new Sdk.NetworkInterfaceAttachment { AttachmentId = "eni-attach-1", InstanceId = "i-1", DeleteOnTermination = deleteOnTermination },
        });

        Assert.Equal((partOf, partOf is null, null), (owner.PartOf, owner.Locked is null, owner.FreedBy));
    }
}
