using Pockitect.Core.Blueprints;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Projects;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Execution;

/// <summary>Plans deploys: scans, compares the blueprint with what exists, and checks the result. It changes nothing.</summary>
public sealed class DeployPlanning
{
    private readonly ProjectReader _reader;
    private readonly AccountScanner _scanner;
    private readonly DriftCheck _drift;
    private readonly DeletionChecks _deletions;
    private readonly PlanCompletion _completion;
    private readonly DeployedBlueprints? _deployed;

    /// <param name="deployed">The blueprints deployed from here; null if not recorded.</param>
    internal DeployPlanning(
        ProjectReader reader, DriftCheck drift, DeletionChecks deletions, PlanCompletion completion, DeployedBlueprints? deployed)
    {
        (_reader, _scanner, _drift) = (reader, reader.Scanner, drift);
        (_deletions, _completion, _deployed) = (deletions, completion, deployed);
    }

    private Catalog Catalog => _scanner.Cloud.Catalog;

    /// <summary>Plans a deploy, with preflight checks.</summary>
    /// <param name="unfinished">An interrupted deploy of the project, which this one continues.</param>
    public async Task<Plan> PlanAsync(Blueprint blueprint, CancellationToken ct, OperationRecord? unfinished = null)
    {
        var design = await _scanner.Cloud.DesignAsync(blueprint, ct);
        if (design.Problems.Count > 0) return Plan.Blocked(design.Problems.Select(problem => $"{problem.Path}: {problem.Message}"));

        var region = blueprint.Project.Region;
        var ownership = await _reader.OwnershipAsync(blueprint.Project, ct);
        if (ownership.Conflict is { } conflict) return Plan.Blocked([conflict]);
        var projectId = ownership.Id;
        if (unfinished?.Operation.ProjectId != projectId) unfinished = null;
        var types = design.Resources.Select(resource => Catalog.Of(resource.Spec)).ToHashSet();
        if (_scanner.Unread(region, types) is { Count: > 0 } unread)
            return Plan.Blocked(unread.Select(problem => $"{problem} Planning with incomplete information could create duplicates."));

        var (desired, problems) = ReferenceResolver.Resolve(Catalog, design.Resources, _scanner.Rows([region]), region);
        if (problems.Count > 0) return Plan.Blocked(problems);

        // Otherwise this plan and the worker's could differ, though nothing changed between them.
        if (unfinished is not null) await _scanner.WaitForAsync([unfinished], ct);
        var owned = projectId is null ? [] : await _scanner.ReadOwnedAsync(projectId, ct);
        // The blueprint of another project with this name is not relevant.
        var last = _deployed?.Latest(blueprint.Project.Name) is { } known && known.Blueprint.Project.Id == projectId ? known : null;
        var basis = await BasisAsync(last, unfinished, region, ct);
        var plan = new DeployPlanner(Catalog).Plan(
            desired, owned, resource => _scanner.Cloud.PlaceOf(Catalog.Of(resource.Spec), region), basis);
        if (unfinished is not null) plan = PowerPlanner.Restore(Catalog, plan, LeftSwitched(unfinished, owned));
        plan = _deletions.WithUsers(plan, owned, _scanner.Rows([region]));
        var marked = last is null || plan.IsEmpty ? plan : (await _drift.CompareAsync(last, owned, ct)).Mark(plan);
        plan = marked with { ProjectId = projectId, Findings = [.. marked.Findings, .. Noted(ownership)] };
        return await _completion.FinishAsync(await _completion.PreflightAsync(plan, ct), owned, ct);
    }

    private async Task<PlanBasis> BasisAsync(DeployedBlueprint? last, OperationRecord? unfinished, string region, CancellationToken ct)
    {
        var basis = new PlanBasis
        {
            Around = _scanner.Rows([region]),
            Unready = unfinished?.Steps.Where(step => step is { Step.Kind: StepKind.Create, Progress: not StepProgress.Done })
                .Select(step => step.ResourceId).OfType<string>().ToHashSet(StringComparer.Ordinal) ?? [],
        };
        if (last is null) return basis;
        var design = await _scanner.Cloud.DesignAsync(last.Blueprint, ct);
        var (before, problems) = ReferenceResolver.Resolve(Catalog, design.Resources, basis.Around, last.Blueprint.Project.Region);
        // An unreadable deploy counts as unknown.
        if (design.Problems.Count > 0 || problems.Count > 0) return basis;
        return basis with
        {
            Deployed = before.ToDictionary(resource => resource.LogicalId, StringComparer.Ordinal),
            Untold = last.TouchedSince,
        };
    }

    private static IEnumerable<Finding> Noted(ProjectOwnership ownership) => ownership.Note is { } note ? [note] : [];

    /// <summary>
    /// Returns resources that an interrupted update had stopped or started, or that an earlier resume was about to switch back.
    /// </summary>
    private static IEnumerable<(Observed Now, bool On)> LeftSwitched(OperationRecord unfinished, IReadOnlyList<Observed> owned)
    {
        var open = unfinished.Steps.Where(step => step.Progress is not StepProgress.Done).ToList();
        var planned = open.Select(step => step.Step.Id).ToHashSet(StringComparer.Ordinal);
        var cut = open
            .Where(step => step.Step.Kind is StepKind.Create or StepKind.Settle or StepKind.Update && step.ResourceId is not null)
            .Select(step => step.ResourceId)
            .ToHashSet(StringComparer.Ordinal);
        var before = unfinished.Before.ToLookup(row => (string?)row["id"], row => (string?)row["phase"]);
        return owned
            // Resources that it created run once they are ready; a pending one is only not ready yet.
            .Where(row => (cut.Contains(row.Id) && (row.Phase is not Phase.Pending || before.Contains(row.Id)))
                || planned.Contains(PowerPlanner.StepId(row, on: true)) || planned.Contains(PowerPlanner.StepId(row, on: false)))
            .Select(row => (row, !before[row.Id].Contains(nameof(Phase.Stopped))));
    }
}
