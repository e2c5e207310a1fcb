using Pockitect.Core.Accounts;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Faults;
using Pockitect.Core.Guards;
using Pockitect.Core.Inventory;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Pricing;
using Pockitect.Core.Projects;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Execution;

/// <summary>Scans an account and plans changes. Changes nothing there: that is the job of the <see cref="Executor"/>.</summary>
/// <param name="cloud">The account.</param>
/// <param name="inventory">The account's inventory.</param>
/// <param name="time">The clock.</param>
/// <param name="durations">Past durations of steps; null if not recorded.</param>
/// <param name="guards">The guard rails to report with a plan. They are checked again before execution.</param>
/// <param name="deployed">The blueprints deployed from here; null if not recorded.</param>
public sealed class Engine(
    Cloud cloud, AccountInventory inventory, TimeProvider time, Durations? durations = null, AccountGuards? guards = null, DeployedBlueprints? deployed = null)
{
    private const int ReadsAtOnce = 8;

    private DeletionChecks Deletions => new(cloud, durations);

    private ReadLag Lag => new(cloud, time);

    public Cloud Cloud => cloud;

    public AccountInventory Inventory => inventory;

    /// <summary>Scans, passes every chunk to the inventory and the callback, and saves the inventory.</summary>
    public async Task ScanAsync(ScanRequest request, Func<ScanChunk, Task> onChunk, CancellationToken ct)
    {
        var regions = new HashSet<string>(StringComparer.Ordinal);
        var scan = inventory.BeginScan();
        await foreach (var chunk in cloud.ScanAsync(request, ct))
        {
            scan.Receive(chunk);
            regions.Add(chunk.Place.Region);
            await onChunk(chunk);
        }

        await inventory.SaveAsync(regions, ct);
    }

    /// <summary>Plans a deploy, with preflight checks.</summary>
    /// <param name="unfinished">An interrupted deploy of the project, which this one continues.</param>
    public async Task<Plan> PlanDeployAsync(Blueprint blueprint, CancellationToken ct, OperationRecord? unfinished = null)
    {
        var design = await cloud.DesignAsync(blueprint, ct);
        if (design.Problems.Count > 0) return Blocked(design.Problems.Select(problem => $"{problem.Path}: {problem.Message}"));

        var region = blueprint.Project.Region;
        var ownership = await OwnershipAsync(blueprint.Project, ct);
        if (ownership.Conflict is { } conflict) return Blocked([conflict]);
        var projectId = ownership.Id;
        if (unfinished?.Operation.ProjectId != projectId) unfinished = null;
        var types = design.Resources.Select(resource => cloud.Catalog.Of(resource.Spec)).ToHashSet();
        if (Unseen(region, types) is { Count: > 0 } unseen)
            return Blocked(unseen.Select(problem => $"{problem} Planning with incomplete information could create duplicates."));

        var (desired, problems) = ReferenceResolver.Resolve(cloud.Catalog, design.Resources, Rows([region]), region);
        if (problems.Count > 0) return Blocked(problems);

        // Otherwise this plan and the worker's could differ, though nothing changed between them.
        if (unfinished is not null) await WaitForAsync([unfinished], ct);
        var owned = projectId is null ? [] : await OwnedAsync(projectId, ct);
        // The blueprint of another project with this name is not relevant.
        var last = deployed?.Latest(blueprint.Project.Name) is { } known && known.Blueprint.Project.Id == projectId ? known : null;
        var basis = await BasisAsync(last, unfinished, region, ct);
        var plan = new DeployPlanner(cloud.Catalog).Plan(desired, owned, resource => cloud.PlaceOf(cloud.Catalog.Of(resource.Spec), region), basis);
        if (unfinished is not null) plan = PowerPlanner.Restore(cloud.Catalog, plan, LeftSwitched(unfinished, owned));
        plan = Deletions.WithUsers(plan, owned, Rows([region]));
        var marked = last is null || plan.IsEmpty ? plan : (await CompareAsync(last, owned, ct)).Mark(plan);
        return await FinishAsync(await LookAheadAsync(marked with { ProjectId = projectId, Findings = [.. marked.Findings, .. Noted(ownership)] }, ct), owned, ct);
    }

    private async Task<PlanBasis> BasisAsync(DeployedBlueprint? last, OperationRecord? unfinished, string region, CancellationToken ct)
    {
        var basis = new PlanBasis
        {
            Around = Rows([region]),
            Unready = unfinished?.Steps.Where(step => step is { Step.Kind: StepKind.Create, Progress: not StepProgress.Done })
                .Select(step => step.ResourceId).OfType<string>().ToHashSet(StringComparer.Ordinal) ?? [],
        };
        if (last is null) return basis;
        var design = await cloud.DesignAsync(last.Blueprint, ct);
        var (before, problems) = ReferenceResolver.Resolve(cloud.Catalog, design.Resources, basis.Around, last.Blueprint.Project.Region);
        // An unreadable deploy counts as unknown.
        if (design.Problems.Count > 0 || problems.Count > 0) return basis;
        return basis with { Deployed = before.ToDictionary(resource => resource.LogicalId, StringComparer.Ordinal), Untold = last.TouchedSince };
    }

    private static IEnumerable<Finding> Noted(ProjectOwnership ownership) => ownership.Note is { } note ? [note] : [];

    /// <summary>Returns the project's differences from its deployed state, in all its Regions.</summary>
    public async Task<Drift> DriftAsync(DeployedBlueprint deployed, CancellationToken ct)
    {
        var ownership = await OwnershipAsync(deployed.Blueprint.Project, ct);
        if (ownership.Conflict is { } conflict) return new Drift { Seen = 0, Resources = [], Blockers = [conflict] };
        return await CompareAsync(deployed, ownership.Id is { } id ? await OwnedAsync(id, ct) : [], ct);
    }

    /// <summary>Returns the differences for resources that were just read.</summary>
    public Task<Drift> DriftAsync(DeployedBlueprint deployed, IReadOnlyList<Observed> owned, CancellationToken ct) => CompareAsync(deployed, owned, ct);

    /// <summary>Adds preflight findings to a plan with steps.</summary>
    private async Task<Plan> LookAheadAsync(Plan plan, CancellationToken ct) => plan.IsEmpty ? plan : plan with
    {
        Findings = [.. plan.Findings, .. await cloud.PreflightAsync(plan, durations?.Longest(plan.Steps), ct)],
        PreflightActions = cloud.PreflightActions(plan),
    };

    /// <summary>Returns the monthly prices of these resources.</summary>
    /// <param name="rows">Everything known about the affected places, so that each price includes the resource's parts.</param>
    public Task<ObservedPrices> PricesAsync(IReadOnlyList<Observed> rows, CancellationToken ct) => new Estimate(cloud.Catalog, cloud.PricesAsync).OfAsync(rows, ct);

    /// <summary>Adds the price and violated guard rails to a plan.</summary>
    /// <param name="project">The project's existing resources.</param>
    private async Task<Plan> FinishAsync(Plan plan, IReadOnlyList<Observed> project, CancellationToken ct)
    {
        plan = DeletionChecks.Keeping(plan);
        var priced = plan.Blockers.Count > 0 ? plan : await new Estimate(cloud.Catalog, cloud.PricesAsync).PriceAsync(plan, project, ct);
        return guards?.Hold(priced) ?? priced;
    }

    /// <summary>Plans the deletion of a whole project.</summary>
    /// <param name="unfinished">The project's unfinished operation, which may still create something.</param>
    public async Task<Plan> PlanTerminateAsync(ProjectIdentity project, TerminateOptions options, CancellationToken ct, OperationRecord? unfinished = null)
    {
        var regions = await LookAsync(project.Regions, project.Id, ct);
        if (OtherName(project) is { } other) return Blocked([other]);
        // Unreadable types may contain the project's resources, which would then be reported as deleted.
        var (needed, others) = (cloud.Catalog.Types.Where(IsNeeded), cloud.Catalog.Types.Where(type => !IsNeeded(type)));
        if (regions.SelectMany(region => Unseen(region, needed)).Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } unseen)
            return Blocked(unseen.Select(problem => $"{problem} Deleting with incomplete information could leave resources behind."));

        var unrelated = regions.SelectMany(region => Unseen(region, others)).Distinct(StringComparer.Ordinal);

        if (unfinished is not null && unfinished.Operation.ProjectId == project.Id) await WaitForAsync([unfinished], ct);
        var owned = await OwnedAsync(project.Id, ct);
        var plan = new DeletionPlanner(cloud.Catalog).Plan(owned, [.. owned, .. Rows(regions)], includeDependents: false, options);
        plan = await Deletions.LookAsync(plan, ct);
        return await FinishAsync(plan with { Findings = [.. plan.Findings, .. unrelated.Select(DeletionChecks.NeverHad)] }, owned, ct);

        bool IsNeeded(ResourceType type) => project.Types?.Contains(type.Name) ?? true;
    }

    /// <summary>Plans the deletion of these resources.</summary>
    /// <param name="unfinished">An unfinished deletion of the same resources, which may have deleted some of them; null for a new one.</param>
    public async Task<Plan> PlanTerminateAsync(ResourceSelection selection, TerminateOptions options, CancellationToken ct, OperationRecord? unfinished = null)
    {
        await ScanAsync(Around([selection.Region]), _ => Task.CompletedTask, ct);
        // Unreadable resources would look deleted.
        if (unfinished is not null && Unseen(selection.Region, cloud.Catalog.Types) is { Count: > 0 } unseen) return Blocked(unseen);
        if (unfinished is not null) await WaitForAsync([unfinished], ct);
        var rows = Rows([selection.Region]);
        var selected = new List<Observed>();
        foreach (var id in selection.Ids.Where(id => unfinished is null || rows.Any(row => IsMeant(row, id))))
        {
            var meant = rows.Where(row => IsMeant(row, id)).ToList();
            if (meant is not [var row]) return Blocked([NotOne(id, meant, selection.Region)]);
            selected.Add(row);
        }

        var first = new DeletionPlanner(cloud.Catalog).Plan(selected, rows, includeDependents: true, options);
        // Reads only the resources to delete: lists don't include protection settings.
        var whole = await ReadWholeAsync([.. first.Changes.Select(change => change.Now!)], ct); // A removal has a living resource.
        var names = whole.Select(ResourceGraph.NameOf).ToHashSet(StringComparer.Ordinal);
        var plan = new DeletionPlanner(cloud.Catalog).Plan(
            selected, [.. whole, .. rows.Where(row => !names.Contains(ResourceGraph.NameOf(row)))], includeDependents: true, options);
        return await FinishAsync(await Deletions.LookAsync(plan, ct), [], ct);
    }

    /// <summary>Plans the undo of an operation.</summary>
    /// <param name="attempts">Earlier attempts to undo it.</param>
    /// <param name="written">The project's blueprints, current and earlier. They provide scripts, which journals don't contain.</param>
    /// <param name="emptyBuckets">Whether to empty buckets; null if not decided yet, so that buckets are not read.</param>
    public async Task<Plan> PlanUndoAsync(
        OperationRecord record, IReadOnlyList<OperationRecord> attempts, IReadOnlyList<Blueprint> written, CancellationToken ct, bool? emptyBuckets = null)
    {
        var (before, lost) = await WithScriptsAsync(record.ReadBefore(cloud.Catalog), written, ct);
        var types = before.Select(row => row.Type).Concat(record.Steps.Select(step => step.Intent?.Type).OfType<string>())
            .Distinct(StringComparer.Ordinal)
            .Select(name => cloud.Catalog[name])
            .ToList();
        // Reads all places where the project was seen; only those of the operation must be complete.
        await LookAsync(record.Regions, record.Operation.ProjectId, ct);
        if (record.Regions.SelectMany(region => Unseen(region, types)).Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } unseen)
            return Blocked(unseen.Select(problem => $"{problem} Undoing with incomplete information could leave resources behind."));

        List<OperationRecord> all = [record, .. attempts];
        // Undo would leave behind a resource that appears after the scan, and keep a change that AWS makes after it.
        await WaitForAsync(all, ct);
        var owned = await OwnedAsync(record.Operation.ProjectId, ct);
        var plan = new UndoPlanner(cloud.Catalog).Plan(
            all.Select(each => each.Operation.Id).ToHashSet(StringComparer.Ordinal),
            all.SelectMany(each => each.Steps).Where(step => step.Step.Kind is StepKind.Create).Select(step => step.ResourceId).OfType<string>().ToHashSet(StringComparer.Ordinal),
            before,
            owned,
            Snapshots(all));
        plan = Deletions.WithUsers(plan, owned, Rows(record.Regions));
        plan = plan with
        {
            Findings = [.. plan.Findings, .. lost.Select(id => LostScript(id, plan))],
            Options = new TerminateOptions(FinalSnapshots: false, emptyBuckets is true, LiftProtection: true),
        };
        return await FinishAsync(emptyBuckets is null ? plan : await Deletions.LookAsync(plan, ct), owned, ct);
    }

    /// <summary>Restores scripts in the earlier state, and reports those that no blueprint has.</summary>
    private async Task<(IReadOnlyList<Observed> Before, IReadOnlyList<string> Lost)> WithScriptsAsync(
        IReadOnlyList<Observed> before, IReadOnlyList<Blueprint> written, CancellationToken ct)
    {
        if (!before.Any(row => Scripts.HasWithheld(row.Spec))) return (before, []);
        var specs = new List<Spec>();
        foreach (var blueprint in written) specs.AddRange((await cloud.DesignAsync(blueprint, ct)).Resources.Select(resource => resource.Spec));
        var known = Scripts.Known(specs);
        return (
            [.. before.Select(row => row with { Spec = Scripts.Restore(row.Spec, known) })],
            [.. before.Where(row => Scripts.HasLost(row.Spec, known)).Select(DeletionSteps.LogicalIdOf)]);
    }

    /// <summary>Returns the final snapshots that these operations were to create, by the logical ID of the deleted resource.</summary>
    private static Dictionary<string, string> Snapshots(IEnumerable<OperationRecord> operations)
    {
        var snapshots = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var operation in operations.Where(operation => operation.Options.FinalSnapshots))
        {
            foreach (var step in operation.Steps.Where(step => step is { Step.Kind: StepKind.Delete, Intent: not null })) snapshots[step.Step.LogicalId] = KeptResourceText.FinalSnapshot(step.Step.LogicalId, operation.Operation.Id);
        }

        return snapshots;
    }

    private static Finding LostScript(string logicalId, Plan plan) => new(
        Severity.Finding,
        logicalId,
        "Its earlier script can't be restored.",
        "No blueprint deployed from this computer contains it, and journals don't store scripts.",
        (plan.Changes.Any(change => change.LogicalId == logicalId && change.Action is (ChangeAction.Create or ChangeAction.Replace))
            ? "It is created without a script."
            : "It keeps its current script.") + " Add the script to the blueprint and deploy it.");

    /// <summary>Plans a start or a stop of a project.</summary>
    /// <param name="only">The IDs to start, from the last stop; null for all.</param>
    public async Task<Plan> PlanPowerAsync(ProjectIdentity project, bool on, IReadOnlySet<string>? only, CancellationToken ct)
    {
        await LookAsync(project.Regions, project.Id, ct);
        if (OtherName(project) is { } other) return Blocked([other]);
        var owned = Owned(project.Id);
        // Lists show an instance's disk only as a volume that belongs to it.
        return await FinishAsync(PowerPlanner.Plan(cloud.Catalog, owned, on, only), [.. owned, .. inventory.Resources.Where(row => row.Locked is not null)], ct);
    }

    /// <summary>Reads the project's existing resources with all settings.</summary>
    public async Task<IReadOnlyList<Observed>> ProjectResourcesAsync(ProjectIdentity project, CancellationToken ct)
    {
        await LookAsync(project.Regions, project.Id, ct);
        if (OtherName(project) is { } other) throw new FaultException(new Fault(FaultKind.Invalid, "OtherProject", other));
        return await OwnedAsync(project.Id, ct);
    }

    /// <summary>Returns the ID with which this computer deployed a project of this name to this account; null if it never did.</summary>
    public string? KnownId(string slug) => deployed?.KnownId(slug, cloud.AccountId);

    private string? OtherName(ProjectIdentity project) => ProjectOwnership.OtherNameOf(project.Slug, project.Id, Owned(project.Id));

    /// <summary>Determines which resources belong to a project. Scans the project's Regions.</summary>
    public async Task<ProjectOwnership> OwnershipAsync(ProjectSection project, CancellationToken ct)
    {
        var remembered = KnownId(project.Name);
        var named = inventory.Resources
            .Where(row => row.Tags.GetValueOrDefault(OwnershipTags.Project) == project.Name && !cloud.Catalog[row.Type].IsGlobal)
            .Select(row => row.Place.Region);
        var regions = await LookAsync([project.Region, .. named], project.Id ?? remembered, ct);
        return ProjectOwnership.Of(project, remembered, Rows(regions), deployed?.BlueprintOf(project.Name));
    }

    /// <inheritdoc cref="ReadLag.WaitForAsync"/>
    private Task WaitForAsync(IReadOnlyList<OperationRecord> operations, CancellationToken ct) =>
        Lag.WaitForAsync(operations, Owned, request => ScanAsync(request, _ => Task.CompletedTask, ct), ct);

    /// <summary>
    /// Returns resources that an interrupted update had stopped or started, or that an earlier resume was about to switch back.
    /// </summary>
    private static IEnumerable<(Observed Now, bool On)> LeftSwitched(OperationRecord unfinished, IReadOnlyList<Observed> owned)
    {
        var planned = unfinished.Steps.Where(step => step.Progress is not StepProgress.Done).Select(step => step.Step.Id).ToHashSet(StringComparer.Ordinal);
        var cut = unfinished.Steps
            .Where(step => step.Step.Kind is StepKind.Create or StepKind.Settle or StepKind.Update && step is { ResourceId: not null, Progress: not StepProgress.Done })
            .Select(step => step.ResourceId)
            .ToHashSet(StringComparer.Ordinal);
        var before = unfinished.Before.ToLookup(row => (string?)row["id"], row => (string?)row["phase"]);
        return owned
            // Resources that it created run once they are ready; a pending one is only not ready yet.
            .Where(row => (cut.Contains(row.Id) && (row.Phase is not Phase.Pending || before.Contains(row.Id)))
                || planned.Contains(PowerPlanner.StepId(row, on: true)) || planned.Contains(PowerPlanner.StepId(row, on: false)))
            .Select(row => (row, !before[row.Id].Contains(nameof(Phase.Stopped))));
    }

    /// <summary>Compares the deployed state with the resources just read.</summary>
    private async Task<Drift> CompareAsync(DeployedBlueprint deployed, IReadOnlyList<Observed> owned, CancellationToken ct)
    {
        var design = await cloud.DesignAsync(deployed.Blueprint, ct);
        var region = deployed.Blueprint.Project.Region;
        var types = design.Resources.Select(resource => cloud.Catalog.Of(resource.Spec)).ToHashSet();
        var (desired, problems) = ReferenceResolver.Resolve(cloud.Catalog, design.Resources, Rows([region]), region);
        List<string> blockers =
        [
            .. design.Problems.Select(problem => $"{problem.Path}: {problem.Message}"),
            .. Unseen(region, types).Select(problem => $"{problem} Unread resources may have changed."),
            .. problems,
        ];
        return blockers.Count > 0
            ? new Drift { Seen = owned.Count, Resources = [], Blockers = blockers }
            : Drift.Between(cloud.Catalog, desired, owned, deployed.TouchedSince, deployed.Created);
    }

    /// <summary>Scans these Regions and all others where the project was last seen.</summary>
    private async Task<IReadOnlyList<string>> LookAsync(IReadOnlyList<string> regions, string? projectId, CancellationToken ct)
    {
        var known = inventory.Resources
            .Where(row => projectId is not null && row.Tags.GetValueOrDefault(OwnershipTags.ProjectId) == projectId)
            // The global pseudo-Region would be scanned completely, for types that every scan includes.
            .Where(row => !cloud.Catalog[row.Type].IsGlobal)
            .Select(row => row.Place.Region);
        var request = Around([.. regions, .. known]);
        await ScanAsync(request, _ => Task.CompletedTask, ct);
        return request.Regions ?? [];
    }

    /// <summary>Global types are part of every scan.</summary>
    private static ScanRequest Around(IReadOnlyList<string> regions) => new([.. regions.Distinct(StringComparer.Ordinal)]);

    /// <summary>Returns types that a plan needs but couldn't read, as sentences.</summary>
    private List<string> Unseen(string region, IEnumerable<ResourceType> types)
    {
        var entries = inventory.Entries.ToDictionary(entry => (entry.Place.Region, entry.Type));
        return
        [
            .. from type in types
               let place = cloud.PlaceOf(type, region)
               let entry = entries.GetValueOrDefault((place.Region, type.Name))
               where entry is not { Verdict: Verdict.Complete }
               select $"Can't read {type.Name} in {place.Region} ({entry?.Verdict.ToString() ?? "not scanned"}): {entry?.Reason ?? "no answer"}.",
        ];
    }

    private List<Observed> Rows(IReadOnlyList<string> regions) =>
        [.. inventory.Resources.Where(row => regions.Contains(row.Place.Region) || cloud.Catalog[row.Type].IsGlobal)];

    /// <remarks>Locked resources belong to others, such as an instance's root volume, and are never changed or deleted directly.</remarks>
    private List<Observed> Owned(string projectId) =>
    [
        .. inventory.Resources.Where(row =>
            row.Tags.GetValueOrDefault(OwnershipTags.ProjectId) == projectId && row.Phase is not Phase.Gone && row.Locked is null && !row.IsKept),
    ];

    private Task<IReadOnlyList<Observed>> OwnedAsync(string projectId, CancellationToken ct) => ReadWholeAsync(Owned(projectId), ct);

    private async Task<IReadOnlyList<Observed>> ReadWholeAsync(List<Observed> rows, CancellationToken ct)
    {
        var whole = new Observed?[rows.Count];
        await Parallel.ForAsync(0, rows.Count, new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = ct }, async (index, token) =>
        {
            var row = rows[index];
            whole[index] = row.IsSummary ? await Lag.ReadAsync(row, token) : row;
        });
        // Deleted between the list and the read.
        return [.. whole.OfType<Observed>()];
    }

    /// <summary>Finds a resource by ID, or by type and ID if several types use the same ID: <c>Role/web</c>.</summary>
    private bool IsMeant(Observed row, string id) => row.Id == id || $"{cloud.Catalog[row.Type].ShortName}/{row.Id}" == id;

    private string NotOne(string id, List<Observed> meant, string region) => meant.Count == 0
        ? $"No resource '{id}' in {region}. Run `pockitect list resources` to see known resources."
        : $"'{id}' matches {meant.Count} resources. Use one of: {string.Join(" or ", meant.Select(row => $"{cloud.Catalog[row.Type].ShortName}/{row.Id}"))}.";

    private static Plan Blocked(IEnumerable<string> blockers) => new() { Changes = [], Steps = [], Blockers = [.. blockers] };
}
