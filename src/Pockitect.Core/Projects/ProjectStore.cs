using System.Security.Cryptography;
using Pockitect.Core.Accounts;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Text;
using Pockitect.Core.Yaml;

namespace Pockitect.Core.Projects;

/// <summary>The projects of this computer: one blueprint file each.</summary>
public sealed class ProjectStore(DataFolder folder, Cloud cloud)
{
    internal DataFolder Folder => folder;

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
        catch (YamlEditException e)
        {
            throw new FaultException(new Fault(
                FaultKind.Invalid, "Blueprint", $"The project's id cannot be written into {slug}.yaml: {e.Message} Add the line 'id: {id}' under 'project:' yourself."));
        }

        return Load(slug);
    }

    private static string? SlugOf(string file) =>
        file.EndsWith(".yaml", StringComparison.Ordinal) && !file.EndsWith(".status.yaml", StringComparison.Ordinal) ? file[..^".yaml".Length] : null;

    private FaultException Misnamed(string slug, Blueprint blueprint) => new(new Fault(
        FaultKind.Invalid, "OtherName", $"{folder.BlueprintOf(slug)} names its project '{blueprint.Project.Name}'. File and project must have one name: rename one of the two."));

    internal static FaultException Missing(string slug) => new(new Fault(
        FaultKind.NotFound, "NoProject", $"There is no project '{slug}'. `pockitect list` shows the projects; `pockitect scan` looks for others in the account."));
}
