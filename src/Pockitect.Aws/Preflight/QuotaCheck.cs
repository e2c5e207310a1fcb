using System.Globalization;
using Pockitect.Aws.Ec2;
using Pockitect.Aws.Rds;
using Pockitect.Aws.S3;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Preflight;

/// <summary>More of something than the account may have, all in all or in one place.</summary>
/// <remarks>What the plan deletes is taken off, because it goes first where it can.</remarks>
internal sealed class QuotaCheck : Check
{
    private static readonly Quota vpcs = new("vpc", "L-F678F1CE", "VPCs in the Region");
    private static readonly Quota gateways = new("vpc", "L-A4707A72", "internet gateways in the Region");
    private static readonly Quota addresses = new("ec2", "L-0263D0A3", "elastic IP addresses in the Region");
    private static readonly Quota groups = new("vpc", "L-E79EC296", "security groups in the Region");
    private static readonly Quota databases = new("rds", "L-7B6409FD", "DB instances in the Region");
    private static readonly Quota buckets = new("s3", "L-DC2B2D3D", "buckets in the account", IsGlobal: true);
    private static readonly Quota natGateways = new("vpc", "L-FE5A380F", "NAT gateways in one Availability Zone");
    private static readonly Quota subnets = new("vpc", "L-407747CB", "subnets in one VPC");
    private static readonly Quota routeTables = new("vpc", "L-589F43AA", "route tables in one VPC");
    private static readonly Quota routes = new("vpc", "L-93826ACB", "routes in one route table");
    private static readonly Quota rules = new("vpc", "L-0EA8095F", "inbound or outbound rules of one security group");
    private static readonly Quota groupsOfOne = new("vpc", "L-2AFB9258", "security groups of one network interface");

    /// <summary>The quotas that a whole Region or account shares, with the types that count.</summary>
    internal static IReadOnlyList<(Quota Quota, Type SpecType)> Shared { get; } =
    [
        (vpcs, typeof(Vpc)), (gateways, typeof(InternetGateway)), (addresses, typeof(Eip)), (groups, typeof(SecurityGroup)), (databases, typeof(DBInstance)), (buckets, typeof(Bucket)),
    ];

    public override IReadOnlyList<string> Actions { get; } =
    [
        "servicequotas:ListServiceQuotas", "servicequotas:ListAWSDefaultServiceQuotas", "s3:ListAllMyBuckets", "ec2:DescribeSubnets",
    ];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts)
    {
        IEnumerable<Question?> questions =
        [
            InAll<Vpc>(vpcs), InAll<InternetGateway>(gateways), InAll<Eip>(addresses), InAll<SecurityGroup>(groups), InAll<DBInstance>(databases), Buckets(),
            .. InEachVpc<Subnet>(subnets, subnet => subnet.Vpc, inNewOne: 0),
            // A new VPC comes with a table of its own.
            .. InEachVpc<RouteTable>(routeTables, table => table.Vpc, inNewOne: 1),
            .. work.Touching<RouteTable>().Select(table => OfOne(routes, table.Change, table.Spec.Routes?.Count ?? 0)),
            .. work.Touching<SecurityGroup>().Select(group => OfOne(rules, group.Change, RulesOf(group.Spec))),
            .. work.Touching<Instance>().Select(instance => OfOne(groupsOfOne, instance.Change, instance.Spec.SecurityGroupIds?.Count ?? 0)),
            .. work.Making<NatGateway>().Any() ? [NatGateways()] : Array.Empty<Question?>(),
        ];
        return questions.OfType<Question>();

        Question? InAll<T>(Quota quota)
            where T : Spec => InRegion<T>(quota, async () => (await facts.AllAsync<T>()).Count(Counts));

        Question? Buckets() => InRegion<Bucket>(buckets, async () => (await facts.BucketsAsync()).Count);

        Question? InRegion<T>(Quota quota, Func<Task<int>> count)
            where T : Spec
        {
            var made = work.Making<T>().Select(entry => entry.Change.LogicalId).ToList();
            var leaving = work.Leaving.Count(row => row.Spec is T && Counts(row));
            return made.Count <= leaving ? null : Ask(quota, async limit => Exceeding(quota, limit, made, await count() - leaving, $"{work.Region}"));
        }

        IEnumerable<Question> InEachVpc<T>(Quota quota, Func<T, Ref<Vpc>> vpcOf, int inNewOne)
            where T : Spec =>
            from entry in work.Making<T>()
            group entry.Change.LogicalId by vpcOf(entry.Spec) into inOne
            select Ask(quota, async limit =>
            {
                var id = work.IdOf(inOne.Key);
                var leaving = work.Leaving.Count(row => row.Spec is T spec && vpcOf(spec).Id == id);
                var there = id is null ? inNewOne : (await facts.AllAsync<T>()).Count(row => vpcOf((T)row.Spec).Id == id) - leaving;
                return Exceeding(quota, limit, [.. inOne], there, $"VPC {work.KeyOf(inOne.Key)}");
            });

        Question? OfOne(Quota quota, PlannedChange change, int desired) => desired == 0 ? null : Ask(quota, limit => Task.FromResult<IEnumerable<Finding>>(desired <= limit
            ? []
            : [Over(quota, change.LogicalId, $"It is to have {desired}, and the account's quota of {quota.Name} is {Text(limit)}.")]));

        Question NatGateways() => Ask(natGateways, async limit =>
        {
            var zoneOf = (await facts.SubnetsAsync()).ToDictionary(subnet => subnet.Id, subnet => subnet.Zone);
            var leaving = work.Leaving.Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
            var there = (await facts.AllAsync<NatGateway>())
                .Where(row => row.Phase is Phase.Ready or Phase.Pending && !leaving.Contains(row.Id))
                .Select(row => ((NatGateway)row.Spec).Subnet is { } subnet ? zoneOf.GetValueOrDefault(subnet.Id) : null)
                .ToList();
            var made = new List<(string LogicalId, string? Zone)>();
            foreach (var (change, spec) in work.Making<NatGateway>())
                made.Add((change.LogicalId, spec.Subnet is { } subnet ? await work.ZoneOfAsync(subnet, facts) : null));
            return made.Where(entry => entry.Zone is not null).GroupBy(entry => entry.Zone).SelectMany(zone =>
                Exceeding(natGateways, limit, [.. zone.Select(entry => entry.LogicalId)], there.Count(other => other == zone.Key), zone.Key!)); // Filtered.
        });

        Question Ask(Quota quota, Func<double, Task<IEnumerable<Finding>>> compare) => new(
            $"the quota of {quota.Name}",
            async () => await facts.QuotaAsync(quota) is { } limit ? await compare(limit) : [Untold(quota)]);
    }

    /// <summary>It takes up a place of its type's quota.</summary>
    internal static bool Counts(Observed row) => row.Phase is not (Phase.Gone or Phase.Deleting) && (row.Spec is not Eip || EipType.IsCounted(row));

    /// <summary>A finding where more are made than there is room for.</summary>
    internal static IEnumerable<Finding> Exceeding(Quota quota, double limit, IReadOnlyList<string> made, int there, string where) => there + made.Count <= limit
        ? []
        : [Over(quota, made[0], $"{where} has {there} now, this plan adds {made.Count} ({string.Join(", ", made)}), and the account's quota of {quota.Name} is {Text(limit)}.")];

    internal static Finding Over(Quota quota, string logicalId, string why) => Error(
        logicalId,
        $"A quota is exceeded: {quota.Name}.",
        why,
        $"Delete what is not needed, ask for less, or ask AWS for more: Service Quotas, {quota.Service}, {quota.Code}.");

    internal static Finding Untold(Quota quota) => Warning(
        "", $"Could not check the quota of {quota.Name}.", $"Service Quotas knows no {quota.Code} of {quota.Service} here.", "Look for it in the console before you deploy.");

    internal static string Text(double limit) => limit.ToString("0", CultureInfo.InvariantCulture);

    /// <summary>The larger direction. IPv4 and IPv6 count apart, and what names a group or a list counts in both.</summary>
    private static int RulesOf(SecurityGroup group)
    {
        return Math.Max(Count(group.SecurityGroupIngress ?? []), Count(group.SecurityGroupEgress ?? []));

        static int Count(IReadOnlyList<SecurityGroupRule> rules) =>
            Math.Max(rules.Count(rule => rule.CidrIpv6 is null), rules.Count(rule => rule.CidrIp is null));
    }
}
