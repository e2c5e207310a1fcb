using Pockitect.Aws.Ec2;
using Pockitect.Aws.Iam;
using Pockitect.Aws.Rds;
using Pockitect.Aws.S3;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Web.Tests.Diagrams;

/// <summary>Resources that refer to each other at random, also to what is not among them.</summary>
internal static class RandomNetwork
{
    public static IReadOnlyList<Desired> Of(int seed)
    {
        var random = new Random(seed);
        var (vpcs, subnets, others) = (random.Next(0, 4), random.Next(0, 9), random.Next(0, 40));
        var names = Enumerable.Range(0, others).Select(number => $"{random.Next(100)}-{number}").ToArray();
        return
        [
            .. Enumerable.Range(0, vpcs).Select(number => new Desired($"vpc-{number}", new Vpc { CidrBlock = $"10.{number}.0.0/16" })),
            .. Enumerable.Range(0, subnets).Select(number => new Desired($"subnet-{number}", new Subnet
            {
                Vpc = To<Vpc>(vpcs),
                CidrBlock = $"10.0.{number}.0/24",
                AvailabilityZone = random.Next(4) is var zone and < 3 ? $"eu-west-1{"abc"[zone]}" : null,
            })),
            .. names.Select(name => new Desired(name, Other())),
        ];

        Ref<T> To<T>(int count)
            where T : Spec => count == 0 || random.Next(6) == 0
            ? Ref.Existing<T>($"{typeof(T).Name.ToLowerInvariant()}-away-{random.Next(3)}")
            : Ref.To<T>($"{typeof(T).Name.ToLowerInvariant()}-{random.Next(count)}");

        Spec Other() => random.Next(10) switch
        {
            0 => new SecurityGroup { Vpc = To<Vpc>(vpcs), GroupDescription = "x" },
            1 => new RouteTable { Vpc = To<Vpc>(vpcs), Subnets = [To<Subnet>(subnets), To<Subnet>(subnets)] },
            2 => new InternetGateway { Vpc = random.Next(2) == 0 ? null : To<Vpc>(vpcs) },
            3 => new Eip { Instance = Ref.To<Instance>(names[random.Next(others)]) },
            4 => new Bucket(),
            5 => new Role { AssumeRolePolicyDocument = "{}" },
            6 => new DBSubnetGroup { DBSubnetGroupDescription = "x", SubnetIds = [To<Subnet>(subnets), To<Subnet>(subnets), To<Subnet>(subnets)] },
            7 => new NatGateway { Subnet = To<Subnet>(subnets) },
            _ => new Instance { ImageId = "ami-1", InstanceType = "t3.micro", Subnet = random.Next(8) == 0 ? null : To<Subnet>(subnets), SecurityGroupIds = [Ref.To<SecurityGroup>(names[random.Next(others)])] },
        };
    }

    /// <summary>The same as AWS would show it.</summary>
    public static IReadOnlyList<Observed> Seen(IEnumerable<Desired> desired, string region, Func<Desired, Phase>? phaseOf = null) =>
    [
        .. desired.Select(one => new Observed
        {
            Type = Monitor.Rows.Catalog.Of(one.Spec).Name,
            Id = one.LogicalId,
            Place = new Place("123456789012", Monitor.Rows.Catalog.Of(one.Spec).IsGlobal ? Place.GlobalRegion : region),
            Spec = SpecTree.Map(one.Spec, (target, _) => new RefTarget.Existing(target.ToString()!)), // Targets have words.
            Tags = new Dictionary<string, string> { [OwnershipTags.Resource] = one.LogicalId },
            Phase = phaseOf?.Invoke(one) ?? Phase.Ready,
        }),
    ];
}
