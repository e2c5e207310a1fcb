using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Projects;
using Pockitect.Core.Resources;
using Pockitect.Core.Text;

namespace Pockitect.Core.Execution;

/// <summary>A project as the tags of its resources tell of it.</summary>
/// <param name="Slug">The name that most of them carry.</param>
/// <param name="Id">The id that all of them carry.</param>
/// <param name="Regions">Where they are, sorted; none for a project of which all is in no Region.</param>
public sealed record TaggedProject(string Slug, string Id, IReadOnlyList<string> Regions, int Resources);

/// <summary>What came of recovering one project.</summary>
/// <param name="Path">Its blueprint.</param>
/// <param name="IsWritten">The blueprint was missing and was written; otherwise the one that is there was left alone.</param>
/// <param name="State">One word for the whole project, as its status file has it.</param>
/// <param name="Notes">What a person has to know or do, as sentences.</param>
public sealed record RecoveredProject(TaggedProject Project, string Path, bool IsWritten, string State, IReadOnlyList<string> Notes);

/// <summary>Rebuilds the local files of projects from the tags and the settings of their living resources alone.</summary>
public sealed class ProjectRecovery(Engine engine, ProjectStore projects, StatusProjector statuses, DataFolder folder)
{
    /// <summary>The projects that the inventory knows by their tags, sorted by name.</summary>
    public IReadOnlyList<TaggedProject> Found() =>
    [
        .. engine.Inventory.Resources
            .Where(row => row.Phase is not (Phase.Gone or Phase.Deleting) && row.Locked is null && !row.IsKept)
            .Where(row => row.Tags.ContainsKey(OwnershipTags.ProjectId) && row.Tags.ContainsKey(OwnershipTags.Project))
            .GroupBy(row => row.Tags[OwnershipTags.ProjectId], StringComparer.Ordinal)
            .Select(Tagged)
            .OrderBy(project => project.Slug, StringComparer.Ordinal)
            .ThenBy(project => project.Id, StringComparer.Ordinal),
    ];

    /// <summary>Looks at a project and writes its status, and its blueprint where there is none.</summary>
    /// <exception cref="FaultException">No blueprint can have the name or the id that its tags have.</exception>
    public async Task<RecoveredProject> RecoverAsync(TaggedProject project, CancellationToken ct)
    {
        if (!ProjectNames.IsValid(project.Slug)) throw NoProject(project);
        var resources = await engine.ProjectResourcesAsync(new ProjectIdentity(project.Slug, project.Id, project.Regions), ct);
        var composer = new BlueprintComposer(engine.Cloud.Catalog, Errors);
        var composed = composer.Compose(project.Slug, project.Id, resources) ?? throw NoProject(project);

        var path = folder.BlueprintOf(project.Slug);
        var isMissing = !File.Exists(path);
        if (isMissing) await AtomicFile.WriteAsync(path, composed.Text, ct);
        var notes = isMissing ? composed.Notes : NotesOn(path, project);
        // A file of this name that is another project's has another status.
        var isOurs = isMissing || (projects.Read(project.Slug)?.Blueprint?.Project.Id ?? engine.KnownId(project.Slug)) == project.Id;
        var state = isOurs ? (await statuses.WriteAsync(project.Slug, resources, null, ct)).State : ProjectStatus.StateOf(resources);
        return new RecoveredProject(project, path, isMissing, state, notes);
    }

    // Tags are anybody's text.
    private static FaultException NoProject(TaggedProject project) => new(new Fault(
        FaultKind.LocalFile, "NoProjectName",
        $"{project.Resources} resource{(project.Resources == 1 ? "" : "s")} in {string.Join(", ", project.Regions)} carry the project name '{VisibleText.Line(project.Slug)}' and the id '{VisibleText.Line(project.Id)}', which Pockitect gives to no project. Nothing was written for them. Correct their tags, or leave them as they are."));

    private IReadOnlyList<BlueprintProblem> Errors(string text)
    {
        var reading = engine.Cloud.Check(BlueprintReader.Read(text, engine.Cloud.Catalog));
        return [.. reading.Problems.Where(problem => problem.Severity is Severity.Error)];
    }

    private List<string> NotesOn(string path, TaggedProject project) => projects.Read(project.Slug)?.Blueprint?.Project switch
    {
        null => [$"{path} has errors, and is left as it is: `pockitect validate {CommandHint.Quote(project.Slug)}` shows them. Move it away to have one put together from what AWS holds."],
        { Id: null } when engine.KnownId(project.Slug) == project.Id =>
            [$"{path} has no id; this computer deployed these resources with the id {project.Id}, and the next deploy writes it into the file."],
        { Id: null } =>
            [$"{path} has no id, and these resources carry {project.Id}. To manage them with this file, add 'id: {project.Id}' under 'project:'. To get theirs, move the file away and run `pockitect recover {CommandHint.Quote(project.Slug)}` again."],
        { Id: var id } when id != project.Id =>
            [$"{path} is about another project of this name: its id is {id}, and these resources carry {project.Id}. Move it away to have the blueprint of these put together."],
        _ => [],
    };

    private TaggedProject Tagged(IGrouping<string, Observed> rows) => new(
        rows.GroupBy(row => row.Tags[OwnershipTags.Project], StringComparer.Ordinal)
            .OrderByDescending(name => name.Count()).ThenBy(name => name.Key, StringComparer.Ordinal).First().Key,
        rows.Key,
        [.. rows.Where(row => !engine.Cloud.Catalog[row.Type].IsGlobal).Select(row => row.Place.Region).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        rows.Count());
}
