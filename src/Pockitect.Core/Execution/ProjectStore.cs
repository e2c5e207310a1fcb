using System.Security.Cryptography;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Inventory;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Execution;

/// <summary>The projects of this computer: one blueprint file each.</summary>
public sealed class ProjectStore(DataFolder folder, Cloud cloud)
{
    /// <summary>The names of all projects that have a blueprint here, sorted.</summary>
    public IReadOnlyList<string> Slugs =>
    [
        .. Directory.EnumerateFiles(folder.Projects, "*.yaml").Select(path => SlugOf(Path.GetFileName(path))).OfType<string>().Order(StringComparer.Ordinal),
    ];

    /// <summary>The project whose blueprint a file of this name is; null where it is none's.</summary>
    public static string? ProjectOf(string file) => SlugOf(file) is { } slug && Names.IsName(slug) ? slug : null;

    /// <summary>An id that no other project has.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    /// <summary>Reads and checks a project's blueprint; a project without one has a null reading.</summary>
    public BlueprintReading? Read(string slug)
    {
        var path = folder.BlueprintOf(slug);
        return File.Exists(path) ? cloud.Check(BlueprintReader.Read(File.ReadAllBytes(path), cloud.Catalog)) : null;
    }

    /// <summary>The blueprint of a project that can be deployed.</summary>
    /// <exception cref="FaultException">There is none, or it has errors.</exception>
    public Blueprint Load(string slug)
    {
        var reading = Read(slug) ?? throw Missing(slug);
        var errors = reading.Problems.Where(problem => problem.Severity is Severity.Error).ToList();
        if (errors.Count == 0 && reading.Blueprint is { } blueprint) return blueprint.Project.Name == slug ? blueprint : throw Misnamed(slug, blueprint);
        throw new FaultException(new Fault(FaultKind.Invalid, "Blueprint", string.Join(
            "\n", errors.Select(error => $"{slug}.yaml:{error.Line}:{error.Column}: {error.Message}"))));
    }

    /// <summary>Writes the project's id into its file, everything else in it as it was.</summary>
    public async Task<Blueprint> WriteIdAsync(string slug, string id, CancellationToken ct)
    {
        var path = folder.BlueprintOf(slug);
        try
        {
            var text = BlueprintEditor.Set(await File.ReadAllTextAsync(path, ct), "project.id", id);
            await AtomicFile.WriteAsync(path, text, ct);
        }
        catch (BlueprintEditException e)
        {
            throw new FaultException(new Fault(
                FaultKind.Invalid, "Blueprint", $"The project's id cannot be written into {slug}.yaml: {e.Message} Add the line 'id: {id}' under 'project:' yourself."));
        }

        return Load(slug);
    }

    /// <summary>
    /// How to find a project's resources, by tags alone where no file says it: then every Region is looked at, because the
    /// project may be in any.
    /// </summary>
    /// <exception cref="FaultException">Nothing is known by this name, or several projects are.</exception>
    public async Task<ProjectIdentity> FindAsync(string slug, Engine engine, CancellationToken ct)
    {
        if (Read(slug)?.Blueprint?.Project.Id is null) await engine.ScanAsync(new ScanRequest(), _ => Task.CompletedTask, ct);
        return Identity(slug, engine.Inventory);
    }

    /// <summary>How to find a project's resources: by its file, else by what the inventory knows of its name.</summary>
    /// <exception cref="FaultException">Nothing is known by this name, or several projects are.</exception>
    public ProjectIdentity Identity(string slug, AccountInventory inventory)
    {
        var section = Read(slug)?.Blueprint?.Project;
        // What AWS still lists of a project that was deleted tells nothing of another one of its name.
        var rows = inventory.Resources
            .Where(row => row.Phase is not Phase.Gone && row.Tags.GetValueOrDefault(OwnershipTags.Project) == slug)
            .ToList();
        var ids = rows.Select(row => row.Tags.GetValueOrDefault(OwnershipTags.ProjectId)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var id = section?.Id ?? (ids is [var only] ? only : null) ?? throw (ids.Count > 1 ? Several(slug, ids) : section is null ? Missing(slug) : NeverDeployed(slug));
        return new ProjectIdentity(
            slug, id, [.. rows.Where(row => !cloud.Catalog[row.Type].IsGlobal).Select(row => row.Place.Region).Append(section?.Region).OfType<string>().Distinct(StringComparer.Ordinal)]);
    }

    private static string? SlugOf(string file) =>
        file.EndsWith(".yaml", StringComparison.Ordinal) && !file.EndsWith(".status.yaml", StringComparison.Ordinal) ? file[..^".yaml".Length] : null;

    private FaultException Misnamed(string slug, Blueprint blueprint) => new(new Fault(
        FaultKind.Invalid, "OtherName", $"{folder.BlueprintOf(slug)} names its project '{blueprint.Project.Name}'. File and project must have one name: rename one of the two."));

    private static FaultException Missing(string slug) => new(new Fault(
        FaultKind.NotFound, "NoProject", $"There is no project '{slug}'. `pockitect list` shows the projects; `pockitect scan` looks for others in the account."));

    private static FaultException NeverDeployed(string slug) => new(new Fault(
        FaultKind.NotFound, "NeverDeployed", $"{slug} was never deployed, so there is nothing to do."));

    private static FaultException Several(string slug, List<string> ids) => new(new Fault(
        FaultKind.Invalid, "SeveralProjects", $"The account holds {ids.Count} projects named '{slug}' ({string.Join(", ", ids)}). Put the id of the one you mean into its file, as project.id."));
}
