using Pockitect.Aws.Ec2;
using Pockitect.Core.Resources;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Tests.Rds;

/// <summary>A test of what needs a network to stand in: the default VPC of its Region.</summary>
public abstract class RdsLifeTest(SandboxFixture sandbox) : LifeTest(sandbox)
{
    /// <summary>The default VPC's subnets, each in a zone of its own.</summary>
    protected async Task<IReadOnlyList<Ref<Subnet>>> SubnetsAsync()
    {
        var request = new Sdk.DescribeSubnetsRequest { Filters = [new Sdk.Filter("default-for-az", ["true"])] };
        var answer = await Aws.Ec2(Place.Region).DescribeSubnetsAsync(request, Ct);
        return [.. answer.Subnets.Select(subnet => Ref.Existing<Subnet>(subnet.SubnetId))];
    }

    protected async Task<Ref<SecurityGroup>> NewSecurityGroupAsync(string name)
    {
        var request = new Sdk.CreateSecurityGroupRequest { GroupName = $"{name}-{Guid.NewGuid():N}", Description = "Of a test" };
        return Ref.Existing<SecurityGroup>((await Aws.Ec2(Place.Region).CreateSecurityGroupAsync(request, Ct)).GroupId);
    }
}
