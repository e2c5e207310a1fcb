using Pockitect.Aws.Ec2;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Preflight;

/// <summary>Finds on-demand instances that exceed the vCPU quota of their families.</summary>
internal sealed class VcpuCheck : Check
{
    public override IReadOnlyList<string> Actions { get; } =
        [
            "servicequotas:ListServiceQuotas", "servicequotas:ListAWSDefaultServiceQuotas", "ec2:DescribeInstances",
            "ec2:DescribeInstanceTypes",
        ];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts) =>
        from entry in work.Touching<Instance>()
        where entry.Change.Action is not ChangeAction.Update || IsResized(entry.Change)
        let quota = InstanceQuotas.OfVcpus(entry.Spec.InstanceType)
        where quota is not null
        group entry by quota into sharing
        select new Question($"the quota of {sharing.Key.Name}", () => CompareAsync(sharing.Key, [.. sharing], work, facts));

    private static async Task<IEnumerable<Finding>> CompareAsync(
        Quota quota, IReadOnlyList<(PlannedChange Change, Instance Spec)> desired, Work work, AccountFacts facts)
    {
        if (await facts.QuotaAsync(quota) is not { } limit) return [QuotaCheck.Untold(quota)];
        List<string> running = [.. (await facts.RunningTypesAsync()).Where(type => InstanceQuotas.OfVcpus(type) == quota)];
        List<string> leaving =
        [
            // A resized instance exists.
            .. work.Leaving.Concat(desired.Where(entry => IsResized(entry.Change)).Select(entry => entry.Change.Now!))
                .Where(row => row.Phase is Phase.Ready).DistinctBy(row => row.Id)
                .Select(row => row.Spec)
                .OfType<Instance>()
                .Select(instance => instance.InstanceType)
                .Where(type => InstanceQuotas.OfVcpus(type) == quota),
        ];
        List<string> coming = [
            .. desired.Where(entry => entry.Change.Action is not ChangeAction.Update || entry.Change.Now is { Phase: Phase.Ready }).Select(
                entry => entry.Spec.InstanceType),
        ];
        var types = await facts.InstanceTypesAsync([.. running, .. leaving, .. coming]);
        int Sum(List<string> names) => names.Sum(name => types.GetValueOrDefault(name)?.Vcpus ?? 0);

        var (used, more) = (Sum(running) - Sum(leaving), Sum(coming));
        return more == 0 || used + more <= limit
            ? []
            : [
                QuotaCheck.Over(
                    quota,
                    desired[0].Change.LogicalId,
                    $"{used} are in use in {work.Region}, this plan adds {more} "
                        + $"({string.Join(", ", desired.Select(entry => entry.Change.LogicalId))}), and the account's quota is "
                        + $"{QuotaCheck.Text(limit)}."),
            ];
    }

    private static bool IsResized(PlannedChange change) =>
        change is { Action: ChangeAction.Update, Now: not null }
            && change.Differences.Any(difference => difference.Path == nameof(Instance.InstanceType));
}
