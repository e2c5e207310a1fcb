using Pockitect.Core.Blueprints;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Execution;

/// <summary>Plans to undo operations: from their journals, and from a new scan. It changes nothing.</summary>
public sealed class UndoPlanning
{
    private readonly AccountScanner _scanner;
    private readonly DeletionChecks _deletions;
    private readonly PlanCompletion _completion;

    internal UndoPlanning(AccountScanner scanner, DeletionChecks deletions, PlanCompletion completion) =>
        (_scanner, _deletions, _completion) = (scanner, deletions, completion);

    private Catalog Catalog => _scanner.Cloud.Catalog;

    /// <summary>Plans the undo of an operation.</summary>
    /// <param name="attempts">Earlier attempts to undo it.</param>
    /// <param name="written">The project's blueprints, current and earlier. They provide scripts, which journals don't contain.</param>
    /// <param name="emptyBuckets">Whether to empty buckets; null if not decided yet, so that buckets are not read.</param>
    public async Task<Plan> PlanAsync(
        OperationRecord record,
        IReadOnlyList<OperationRecord> attempts,
        IReadOnlyList<Blueprint> written,
        CancellationToken ct,
        bool? emptyBuckets = null)
    {
        var (before, lost) = await WithScriptsAsync(record.ReadBefore(Catalog), written, ct);
        var types = before.Select(row => row.Type).Concat(record.Steps.Select(step => step.Intent?.Type).OfType<string>())
            .Distinct(StringComparer.Ordinal)
            .Select(name => Catalog[name])
            .ToList();
        // Reads all places where the project was seen; only those of the operation must be complete.
        await _scanner.ScanProjectAsync(record.Regions, record.Operation.ProjectId, ct);
        var unread = record.Regions.SelectMany(region => _scanner.Unread(region, types)).Distinct(StringComparer.Ordinal).ToList();
        if (unread.Count > 0)
            return Plan.Blocked(unread.Select(problem => $"{problem} Undoing with incomplete information could leave resources behind."));

        List<OperationRecord> all = [record, .. attempts];
        // Undo would leave behind a resource that appears after the scan, and keep a change that AWS makes after it.
        await _scanner.WaitForAsync(all, ct);
        var owned = await _scanner.ReadOwnedAsync(record.Operation.ProjectId, ct);
        var plan = new UndoPlanner(Catalog).Plan(
            all.Select(each => each.Operation.Id).ToHashSet(StringComparer.Ordinal), Created(all), before, owned, Snapshots(all));
        plan = _deletions.WithUsers(plan, owned, _scanner.Rows(record.Regions));
        plan = plan with
        {
            Findings = [.. plan.Findings, .. lost.Select(id => LostScript(id, plan))],
            Options = new TerminateOptions(FinalSnapshots: false, emptyBuckets is true, LiftProtection: true),
        };
        return await _completion.FinishAsync(emptyBuckets is null ? plan : await _deletions.LookAsync(plan, ct), owned, ct);
    }

    /// <summary>Restores scripts in the earlier state, and reports those that no blueprint has.</summary>
    private async Task<(IReadOnlyList<Observed> Before, IReadOnlyList<string> Lost)> WithScriptsAsync(
        IReadOnlyList<Observed> before, IReadOnlyList<Blueprint> written, CancellationToken ct)
    {
        if (!before.Any(row => Scripts.HasWithheld(row.Spec))) return (before, []);
        var specs = new List<Spec>();
        foreach (var blueprint in written)
            specs.AddRange((await _scanner.Cloud.DesignAsync(blueprint, ct)).Resources.Select(resource => resource.Spec));
        var known = Scripts.Known(specs);
        return (
            [.. before.Select(row => row with { Spec = Scripts.Restore(row.Spec, known) })],
            [.. before.Where(row => Scripts.HasLost(row.Spec, known)).Select(DeletionSteps.LogicalIdOf)]);
    }

    /// <summary>Returns the IDs of the resources that these operations have created.</summary>
    private static HashSet<string> Created(IEnumerable<OperationRecord> operations) => operations.SelectMany(operation => operation.Steps)
        .Where(step => step.Step.Kind is StepKind.Create)
        .Select(step => step.ResourceId)
        .OfType<string>()
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>Returns the final snapshots that these operations were to create, by the logical ID of the deleted resource.</summary>
    private static Dictionary<string, string> Snapshots(IEnumerable<OperationRecord> operations)
    {
        var snapshots = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var operation in operations.Where(operation => operation.Options.FinalSnapshots))
        {
            foreach (var step in operation.Steps.Where(step => step is { Step.Kind: StepKind.Delete, Intent: not null }))
                snapshots[step.Step.LogicalId] = KeptResourceText.FinalSnapshot(step.Step.LogicalId, operation.Operation.Id);
        }

        return snapshots;
    }

    private static Finding LostScript(string logicalId, Plan plan)
    {
        var isCreated = plan.Changes.Any(
            change => change.LogicalId == logicalId && change.Action is ChangeAction.Create or ChangeAction.Replace);
        return new Finding(
            Severity.Finding,
            logicalId,
            "Its earlier script can't be restored.",
            "No blueprint deployed from this computer contains it, and journals don't store scripts.",
            (isCreated ? "It is created without a script." : "It keeps its current script.")
            + " Add the script to the blueprint and deploy it.");
    }
}
