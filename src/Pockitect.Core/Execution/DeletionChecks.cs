using Pockitect.Core.Accounts;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Execution;

/// <summary>What is looked at before resources are deleted, so that nothing is begun that can't end, and what stays of them.</summary>
internal sealed class DeletionChecks(Cloud cloud, Durations? durations)
{
    /// <summary>Adds to a delete plan everything that AWS would refuse, so that no delete starts that can't finish.</summary>
    public async Task<Plan> LookAsync(Plan plan, CancellationToken ct)
    {
        if (plan.IsEmpty) return plan;
        // An undo makes and changes things too; here only what it takes away is looked at.
        var deleting = plan.Changes.Where(change => change.Action is ChangeAction.Delete or ChangeAction.Replace)
            .Select(change => change with { Action = ChangeAction.Delete, Desired = null });
        var asked = plan with { Changes = [.. deleting] };
        var findings = await cloud.PreflightAsync(asked, durations?.Longest(plan.Steps), ct);
        return plan with
        {
            Blockers = [.. plan.Blockers, .. findings.Where(finding => finding.Severity is Severity.Error).Select(finding => finding.Words)],
            Findings = [.. plan.Findings, .. findings.Where(finding => finding.Severity is not Severity.Error)],
            PreflightActions = cloud.PreflightActions(asked),
        };
    }

    /// <summary>The plan with what uses resources that it deletes and belongs to somebody else.</summary>
    /// <param name="owned">The project's own resources, which the plan sees to.</param>
    /// <param name="rows">Everything observed in the places concerned.</param>
    public Plan WithUsers(Plan plan, IReadOnlyList<Observed> owned, IEnumerable<Observed> rows)
    {
        var planned = owned.Select(ResourceGraph.NameOf).ToHashSet(StringComparer.Ordinal);
        var leaving = plan.Changes.Where(change => change.Action is ChangeAction.Replace or ChangeAction.Delete).Select(change => change.Now).OfType<Observed>();
        var words = DeletionBlockers.Of(cloud.Catalog, leaving, [.. owned, .. rows], row => planned.Contains(ResourceGraph.NameOf(row)));
        return words.Count == 0 ? plan : plan with { Blockers = [.. plan.Blockers, .. words] };
    }

    /// <summary>The plan with what stays of what it deletes.</summary>
    public static Plan Keeping(Plan plan)
    {
        var kept = new List<KeptResource>();
        var changes = new List<PlannedChange>();
        foreach (var change in plan.Changes)
        {
            changes.Add(change);
            if (change is not { Action: ChangeAction.Delete or ChangeAction.Replace, Now: { } now }) continue;
            var how = new Deletion(plan.Options.FinalSnapshots ? KeptResourceText.FinalSnapshot(change.LogicalId, null) : null, plan.Options.EmptyBuckets);
            if (change.Type.KeptOf(now, how) is { } stays) kept.Add(new KeptResource(stays));
            else if (!change.Type.MustBeEmpty(how)) continue;
            changes[^1] = change with { KeepsData = true };
        }

        return plan with { Changes = changes, Kept = kept };
    }

    /// <summary>Tells of a type that could not be listed and that the project is not on record to have had.</summary>
    public static Finding NeverHad(string unseen) => new(
        Severity.Finding, "", unseen, "This project never had one, by the journals on this computer.", "If another computer made one for it, delete that in the AWS console.");
}
