using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Execution;

/// <summary>Compares a project's resources with its last deploy.</summary>
public sealed class DriftCheck(ProjectReader reader)
{
    /// <summary>Scans, and returns the project's differences from its deployed state, in all its Regions.</summary>
    public async Task<Drift> RunAsync(DeployedBlueprint deployed, CancellationToken ct)
    {
        var ownership = await reader.OwnershipAsync(deployed.Blueprint.Project, ct);
        if (ownership.Conflict is { } conflict) return new Drift { Seen = 0, Resources = [], Blockers = [conflict] };
        return await CompareAsync(deployed, ownership.Id is { } id ? await reader.Scanner.ReadOwnedAsync(id, ct) : [], ct);
    }

    /// <summary>Returns the differences of resources that were just read.</summary>
    public async Task<Drift> CompareAsync(DeployedBlueprint deployed, IReadOnlyList<Observed> owned, CancellationToken ct)
    {
        var (scanner, catalog) = (reader.Scanner, reader.Scanner.Cloud.Catalog);
        var design = await scanner.Cloud.DesignAsync(deployed.Blueprint, ct);
        var region = deployed.Blueprint.Project.Region;
        var types = design.Resources.Select(resource => catalog.Of(resource.Spec)).ToHashSet();
        var (desired, problems) = ReferenceResolver.Resolve(catalog, design.Resources, scanner.Rows([region]), region);
        List<string> blockers =
        [
            .. design.Problems.Select(problem => $"{problem.Path}: {problem.Message}"),
            .. scanner.Unread(region, types).Select(problem => $"{problem} Unread resources may have changed."),
            .. problems,
        ];
        return blockers.Count > 0
            ? new Drift { Seen = owned.Count, Resources = [], Blockers = blockers }
            : Drift.Between(catalog, desired, owned, deployed.TouchedSince, deployed.Created);
    }
}
