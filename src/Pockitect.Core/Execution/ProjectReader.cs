using Pockitect.Core.Blueprints;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Projects;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Execution;

/// <summary>Finds out which resources of an account belong to a project, and reads them.</summary>
/// <param name="deployed">The blueprints deployed from here; null if not recorded.</param>
public sealed class ProjectReader(AccountScanner scanner, DeployedBlueprints? deployed = null)
{
    public AccountScanner Scanner => scanner;

    /// <summary>Reads the project's existing resources with all settings.</summary>
    /// <exception cref="FaultException">The ID belongs to a project of another name.</exception>
    public async Task<IReadOnlyList<Observed>> ReadAsync(ProjectIdentity project, CancellationToken ct)
    {
        await scanner.ScanProjectAsync(project.Regions, project.Id, ct);
        if (OtherName(project) is { } other) throw new FaultException(new Fault(FaultKind.Invalid, "OtherProject", other));
        return await scanner.ReadOwnedAsync(project.Id, ct);
    }

    /// <summary>Returns the ID with which this computer deployed a project of this name to this account; null if it never did.</summary>
    public string? KnownId(string slug) => deployed?.KnownId(slug, scanner.Cloud.AccountId);

    /// <summary>Determines which resources belong to a project. Scans the project's Regions.</summary>
    public async Task<ProjectOwnership> OwnershipAsync(ProjectSection project, CancellationToken ct)
    {
        var remembered = KnownId(project.Name);
        var named = scanner.Inventory.Resources
            .Where(row => row.Tags.GetValueOrDefault(OwnershipTags.Project) == project.Name && !scanner.Cloud.Catalog[row.Type].IsGlobal)
            .Select(row => row.Place.Region);
        var regions = await scanner.ScanProjectAsync([project.Region, .. named], project.Id ?? remembered, ct);
        return ProjectOwnership.Of(project, remembered, scanner.Rows(regions), deployed?.BlueprintOf(project.Name));
    }

    /// <summary>Returns that the project's ID belongs to a project of another name, as of the last scan; null if it doesn't.</summary>
    internal string? OtherName(ProjectIdentity project) =>
        ProjectOwnership.OtherNameOf(project.Slug, project.Id, scanner.Owned(project.Id));
}
