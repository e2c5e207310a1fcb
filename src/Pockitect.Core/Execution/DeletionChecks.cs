using Pockitect.Core.Accounts;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Execution;

/// <summary>Checks before a deletion, so that no deletion starts that can't finish, and finds what remains.</summary>
internal sealed class DeletionChecks(Cloud cloud, Durations? durations)
{
    /// <summary>Adds everything that AWS would reject to a delete plan.</summary>
    public async Task<Plan> LookAsync(Plan plan, CancellationToken ct)
    {
        if (plan.IsEmpty) return plan;
        // An undo also creates and changes resources; only deletions are checked here.
        var deleting = plan.Changes.Where(change => change.Action is ChangeAction.Delete or ChangeAction.Replace)
            .Select(change => change with { Action = ChangeAction.Delete, Desired = null });
        var asked = plan with { Changes = [.. deleting] };
        var findings = await cloud.PreflightAsync(asked, durations?.Longest(plan.Steps), ct);
        return plan with
        {
            Blockers = [
                .. plan.Blockers,
                .. findings.Where(finding => finding.Severity is Severity.Error).Select(finding => finding.Words),
            ],
            Findings = [.. plan.Findings, .. findings.Where(finding => finding.Severity is not Severity.Error)],
            PreflightActions = cloud.PreflightActions(asked),
        };
    }

    /// <summary>Adds users of deleted resources that don't belong to the project.</summary>
    /// <param name="owned">The project's own resources, which the plan covers.</param>
    /// <param name="rows">Everything observed in the affected places.</param>
    public Plan WithUsers(Plan plan, IReadOnlyList<Observed> owned, IEnumerable<Observed> rows)
    {
        var planned = owned.Select(ResourceGraph.NameOf).ToHashSet(StringComparer.Ordinal);
        var leaving =
            plan.Changes.Where(change => change.Action is ChangeAction.Replace or ChangeAction.Delete)
                .Select(change => change.Now)
                .OfType<Observed>();
        var words = DeletionBlockers.Of(cloud.Catalog, leaving, [.. owned, .. rows], row => planned.Contains(ResourceGraph.NameOf(row)));
        return words.Count == 0 ? plan : plan with { Blockers = [.. plan.Blockers, .. words] };
    }

    /// <summary>Adds what remains after the deletion.</summary>
    public static Plan Keeping(Plan plan)
    {
        var kept = new List<KeptResource>();
        var changes = new List<PlannedChange>();
        foreach (var change in plan.Changes)
        {
            changes.Add(change);
            if (change is not { Action: ChangeAction.Delete or ChangeAction.Replace, Now: { } now }) continue;
            var how = new Deletion(
                plan.Options.FinalSnapshots ? KeptResourceText.FinalSnapshot(change.LogicalId, null) : null, plan.Options.EmptyBuckets);
            if (change.Type.KeptOf(now, how) is { } stays) kept.Add(new KeptResource(stays));
            else if (!change.Type.MustBeEmpty(how)) continue;
            changes[^1] = change with { KeepsData = true };
        }

        return plan with { Changes = changes, Kept = kept };
    }

    /// <summary>Reports a type that could not be listed and that the project never had, according to the journals.</summary>
    public static Finding NeverHad(string unseen) => new(
        Severity.Finding,
        "",
        unseen,
        "This project never had one, according to the journals on this computer.",
        "If another computer created one for it, delete it in the AWS console.");
}
