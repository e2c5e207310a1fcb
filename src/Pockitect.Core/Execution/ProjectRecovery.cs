using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Projects;
using Pockitect.Core.Resources;
using Pockitect.Core.Text;

namespace Pockitect.Core.Execution;

/// <summary>A project as known from the tags of its resources.</summary>
/// <param name="Slug">The name of most of its resources.</param>
/// <param name="Id">The ID of all its resources.</param>
/// <param name="Regions">Its Regions, sorted; none if all its resources are global.</param>
public sealed record TaggedProject(string Slug, string Id, IReadOnlyList<string> Regions, int Resources);

/// <summary>The result of recovering a project.</summary>
/// <param name="Path">Its blueprint file.</param>
/// <param name="IsWritten">Whether the blueprint was missing and was written; otherwise the existing one was left alone.</param>
/// <param name="State">The state as one word, as in the status file.</param>
/// <param name="Notes">What the user should know or do, as sentences.</param>
public sealed record RecoveredProject(TaggedProject Project, string Path, bool IsWritten, string State, IReadOnlyList<string> Notes);

/// <summary>Rebuilds projects' local files from the tags and settings of their existing resources alone.</summary>
public sealed class ProjectRecovery(ProjectReader reader, ProjectStore projects, StatusProjector statuses, DataFolder folder)
{
    /// <summary>The projects that the inventory knows from tags, sorted by name.</summary>
    public IReadOnlyList<TaggedProject> Found() =>
    [
        .. reader.Scanner.Inventory.Resources
            .Where(row => row.Phase is not (Phase.Gone or Phase.Deleting) && row.Locked is null && !row.IsKept)
            .Where(row => row.Tags.ContainsKey(OwnershipTags.ProjectId) && row.Tags.ContainsKey(OwnershipTags.Project))
            .GroupBy(row => row.Tags[OwnershipTags.ProjectId], StringComparer.Ordinal)
            .Select(Tagged)
            .OrderBy(project => project.Slug, StringComparer.Ordinal)
            .ThenBy(project => project.Id, StringComparer.Ordinal),
    ];

    /// <summary>Reads a project and writes its status, and its blueprint if it is missing.</summary>
    /// <exception cref="FaultException">The name or ID in its tags is invalid for a blueprint.</exception>
    public async Task<RecoveredProject> RecoverAsync(TaggedProject project, CancellationToken ct)
    {
        if (!ProjectNames.IsValid(project.Slug)) throw NoProject(project);
        var resources = await reader.ReadAsync(new ProjectIdentity(project.Slug, project.Id, project.Regions), ct);
        var composer = new BlueprintComposer(reader.Scanner.Cloud.Catalog, Errors);
        var composed = composer.Compose(project.Slug, project.Id, resources) ?? throw NoProject(project);

        var path = folder.BlueprintOf(project.Slug);
        var isMissing = !File.Exists(path);
        if (isMissing) await AtomicFile.WriteAsync(path, composed.Text, ct);
        var notes = isMissing ? composed.Notes : NotesOn(path, project);
        // A file with this name from another project has another status.
        var isOurs = isMissing || (projects.Read(project.Slug)?.Blueprint?.Project.Id ?? reader.KnownId(project.Slug)) == project.Id;
        var state = isOurs ? (await statuses.WriteAsync(project.Slug, resources, null, ct)).State : ProjectStatus.StateOf(resources);
        return new RecoveredProject(project, path, isMissing, state, notes);
    }

    // Anyone can write tags.
    private static FaultException NoProject(TaggedProject project) => new(new Fault(
        FaultKind.LocalFile, "NoProjectName",
        $"{project.Resources} resource{(project.Resources == 1 ? "" : "s")} in {string.Join(", ", project.Regions)} have the project "
            + $"name '{VisibleText.Line(project.Slug)}' and the ID '{VisibleText.Line(project.Id)}' in their tags, which are invalid. "
            + "Nothing was written for them. Fix their tags, or leave them as they are."));

    private IReadOnlyList<BlueprintProblem> Errors(string text)
    {
        var reading = reader.Scanner.Cloud.Check(BlueprintReader.Read(text, reader.Scanner.Cloud.Catalog));
        return [.. reading.Problems.Where(problem => problem.Severity is Severity.Error)];
    }

    private List<string> NotesOn(string path, TaggedProject project) => projects.Read(project.Slug)?.Blueprint?.Project switch
    {
        null => [
            $"{path} has errors and was not changed. To see them, run `pockitect validate {CommandHint.Quote(project.Slug)}`. To "
                + "rebuild the blueprint from AWS, move the file away.",
        ],
        { Id: null } when reader.KnownId(project.Slug) == project.Id =>
            [
                $"{path} has no ID; this computer deployed these resources with the ID {project.Id}, and the next deploy writes it to "
                    + "the file.",
            ],
        { Id: null } =>
            [
                $"{path} has no ID, and these resources have the ID {project.Id}. To manage them with this file, add 'id: {project.Id}' "
                    + "under 'project:'. To get their blueprint, move the file away and run `pockitect recover "
                    + $"{CommandHint.Quote(project.Slug)}` again.",
            ],
        { Id: var id } when id != project.Id =>
            [
                $"{path} belongs to another project of this name: its ID is {id}, and these resources have the ID {project.Id}. To "
                    + "rebuild their blueprint, move the file away.",
            ],
        _ => [],
    };

    private TaggedProject Tagged(IGrouping<string, Observed> rows) => new(
        rows.GroupBy(row => row.Tags[OwnershipTags.Project], StringComparer.Ordinal)
            .OrderByDescending(name => name.Count()).ThenBy(name => name.Key, StringComparer.Ordinal).First().Key,
        rows.Key,
        [
            .. rows.Where(row => !reader.Scanner.Cloud.Catalog[row.Type].IsGlobal).Select(row => row.Place.Region)
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ],
        rows.Count());
}
