using System.Security.Cryptography;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Yaml;
using Pockitect.Core.Inventory;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Execution;

/// <summary>The projects of this computer: one blueprint file each.</summary>
public sealed class ProjectStore(DataFolder folder, Cloud cloud)
{
    /// <summary>The names of all projects that have a blueprint here, sorted. Files whose names no project can have are left out.</summary>
    public IReadOnlyList<string> Slugs => [.. Files.Where(ProjectNames.IsValid).Order(StringComparer.Ordinal)];

    /// <summary>Blueprint files that belong to no project because of their names, a sentence each.</summary>
    public IReadOnlyList<string> UnusedFiles =>
    [
        .. Files.Where(name => !ProjectNames.IsValid(name)).Order(StringComparer.Ordinal)
            .Select(name => $"{VisibleText.Line(Path.Combine(folder.Projects, name))}.yaml is no project. {ProjectNames.Problem(name)} Rename the file."),
    ];

    private IEnumerable<string> Files => Directory.EnumerateFiles(folder.Projects, "*.yaml").Select(path => SlugOf(Path.GetFileName(path))).OfType<string>();

    /// <summary>The project whose blueprint a file of this name is; null where it is none's.</summary>
    public static string? ProjectOf(string file) => SlugOf(file) is { } slug && ProjectNames.IsValid(slug) ? slug : null;

    /// <summary>An id that no other project has.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    /// <summary>Reads and checks a project's blueprint; a project without one has a null reading.</summary>
    public BlueprintReading? Read(string slug)
    {
        try
        {
            return DataFile.ReadBytes(folder.BlueprintOf(slug), YamlText.MaxBytes) is { } bytes ? cloud.Check(BlueprintReader.Read(bytes, cloud.Catalog)) : null;
        }
        catch (FaultException e) when (e.Fault is { Kind: FaultKind.LocalFile, Code: not "ProjectName" })
        {
            return BlueprintReader.Unreadable(e.Message);
        }
        catch (Exception e) when (DataFile.IsDamage(e) && e is not FaultException)
        {
            // No text of one project may keep the others from being shown.
            return BlueprintReader.Unreadable($"{folder.BlueprintOf(slug)} can't be checked ({DataFile.Reason(e)}). This is a mistake in Pockitect. Please report it with the file.");
        }
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
    /// <exception cref="FaultException">The file can't be written; <see cref="AtomicFile.IsUnwritable"/> tells that case.</exception>
    public async Task<Blueprint> WriteIdAsync(string slug, string id, CancellationToken ct)
    {
        var path = folder.BlueprintOf(slug);
        try
        {
            var text = BlueprintEditor.Set(await DataFile.ReadTextAsync(path, ct, YamlText.MaxBytes) ?? throw Missing(slug), "project.id", id);
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
    /// How to find a project's resources: by the id in its file, else by the id that this computer deployed it with. A name alone
    /// is enough only where no file here has it; then every Region is scanned, because the project may be in any.
    /// </summary>
    /// <exception cref="FaultException">Nothing is known by this name, several projects are, or another project has it.</exception>
    public async Task<ProjectIdentity> FindAsync(string slug, Engine engine, CancellationToken ct)
    {
        var section = SectionOf(slug, engine);
        if (section?.Id is null) await engine.ScanAsync(new ScanRequest(), _ => Task.CompletedTask, ct);
        if (section is { Id: null })
        {
            var owner = await engine.OwnershipAsync(section, ct);
            if (owner.Conflict is { } conflict) throw new FaultException(new Fault(FaultKind.Invalid, "OtherProject", conflict));
            section = section with { Id = owner.Id ?? throw NeverDeployed(slug) };
        }

        return Identity(slug, section, engine.Inventory);
    }

    /// <summary>What the file says of the project, errors elsewhere in it aside; null where there is no file.</summary>
    private ProjectSection? SectionOf(string slug, Engine engine)
    {
        var path = folder.BlueprintOf(slug);
        if (!File.Exists(path)) return null;
        if (BlueprintReader.Read(File.ReadAllBytes(path), cloud.Catalog).Blueprint?.Project is { } section) return section;
        // Its id can't be read, and its name alone owns nothing.
        return new ProjectSection { Name = slug, Id = engine.KnownId(slug) ?? throw Unreadable(slug), Region = "" };
    }

    private ProjectIdentity Identity(string slug, ProjectSection? section, AccountInventory inventory)
    {
        // What AWS still lists of a project that was deleted tells nothing of another one of its name.
        var rows = inventory.Resources.Where(row => row.Phase is not Phase.Gone && !row.IsKept).ToList();
        var ids = rows.Where(row => row.Tags.GetValueOrDefault(OwnershipTags.Project) == slug)
            .Select(row => row.Tags.GetValueOrDefault(OwnershipTags.ProjectId)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var id = section?.Id ?? (ids is [var only] ? only : throw (ids.Count > 1 ? Several(slug, ids) : Missing(slug)));
        if (ProjectOwnership.OtherNameOf(slug, id, rows) is { } other) throw new FaultException(new Fault(FaultKind.Invalid, "OtherProject", other));
        var regions = rows.Where(row => row.Tags.GetValueOrDefault(OwnershipTags.ProjectId) == id && !cloud.Catalog[row.Type].IsGlobal).Select(row => row.Place.Region);
        return new ProjectIdentity(slug, id, [.. regions.Append(section?.Region).OfType<string>().Where(region => region.Length > 0).Distinct(StringComparer.Ordinal)])
        {
            Types = TypesOf(slug, rows.Where(row => row.Tags.GetValueOrDefault(OwnershipTags.ProjectId) == id)),
        };
    }

    /// <summary>The types of everything that journals here, its file and the inventory tell of a project; null where no journal does.</summary>
    private HashSet<string>? TypesOf(string slug, IEnumerable<Observed> rows)
    {
        try
        {
            var recorded = new OperationHistory(folder).Of(slug).SelectMany(record => record.Types).ToHashSet(StringComparer.Ordinal);
            if (recorded.Count == 0) return null;
            recorded.UnionWith(rows.Select(row => row.Type));
            recorded.UnionWith(Read(slug)?.Blueprint?.Resources.Values.Select(spec => cloud.Catalog.Of(spec).Name) ?? []);
            return recorded;
        }
        catch (FaultException)
        {
            // A journal that can't be read tells nothing, so every type has to be looked at.
            return null;
        }
    }

    private static string? SlugOf(string file) =>
        file.EndsWith(".yaml", StringComparison.Ordinal) && !file.EndsWith(".status.yaml", StringComparison.Ordinal) ? file[..^".yaml".Length] : null;

    private FaultException Misnamed(string slug, Blueprint blueprint) => new(new Fault(
        FaultKind.Invalid, "OtherName", $"{folder.BlueprintOf(slug)} names its project '{blueprint.Project.Name}'. File and project must have one name: rename one of the two."));

    private static FaultException Unreadable(string slug) => new(new Fault(
        FaultKind.Invalid, "Blueprint", $"The id of '{slug}' is unknown, because its blueprint has errors and this computer never deployed it. `pockitect validate {CommandHint.Quote(slug)}` shows the errors."));

    private static FaultException Missing(string slug) => new(new Fault(
        FaultKind.NotFound, "NoProject", $"There is no project '{slug}'. `pockitect list` shows the projects; `pockitect scan` looks for others in the account."));

    private static FaultException NeverDeployed(string slug) => new(new Fault(
        FaultKind.NotFound, "NeverDeployed", $"{slug} was never deployed, so there is nothing to do."));

    private static FaultException Several(string slug, List<string> ids) => new(new Fault(
        FaultKind.Invalid, "SeveralProjects", $"The account has {ids.Count} projects named '{slug}', with the ids {string.Join(", ", ids)}. Write the id of the one you mean into {slug}.yaml, as 'id:' under 'project:'."));
}
