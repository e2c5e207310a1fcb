using Pockitect.Core.Accounts;
using Pockitect.Core.Guards;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Pricing;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Execution;

/// <summary>Adds to a plan what its approval needs: preflight findings, what remains after deletions, the price, and guard rails.</summary>
/// <param name="durations">Past durations of steps; null if not recorded.</param>
/// <param name="guards">The guard rails to report. They are checked again before execution. Null to report none.</param>
internal sealed class PlanCompletion(Cloud cloud, Durations? durations, AccountGuards? guards)
{
    private readonly Estimate _estimate = new(cloud.Catalog, cloud.PricesAsync);

    /// <summary>Adds preflight findings to a plan with steps.</summary>
    public async Task<Plan> PreflightAsync(Plan plan, CancellationToken ct) => plan.IsEmpty ? plan : plan with
    {
        Findings = [.. plan.Findings, .. await cloud.PreflightAsync(plan, durations?.Longest(plan.Steps), ct)],
        PreflightActions = cloud.PreflightActions(plan),
    };

    /// <summary>Adds what remains, the price, and violated guard rails.</summary>
    /// <param name="project">The project's existing resources.</param>
    public async Task<Plan> FinishAsync(Plan plan, IReadOnlyList<Observed> project, CancellationToken ct)
    {
        plan = DeletionChecks.Keeping(plan);
        var priced = plan.Blockers.Count > 0 ? plan : await _estimate.PriceAsync(plan, project, ct);
        return guards?.Hold(priced) ?? priced;
    }
}
