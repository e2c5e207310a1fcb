using Pockitect.Core.Faults;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Aws.Preflight;

/// <summary>Finds Availability Zones that don't exist, or are unavailable.</summary>
internal sealed class ZoneCheck : Check
{
    public override IReadOnlyList<string> Actions { get; } = ["ec2:DescribeAvailabilityZones"];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts) =>
        from change in work.Made
        let zone = SpecTree.TextOf(change.Desired!, Meaning.AvailabilityZone) // A created resource is desired.
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
                    $"Availability Zone {zone} doesn't exist.",
                    $"Zones of the account in {facts.Region}: {string.Join(", ", zones.Keys.Order(StringComparer.Ordinal))}.",
                    "Use one of those."),
            ];
        }

        return state is "available" or "" ? [] :
        [
            Warning(change.LogicalId, $"Availability Zone {zone} is {state}.", "AWS reports this state.", "Choose another zone, or wait."),
        ];
    }
}
