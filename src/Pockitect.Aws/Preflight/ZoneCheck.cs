using Pockitect.Core.Resources.Analysis;
using Pockitect.Aws.Ec2;
using Pockitect.Aws.Rds;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Preflight;

/// <summary>Availability Zones that the Region does not have, or that accept no resources at the moment.</summary>
internal sealed class ZoneCheck : Check
{
    public override IReadOnlyList<string> Actions { get; } = ["ec2:DescribeAvailabilityZones"];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts) =>
        from change in work.Made
        let zone = SpecTree.TextOf(change.Desired!, Meaning.AvailabilityZone) // What is made is desired.
        where zone is not null
        select new Question($"Availability Zone {zone}", () => CompareAsync(change, zone, facts));

    private static async Task<IEnumerable<Finding>> CompareAsync(PlannedChange change, string zone, AccountFacts facts)
    {
        var zones = await facts.ZonesAsync();
        if (!zones.TryGetValue(zone, out var state))
        {
            return
            [
                Error(
                    change.LogicalId,
                    $"There is no Availability Zone {zone}.",
                    $"The account has these in {facts.Region}: {string.Join(", ", zones.Keys.Order(StringComparer.Ordinal))}.",
                    "Name one of those."),
            ];
        }

        return state is "available" or "" ? [] :
        [
            Warning(change.LogicalId, $"Availability Zone {zone} is {state}.", "AWS says so at the moment.", "Choose another zone, or wait."),
        ];
    }
}
