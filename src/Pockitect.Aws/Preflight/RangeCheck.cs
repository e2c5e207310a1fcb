using Pockitect.Aws.Ec2;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Preflight;

/// <summary>Finds address ranges that are outside their parent, or overlap.</summary>
internal sealed class RangeCheck : Check
{
    public override IReadOnlyList<string> Actions { get; } = ["ec2:DescribeVpcs", "ec2:DescribeSubnets"];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts) =>
    [
        .. work.Making<Subnet>()
            .Select(entry => new Question(
                $"the range of subnet {entry.Change.LogicalId}", () => SubnetAsync(entry.Change, entry.Spec, work, facts))),
        .. work.Making<Vpc>()
            .Select(entry => new Question(
                $"the range of VPC {entry.Change.LogicalId}", () => VpcAsync(entry.Change, entry.Spec, work, facts))),
        .. work.Making<Instance>().Where(entry => entry.Spec is { PrivateIpAddress: not null, Subnet: not null })
            .Select(entry => new Question(
                $"the private address of {entry.Change.LogicalId}", () => AddressAsync(entry.Change, entry.Spec, work, facts))),
    ];

    private static async Task<IEnumerable<Finding>> SubnetAsync(PlannedChange change, Subnet spec, Work work, AccountFacts facts)
    {
        if (Ipv4Range.Parse(spec.CidrBlock) is not { } range) return [];
        var findings = new List<Finding>();
        var vpc = work.KeyOf(spec.Vpc);
        var ranges = await RangesAsync(spec.Vpc, work, facts);
        if (ranges.Count > 0 && !ranges.Any(outer => outer.Contains(range)))
        {
            findings.Add(Error(
                change.LogicalId,
                $"Its range {range} is outside its VPC.",
                $"VPC {vpc} has {string.Join(", ", ranges)}.",
                "Choose a range inside it."));
        }

        var planned = work.Desired<Subnet>()
            .Where(other =>
                other.Change != change
                    && work.KeyOf(other.Spec.Vpc) == vpc
                    && Ipv4Range.Parse(other.Spec.CidrBlock) is { } taken
                    && taken.Overlaps(range))
            .Select(other => $"{other.Change.LogicalId} ({other.Spec.CidrBlock})");
        // Kept and deleted subnets of the plan are handled elsewhere.
        var known = work.Plan.Changes.Select(other => other.Now?.Id).ToHashSet(StringComparer.Ordinal);
        var there = work.IdOf(spec.Vpc) is not { } id ? [] : (await facts.SubnetsAsync())
            .Where(other => other.VpcId == id && !known.Contains(other.Id) && other.Range is { } taken && taken.Overlaps(range))
            .Select(other => $"{other.Id} ({other.Range})");
        if (planned.Concat(there).ToList() is { Count: > 0 } others)
        {
            findings.Add(Error(
                change.LogicalId,
                $"Its range {range} overlaps another subnet's.",
                $"VPC {vpc} has {string.Join(", ", others)}.",
                "Choose a free range in this VPC."));
        }

        return findings;
    }

    private static async Task<IEnumerable<Finding>> VpcAsync(PlannedChange change, Vpc spec, Work work, AccountFacts facts)
    {
        if (Ipv4Range.Parse(spec.CidrBlock) is not { } range) return [];
        var leaving = work.Leaving.Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        var others = (await facts.VpcsAsync())
            .Where(other => !leaving.Contains(other.Id) && other.Ranges.Any(taken => taken.Overlaps(range)))
            .Select(other => $"{other.Tags.GetValueOrDefault("Name") ?? other.Id} ({string.Join(", ", other.Ranges)})")
            .ToList();
        return others.Count == 0 ? [] :
        [
            Warning(
                change.LogicalId,
                $"Its range {range} overlaps other VPCs of the Region.",
                $"It overlaps {string.Join(", ", others)}. Networks with the same addresses can't be connected by peering or a VPN.",
                "Choose another range if you may connect them later."),
        ];
    }

    private static async Task<IEnumerable<Finding>> AddressAsync(PlannedChange change, Instance spec, Work work, AccountFacts facts)
    {
        var subnet = spec.Subnet!.Value; // Only called with one.
        var range = work.Find(subnet) is { } desired ? Ipv4Range.Parse(desired.CidrBlock)
            : (await facts.SubnetsAsync()).FirstOrDefault(there => there.Id == work.IdOf(subnet))?.Range;
        if (range is not { } known || Ipv4Range.Parse($"{spec.PrivateIpAddress}/32") is not { } single) return [];
        return known.Contains(single) ? [] :
        [
            Error(
                change.LogicalId,
                $"Its private address {spec.PrivateIpAddress} is outside its subnet.",
                $"Subnet {work.KeyOf(subnet)} has {known}.",
                "Choose an address inside it, or omit it."),
        ];
    }

    /// <summary>Returns all ranges of a VPC; none if unknown.</summary>
    private static async Task<IReadOnlyList<Ipv4Range>> RangesAsync(Ref<Vpc> vpc, Work work, AccountFacts facts)
    {
        // An existing VPC may have more ranges than a blueprint can express.
        if (work.IdOf(vpc) is { } id) return (await facts.VpcsAsync()).FirstOrDefault(there => there.Id == id)?.Ranges ?? [];
        return work.Find(vpc) is { } desired && Ipv4Range.Parse(desired.CidrBlock) is { } range ? [range] : [];
    }
}
