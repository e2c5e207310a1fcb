using Pockitect.Core.Planning;

namespace Pockitect.Core.Execution;

/// <summary>Plans to start or stop a project, from a new scan. It changes nothing.</summary>
public sealed class PowerPlanning
{
    private readonly ProjectReader _reader;
    private readonly PlanCompletion _completion;

    internal PowerPlanning(ProjectReader reader, PlanCompletion completion) => (_reader, _completion) = (reader, completion);

    /// <summary>Plans a start or a stop of a project.</summary>
    /// <param name="only">The IDs to start, from the last stop; null for all.</param>
    public async Task<Plan> PlanAsync(ProjectIdentity project, bool on, IReadOnlySet<string>? only, CancellationToken ct)
    {
        var scanner = _reader.Scanner;
        await scanner.ScanProjectAsync(project.Regions, project.Id, ct);
        if (_reader.OtherName(project) is { } other) return Plan.Blocked([other]);
        var owned = scanner.Owned(project.Id);
        var plan = PowerPlanner.Plan(scanner.Cloud.Catalog, owned, on, only);
        // Lists show an instance's disk only as a volume that belongs to it.
        return await _completion.FinishAsync(plan, [.. owned, .. scanner.Inventory.Resources.Where(row => row.Locked is not null)], ct);
    }
}
