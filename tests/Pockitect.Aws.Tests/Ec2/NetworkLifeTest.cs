using Pockitect.Aws.Ec2;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests.Ec2;

/// <summary>A whole-life test of something that needs a network around it.</summary>
public abstract class NetworkLifeTest(SandboxFixture sandbox) : LifeTest(sandbox)
{
    protected async Task<Ref<Vpc>> VpcAsync(string cidr = "10.20.0.0/16") =>
        Ref.Existing<Vpc>((await CreateAsync(new VpcType(Aws), new Vpc { CidrBlock = cidr })).Id);

    protected async Task<Ref<Subnet>> SubnetAsync(Ref<Vpc> vpc, string cidr = "10.20.1.0/24") =>
        Ref.Existing<Subnet>((await CreateAsync(new SubnetType(Aws), new Subnet { Vpc = vpc, CidrBlock = cidr })).Id);

    protected async Task<Ref<InternetGateway>> GatewayAsync(Ref<Vpc> vpc) =>
        Ref.Existing<InternetGateway>((await CreateAsync(new InternetGatewayType(Aws), new InternetGateway { Vpc = vpc })).Id);

    /// <summary>A node that refers to these others, for questions about the order of creation.</summary>
    protected static GraphNode Node(string key, Spec spec, params IRef[] reaches) =>
        new(new GraphKey(spec.GetType(), key), spec, reaches.Select(GraphKey.Of).ToHashSet());
}
