using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Yaml;

namespace Pockitect.Core.Journals;

/// <summary>What the last completed deploy of a project made of AWS.</summary>
/// <param name="Operation">The deploy's id; null where none is known, and the blueprint is what is assumed to be deployed.</param>
/// <param name="Blueprint">What it carried out.</param>
/// <param name="TouchedSince">Logical ids that an operation has touched since and did not bring to an end: nobody can tell what of them is whose.</param>
public sealed record DeployedBlueprint(string? Operation, Blueprint Blueprint, IReadOnlySet<string> TouchedSince)
{
    public bool IsKnown => Operation is not null;

    /// <summary>The logical IDs of what deploys have created; null where a deploy has completed, or where none is known.</summary>
    public IReadOnlySet<string>? Created { get; init; }
}

/// <summary>
/// The blueprints that completed deploys carried out, each by its operation's id. What AWS has besides was changed by
/// somebody else; what the project's file has besides was edited and not deployed yet.
/// </summary>
/// <param name="isShared">Journals of other computers come into this folder too, so that they prove no ownership.</param>
public sealed class DeployedBlueprints(DataFolder folder, Catalog catalog, OperationHistory history, bool isShared = false)
{
    private const string Extension = ".yaml";

    /// <summary>Keeps what a deploy has completed. What is kept already is not written again.</summary>
    public async Task KeepAsync(Operation operation, Blueprint blueprint, CancellationToken ct)
    {
        var text = BlueprintWriter.Write(blueprint, catalog);
        if (Latest(operation.Project) is { TouchedSince.Count: 0 } known && BlueprintWriter.Write(known.Blueprint, catalog) == text) return;
        Directory.CreateDirectory(FolderOf(operation.Project));
        await AtomicFile.WriteAsync(PathOf(operation.Project, operation.Id), text, ct);
    }

    /// <summary>
    /// Keeps a blueprint that leaves nothing to do, and so is what is deployed: also what others made of AWS and the person has taken over.
    /// </summary>
    public Task TakeOverAsync(Blueprint blueprint, DateTimeOffset now, CancellationToken ct) => blueprint.Project is { Id: { } id, Name: var slug }
        ? KeepAsync(new Operation(history.NextId(slug, now), OperationKind.Deploy, slug, id), blueprint, ct)
        : Task.CompletedTask;

    /// <summary>The last completed deploy of a project; null when none is known here, or when the project was deleted since.</summary>
    public DeployedBlueprint? Latest(string slug)
    {
        if (Operations(slug) is not [var operation, ..] || Read(slug, operation) is not { } blueprint) return null;

        var touched = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in history.Of(slug).TakeWhile(record => string.CompareOrdinal(record.Operation.Id, operation) > 0))
        {
            switch (record.Operation.Kind)
            {
                case OperationKind.Terminate:
                    return null;
                // What was undone is as it was before; an undo that did not end well leaves what it was to undo unfinished.
                case OperationKind.Deploy when record.Outcome is not OperationOutcome.Undone:
                    touched.UnionWith(record.Steps.Where(step => step.Intent is not null).Select(step => step.Step.LogicalId));
                    break;
            }
        }

        return new DeployedBlueprint(operation, blueprint, touched);
    }

    /// <summary>
    /// The id under which this computer deployed the project that it knows by a name; null when it never did, or deleted it since.
    /// </summary>
    public string? KnownId(string slug, string accountId)
    {
        if (isShared) return null;
        foreach (var record in history.Of(slug))
        {
            if (record.Operation.ProjectId.Length == 0 || (record.AccountId.Length > 0 && record.AccountId != accountId)) continue;
            return record is { Operation.Kind: OperationKind.Terminate, Outcome: OperationOutcome.Completed } ? null : record.Operation.ProjectId;
        }

        return All(slug) is [{ Project.Id: { } id }, ..] ? id : null;
    }

    /// <summary>The project's file.</summary>
    internal string BlueprintOf(string slug) => folder.BlueprintOf(slug);

    /// <summary>For want of a completed deploy, what the project's file says, with what the journals know of deploys that stopped before.</summary>
    public DeployedBlueprint Assumed(Blueprint blueprint)
    {
        var begun = history.Of(blueprint.Project.Name).TakeWhile(record => record.Operation.Kind is not OperationKind.Terminate).Where(record => record.Operation.Kind is OperationKind.Deploy).ToList();
        return new DeployedBlueprint(null, blueprint, begun.Where(record => record.Outcome is not (OperationOutcome.Completed or OperationOutcome.Undone))
            .SelectMany(record => record.Steps).Where(step => step.Intent is not null).Select(step => step.Step.LogicalId).ToHashSet(StringComparer.Ordinal))
        {
            Created = begun.Count == 0 ? null : begun.SelectMany(record => record.Steps)
                // In doubt, it may have been created.
                .Where(step => step is { Step.Kind: StepKind.Create, ResourceId: not null } or { Step.Kind: StepKind.Update } or { Progress: StepProgress.InDoubt })
                .Select(step => step.Step.LogicalId).ToHashSet(StringComparer.Ordinal),
        };
    }

    /// <summary>All that are known of a project, the newest first.</summary>
    public IReadOnlyList<Blueprint> All(string slug) => [.. Operations(slug).Select(operation => Read(slug, operation)).OfType<Blueprint>()];

    /// <summary>The files of a project, the newest first; none where their folder can't be read.</summary>
    internal static IReadOnlyList<string> PathsOf(DataFolder folder, string slug)
    {
        var deployed = Path.Combine(folder.Deployed, slug);
        try
        {
            return Directory.Exists(deployed) ? [.. Directory.EnumerateFiles(deployed, "*" + Extension).OrderDescending(StringComparer.Ordinal)] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As with a file that can't be read: what was deployed is not known.
            return [];
        }
    }

    private List<string> Operations(string slug) => [.. PathsOf(folder, slug).Select(path => Path.GetFileNameWithoutExtension(path))];

    // Of another version, or damaged: then it is not known, which is less than wrong.
    private Blueprint? Read(string slug, string operation)
    {
        try
        {
            return DataFile.ReadBytes(PathOf(slug, operation), YamlText.MaxBytes) is { } bytes ? BlueprintReader.Read(bytes, catalog).Blueprint : null;
        }
        catch (FaultException e) when (e.Fault.Kind is FaultKind.LocalFile)
        {
            return null;
        }
    }

    private string FolderOf(string slug) => folder.DeployedOf(slug);

    private string PathOf(string slug, string operation) => Path.Combine(FolderOf(slug), operation + Extension);
}
