using Pockitect.Aws.Ec2;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;

namespace Pockitect.Aws.Preflight;

/// <summary>Finds instance types that AWS doesn't offer at their place.</summary>
internal sealed class OfferingCheck : Check
{
    public override IReadOnlyList<string> Actions { get; } = [
        "ec2:DescribeInstanceTypeOfferings", "ec2:DescribeInstanceTypes", "ec2:DescribeSubnets",
    ];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts) =>
        from entry in work.Touching<Instance>()
        where entry.Change.Action is not ChangeAction.Update
            || entry.Change.Differences.Any(difference => difference.Path == nameof(Instance.InstanceType))
        select new Question($"where {entry.Spec.InstanceType} is offered", () => CompareAsync(entry.Change, entry.Spec, work, facts));

    private static async Task<IEnumerable<Finding>> CompareAsync(PlannedChange change, Instance spec, Work work, AccountFacts facts)
    {
        var type = spec.InstanceType;
        var zones = await facts.OfferingZonesAsync(type);
        if (zones.Count == 0)
        {
            var isKnown = (await facts.InstanceTypesAsync([type])).ContainsKey(type);
            return
            [
                Error(
                    change.LogicalId,
                    $"{facts.Region} has no {type}.",
                    isKnown
                        ? "AWS offers this instance type in none of the Region's Availability Zones."
                        : "AWS does not know this instance type there.",
                    "Choose another instance type, or another Region."),
            ];
        }

        var zone = spec.AvailabilityZone
            ?? (change.Action is ChangeAction.Update ? change.Now?.Outputs.GetValueOrDefault("AvailabilityZone") : null)
            ?? (spec.Subnet is { } subnet ? await work.ZoneOfAsync(subnet, facts) : null);
        // Another check reports zones that don't exist.
        if (zone is null || zones.Contains(zone) || !(await facts.ZonesAsync()).ContainsKey(zone)) return [];
        var others = string.Join(", ", zones.Order(StringComparer.Ordinal));
        return
        [
            Error(
                change.LogicalId,
                $"{type} is not offered in {zone}.",
                $"AWS offers it in {others}.",
                $"Use a subnet in {others}, or choose another instance type."),
        ];
    }
}
