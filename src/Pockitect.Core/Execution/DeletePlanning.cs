using Pockitect.Core.Inventory;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Execution;

/// <summary>Plans the deletion of projects and of selected resources, from a new scan. It changes nothing.</summary>
public sealed class DeletePlanning
{
    private readonly ProjectReader _reader;
    private readonly AccountScanner _scanner;
    private readonly DeletionChecks _deletions;
    private readonly PlanCompletion _completion;

    internal DeletePlanning(ProjectReader reader, DeletionChecks deletions, PlanCompletion completion) =>
        (_reader, _scanner, _deletions, _completion) = (reader, reader.Scanner, deletions, completion);

    private Catalog Catalog => _scanner.Cloud.Catalog;

    /// <summary>Plans the deletion of a whole project.</summary>
    /// <param name="unfinished">The project's unfinished operation, which may still create something.</param>
    public async Task<Plan> PlanAsync(
        ProjectIdentity project, TerminateOptions options, CancellationToken ct, OperationRecord? unfinished = null)
    {
        var regions = await _scanner.ScanProjectAsync(project.Regions, project.Id, ct);
        if (_reader.OtherName(project) is { } other) return Plan.Blocked([other]);
        // Unreadable types may contain the project's resources, which would then be reported as deleted.
        var (needed, others) = (Catalog.Types.Where(IsNeeded), Catalog.Types.Where(type => !IsNeeded(type)));
        if (Unread(needed) is { Count: > 0 } unread)
            return Plan.Blocked(unread.Select(problem => $"{problem} Deleting with incomplete information could leave resources behind."));

        if (unfinished is not null && unfinished.Operation.ProjectId == project.Id) await _scanner.WaitForAsync([unfinished], ct);
        var owned = await _scanner.ReadOwnedAsync(project.Id, ct);
        var plan = new DeletionPlanner(Catalog).Plan(owned, [.. owned, .. _scanner.Rows(regions)], includeDependents: false, options);
        plan = await _deletions.LookAsync(plan, ct);
        plan = plan with { Findings = [.. plan.Findings, .. Unread(others).Select(DeletionChecks.NeverHad)] };
        return await _completion.FinishAsync(plan, owned, ct);

        bool IsNeeded(ResourceType type) => project.Types?.Contains(type.Name) ?? true;

        List<string> Unread(IEnumerable<ResourceType> types) =>
            [.. regions.SelectMany(region => _scanner.Unread(region, types)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Plans the deletion of these resources.</summary>
    /// <param name="unfinished">
    /// An unfinished deletion of the same resources, which may have deleted some of them; null for a new one.
    /// </param>
    public async Task<Plan> PlanAsync(
        ResourceSelection selection, TerminateOptions options, CancellationToken ct, OperationRecord? unfinished = null)
    {
        await _scanner.ScanAsync(new ScanRequest([selection.Region]), ct);
        if (unfinished is not null)
        {
            // Unreadable resources would look deleted.
            if (_scanner.Unread(selection.Region, Catalog.Types) is { Count: > 0 } unread) return Plan.Blocked(unread);
            await _scanner.WaitForAsync([unfinished], ct);
        }

        var rows = _scanner.Rows([selection.Region]);
        var selected = new List<Observed>();
        foreach (var id in selection.Ids.Where(id => unfinished is null || rows.Any(row => IsMeant(row, id))))
        {
            var meant = rows.Where(row => IsMeant(row, id)).ToList();
            if (meant is not [var row]) return Plan.Blocked([NotOne(id, meant, selection.Region)]);
            selected.Add(row);
        }

        var first = new DeletionPlanner(Catalog).Plan(selected, rows, includeDependents: true, options);
        // Reads only the resources to delete: lists don't include protection settings.
        var whole = await _scanner.ReadAsync([.. first.Changes.Select(change => change.Now!)], ct); // A removal has a living resource.
        var names = whole.Select(ResourceGraph.NameOf).ToHashSet(StringComparer.Ordinal);
        var plan = new DeletionPlanner(Catalog).Plan(
            selected, [.. whole, .. rows.Where(row => !names.Contains(ResourceGraph.NameOf(row)))], includeDependents: true, options);
        return await _completion.FinishAsync(await _deletions.LookAsync(plan, ct), [], ct);
    }

    /// <summary>Finds a resource by ID, or by type and ID if several types use the same ID: <c>Role/web</c>.</summary>
    private bool IsMeant(Observed row, string id) => row.Id == id || Named(row) == id;

    private string NotOne(string id, List<Observed> meant, string region) => meant.Count == 0
        ? $"No resource '{id}' in {region}. Run `pockitect list resources` to see known resources."
        : $"'{id}' matches {meant.Count} resources. Use one of: {string.Join(" or ", meant.Select(Named))}.";

    private string Named(Observed row) => $"{Catalog[row.Type].ShortName}/{row.Id}";
}
