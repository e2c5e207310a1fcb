using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Faults;
using Pockitect.Core.Inventory;
using Pockitect.Core.Journals;
using Pockitect.Core.Projects;
using Pockitect.Core.Resources;
using Pockitect.Core.Text;

namespace Pockitect.Core.Execution;

/// <summary>Finds the resources of a project by its name.</summary>
public static class ProjectFinder
{
    /// <summary>
    /// Returns how to find a project's resources: by the ID in its file, otherwise by the ID with which this computer deployed it. A name
    /// alone is enough only if no file here has it; then every Region is scanned.
    /// </summary>
    /// <exception cref="FaultException">The name is unknown, several projects have it, or another project has it.</exception>
    public static async Task<ProjectIdentity> FindAsync(this ProjectStore projects, string slug, ProjectReader reader, CancellationToken ct)
    {
        var section = SectionOf(projects, slug, reader);
        if (section?.Id is null) await reader.Scanner.ScanAsync(new ScanRequest(), ct);
        if (section is { Id: null })
        {
            var owner = await reader.OwnershipAsync(section, ct);
            if (owner.Conflict is { } conflict) throw new FaultException(new Fault(FaultKind.Invalid, "OtherProject", conflict));
            section = section with { Id = owner.Id ?? throw NeverDeployed(slug) };
        }

        return Identity(projects, slug, section, reader);
    }

    /// <summary>Returns the project section of the file, even if other sections have errors; null without a file.</summary>
    private static ProjectSection? SectionOf(ProjectStore projects, string slug, ProjectReader reader)
    {
        var path = projects.Folder.BlueprintOf(slug);
        if (!File.Exists(path)) return null;
        if (BlueprintReader.Read(File.ReadAllBytes(path), reader.Scanner.Cloud.Catalog).Blueprint?.Project is { } section) return section;
        // Its ID can't be read, and its name alone owns nothing.
        return new ProjectSection { Name = slug, Id = reader.KnownId(slug) ?? throw Unreadable(slug), Region = "" };
    }

    private static ProjectIdentity Identity(ProjectStore projects, string slug, ProjectSection? section, ProjectReader reader)
    {
        // Remains of a deleted project don't identify another one of its name.
        var rows = reader.Scanner.Inventory.Resources.Where(row => row.Phase is not Phase.Gone && !row.IsKept).ToList();
        var ids = rows.Where(row => row.Tags.GetValueOrDefault(OwnershipTags.Project) == slug)
            .Select(row => row.Tags.GetValueOrDefault(OwnershipTags.ProjectId)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var id = section?.Id ?? (ids is [var only] ? only : throw (ids.Count > 1 ? Several(slug, ids) : ProjectStore.Missing(slug)));
        if (ProjectOwnership.OtherNameOf(slug, id, rows) is { } other)
            throw new FaultException(new Fault(FaultKind.Invalid, "OtherProject", other));
        var catalog = reader.Scanner.Cloud.Catalog;
        var mine = rows.Where(row => row.Tags.GetValueOrDefault(OwnershipTags.ProjectId) == id).ToList();
        var regions = mine.Where(row => !catalog[row.Type].IsGlobal).Select(row => row.Place.Region);
        return new ProjectIdentity(
            slug,
            id,
            [.. regions.Append(section?.Region).OfType<string>().Where(region => region.Length > 0).Distinct(StringComparer.Ordinal)])
        {
            Types = TypesOf(projects, catalog, slug, mine),
        };
    }

    /// <summary>Returns the types that the project has had, from journals, file and inventory; null if there is no journal.</summary>
    private static HashSet<string>? TypesOf(ProjectStore projects, Catalog catalog, string slug, IEnumerable<Observed> rows)
    {
        try
        {
            var recorded = new OperationHistory(projects.Folder)
                .Of(slug)
                .SelectMany(record => record.Types)
                .ToHashSet(StringComparer.Ordinal);
            if (recorded.Count == 0) return null;
            recorded.UnionWith(rows.Select(row => row.Type));
            recorded.UnionWith(projects.Read(slug)?.Blueprint?.Resources.Values.Select(spec => catalog.Of(spec).Name) ?? []);
            return recorded;
        }
        catch (FaultException)
        {
            // An unreadable journal says nothing, so every type must be scanned.
            return null;
        }
    }

    private static FaultException Unreadable(string slug) => new(new Fault(
        FaultKind.Invalid,
        "Blueprint",
        $"The ID of '{slug}' is unknown, because its blueprint has errors and this computer never deployed it. To see the errors, run "
            + $"`pockitect validate {CommandHint.Quote(slug)}`."));

    private static FaultException NeverDeployed(string slug) => new(new Fault(
        FaultKind.NotFound, "NeverDeployed", $"{slug} was never deployed, so there is nothing to do."));

    private static FaultException Several(string slug, List<string> ids) => new(new Fault(
        FaultKind.Invalid,
        "SeveralProjects",
        $"The account has {ids.Count} projects named '{slug}', with the IDs {string.Join(", ", ids)}. Write the ID of one of them to "
            + $"{slug}.yaml, as 'id:' under 'project:'."));
}
