using Pockitect.Aws.Ec2;
using Pockitect.Aws.Topology;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Preflight;

/// <summary>Address ranges that lie outside of what they are a part of, or on top of each other.</summary>
internal sealed class RangeCheck : Check
{
    public override IReadOnlyList<string> Actions { get; } = ["ec2:DescribeVpcs", "ec2:DescribeSubnets"];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts) =>
    [
        .. work.Making<Subnet>().Select(entry => new Question($"the range of subnet {entry.Change.LogicalId}", () => SubnetAsync(entry.Change, entry.Spec, work, facts))),
        .. work.Making<Vpc>().Select(entry => new Question($"the range of VPC {entry.Change.LogicalId}", () => VpcAsync(entry.Change, entry.Spec, work, facts))),
        .. work.Making<Instance>().Where(entry => entry.Spec is { PrivateIpAddress: not null, Subnet: not null })
            .Select(entry => new Question($"the private address of {entry.Change.LogicalId}", () => AddressAsync(entry.Change, entry.Spec, work, facts))),
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
                $"Its range {range} lies outside of its VPC.",
                $"VPC {vpc} has {string.Join(", ", ranges)}.",
                "Choose a range inside of that."));
        }

        var planned = work.Desired<Subnet>()
            .Where(other => other.Change != change && work.KeyOf(other.Spec.Vpc) == vpc && Ipv4Range.Parse(other.Spec.CidrBlock) is { } taken && taken.Overlaps(range))
            .Select(other => $"{other.Change.LogicalId} ({other.Spec.CidrBlock})");
        // What the plan keeps or deletes is told above, or gone by then.
        var known = work.Plan.Changes.Select(other => other.Now?.Id).ToHashSet(StringComparer.Ordinal);
        var there = work.IdOf(spec.Vpc) is not { } id ? [] : (await facts.SubnetsAsync())
            .Where(other => other.VpcId == id && !known.Contains(other.Id) && other.Range is { } taken && taken.Overlaps(range))
            .Select(other => $"{other.Id} ({other.Range})");
        if (planned.Concat(there).ToList() is { Count: > 0 } others)
        {
            findings.Add(Error(
                change.LogicalId,
                $"Its range {range} overlaps another subnet's.",
                $"In VPC {vpc} there is {string.Join(", ", others)}.",
                "Choose a range that is free in this VPC."));
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
                $"There is {string.Join(", ", others)}; networks with the same addresses can never be joined by peering or a VPN.",
                "Choose another range if they may have to be joined one day."),
        ];
    }

    private static async Task<IEnumerable<Finding>> AddressAsync(PlannedChange change, Instance spec, Work work, AccountFacts facts)
    {
        var subnet = spec.Subnet!.Value; // Asked only of those that have one.
        var range = work.Find(subnet) is { } desired ? Ipv4Range.Parse(desired.CidrBlock)
            : (await facts.SubnetsAsync()).FirstOrDefault(there => there.Id == work.IdOf(subnet))?.Range;
        if (range is not { } known || Ipv4Range.Parse($"{spec.PrivateIpAddress}/32") is not { } single) return [];
        return known.Contains(single) ? [] :
        [
            Error(
                change.LogicalId,
                $"Its private address {spec.PrivateIpAddress} lies outside of its subnet.",
                $"Subnet {work.KeyOf(subnet)} has {known}.",
                "Choose an address inside of that, or leave it out."),
        ];
    }

    /// <summary>All ranges of a VPC; none where they are not known.</summary>
    private static async Task<IReadOnlyList<Ipv4Range>> RangesAsync(Ref<Vpc> vpc, Work work, AccountFacts facts)
    {
        // One that is there may have got more ranges than a blueprint can tell.
        if (work.IdOf(vpc) is { } id) return (await facts.VpcsAsync()).FirstOrDefault(there => there.Id == id)?.Ranges ?? [];
        return work.Find(vpc) is { } desired && Ipv4Range.Parse(desired.CidrBlock) is { } range ? [range] : [];
    }
}
