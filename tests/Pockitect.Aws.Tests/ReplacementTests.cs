using Pockitect.Aws.Clients;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Ec2;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests;

/// <summary>In which order a resource and its successor come and go.</summary>
public sealed class ReplacementTests : IDisposable
{
    private static readonly Place Here = new("123456789012", "eu-west-1");
    private readonly AwsClients _aws = new(AwsAccount.Sandbox(new Uri("http://localhost")));
    private readonly Catalog _catalog;

    public ReplacementTests() => _catalog = new AwsCloud(_aws, Path.GetTempPath(), TimeProvider.System).Catalog;

    public void Dispose() => _aws.Dispose();

    [Fact]
    public void An_instance_serves_until_its_successor_does()
    {
        var plan = Plan(
            [Living("i-1", "web", new Instance { ImageId = "ami-1", InstanceType = "t3.micro" })],
            new Desired("web", new Instance { ImageId = "ami-2", InstanceType = "t3.micro" }));

        Assert.Equal(["create web", "delete Instance i-1 (eu-west-1)"], plan.Steps.Select(step => step.Id));
    }

    [Fact]
    public void An_instance_with_an_address_of_its_own_goes_first()
    {
        var plan = Plan(
            [Living("i-1", "web", new Instance { ImageId = "ami-1", InstanceType = "t3.micro", PrivateIpAddress = "10.0.0.5" })],
            new Desired("web", new Instance { ImageId = "ami-2", InstanceType = "t3.micro", PrivateIpAddress = "10.0.0.5" }));

        Assert.Equal(["delete Instance i-1 (eu-west-1)", "create web"], plan.Steps.Select(step => step.Id));
    }

    [Fact]
    public void A_firewall_that_is_in_use_and_keeps_its_name_is_no_plan_that_could_fail_half_way()
    {
        var vpc = Living("vpc-1", "net", new Vpc { CidrBlock = "10.0.0.0/16" });
        var desired = new Instance { ImageId = "ami-1", InstanceType = "t3.micro", SecurityGroupIds = [Ref.To<SecurityGroup>("fw")] };
        var plan = Plan(
            [
                vpc,
                Living("sg-1", "fw", new SecurityGroup { Vpc = Ref.Existing<Vpc>("vpc-1"), GroupName = "front", GroupDescription = "one" }),
                Living("i-1", "web", desired with { SecurityGroupIds = [Ref.Existing<SecurityGroup>("sg-1")] }),
            ],
            new Desired("net", vpc.Spec),
            new Desired("fw", new SecurityGroup { Vpc = Ref.To<Vpc>("net"), GroupName = "front", GroupDescription = "two" }),
            new Desired("web", desired));

        Assert.Contains("fw must be replaced before the old one is deleted", Assert.Single(plan.Blockers), StringComparison.Ordinal);
    }

    private Plan Plan(IReadOnlyList<Observed> owned, params Desired[] desired) => new DeployPlanner(_catalog).Plan(desired, owned, _ => Here);

    private Observed Living(string id, string logicalId, Spec spec) => new()
    {
        Type = _catalog.Of(spec).Name,
        Id = id,
        Place = Here,
        Spec = spec,
        Tags = new Dictionary<string, string> { [OwnershipTags.Resource] = logicalId },
        Phase = Phase.Ready,
    };
}
