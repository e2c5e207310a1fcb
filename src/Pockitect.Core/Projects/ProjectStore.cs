using System.Security.Cryptography;
using Pockitect.Core.Accounts;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Text;
using Pockitect.Core.Yaml;

namespace Pockitect.Core.Projects;

/// <summary>The projects of this computer, one blueprint file each.</summary>
public sealed class ProjectStore(DataFolder folder, Cloud cloud)
{
    internal DataFolder Folder => folder;

    /// <summary>The names of all projects with a blueprint here, sorted. Files with invalid names are omitted.</summary>
    public IReadOnlyList<string> Slugs => [.. Files.Where(ProjectNames.IsValid).Order(StringComparer.Ordinal)];

    /// <summary>Blueprint files with invalid names, one sentence each.</summary>
    public IReadOnlyList<string> UnusedFiles =>
    [
        .. Files.Where(name => !ProjectNames.IsValid(name)).Order(StringComparer.Ordinal)
            .Select(name =>
                $"{VisibleText.Line(Path.Combine(folder.Projects, name))}.yaml is not a project. {ProjectNames.Problem(name)} Rename "
                    + "the file."),
    ];

    private IEnumerable<string> Files =>
        Directory.EnumerateFiles(folder.Projects, "*.yaml").Select(path => SlugOf(Path.GetFileName(path))).OfType<string>();

    /// <summary>Returns the project of a blueprint file; null if it belongs to none.</summary>
    public static string? ProjectOf(string file) => SlugOf(file) is { } slug && ProjectNames.IsValid(slug) ? slug : null;

    /// <summary>Returns a unique ID.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    /// <summary>Reads and validates a project's blueprint. Without one, the reading is null.</summary>
    public BlueprintReading? Read(string slug)
    {
        try
        {
            return DataFile.ReadBytes(folder.BlueprintOf(slug), YamlText.MaxBytes) is { } bytes
                ? cloud.Check(BlueprintReader.Read(bytes, cloud.Catalog))
                : null;
        }
        catch (FaultException e) when (e.Fault is { Kind: FaultKind.LocalFile, Code: not "ProjectName" })
        {
            return BlueprintReader.Unreadable(e.Message);
        }
        catch (Exception e) when (DataFile.IsDamage(e) && e is not FaultException)
        {
            // No project's text may hide the other projects.
            return BlueprintReader.Unreadable(
                $"Can't validate {folder.BlueprintOf(slug)} ({DataFile.Reason(e)}). This is a bug in Pockitect. Please report it with "
                    + "the file.");
        }
    }

    /// <summary>Returns the blueprint of a project that can be deployed.</summary>
    /// <exception cref="FaultException">The blueprint is missing or has errors.</exception>
    public Blueprint Load(string slug)
    {
        var reading = Read(slug) ?? throw Missing(slug);
        var errors = reading.Problems.Where(problem => problem.Severity is Severity.Error).ToList();
        if (errors.Count == 0 && reading.Blueprint is { } blueprint)
            return blueprint.Project.Name == slug ? blueprint : throw Misnamed(slug, blueprint);
        throw new FaultException(new Fault(FaultKind.Invalid, "Blueprint", string.Join(
            "\n", errors.Select(error => $"{slug}.yaml:{error.Line}:{error.Column}: {error.Message}"))));
    }

    /// <summary>Writes the project's ID to its file, and keeps the rest unchanged.</summary>
    /// <exception cref="FaultException">The file can't be written; see <see cref="AtomicFile.IsUnwritable"/>.</exception>
    public async Task<Blueprint> WriteIdAsync(string slug, string id, CancellationToken ct)
    {
        var path = folder.BlueprintOf(slug);
        try
        {
            var text = BlueprintEditor.Set(
                await DataFile.ReadTextAsync(path, ct, YamlText.MaxBytes) ?? throw Missing(slug), "project.id", id);
            await AtomicFile.WriteAsync(path, text, ct);
        }
        catch (YamlEditException e)
        {
            throw new FaultException(new Fault(
                FaultKind.Invalid,
                "Blueprint",
                $"Can't write the project's ID to {slug}.yaml: {e.Message} Add the line 'id: {id}' under 'project:' yourself."));
        }

        return Load(slug);
    }

    private static string? SlugOf(string file) =>
        file.EndsWith(".yaml", StringComparison.Ordinal) && !file.EndsWith(".status.yaml", StringComparison.Ordinal)
            ? file[..^".yaml".Length]
            : null;

    private FaultException Misnamed(string slug, Blueprint blueprint) => new(new Fault(
        FaultKind.Invalid,
        "OtherName",
        $"{folder.BlueprintOf(slug)} has the project name '{blueprint.Project.Name}'. The file and the project must have the same name: "
            + "rename one of them."));

    internal static FaultException Missing(string slug) => new(new Fault(
        FaultKind.NotFound,
        "NoProject",
        $"Unknown project '{slug}'. Run `pockitect list` to see projects, or `pockitect scan` to find others in the account."));
}
