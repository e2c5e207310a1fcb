using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Yaml;

namespace Pockitect.Core.Journals;

/// <summary>What the last completed deploy of a project created.</summary>
/// <param name="Operation">The deploy's ID; null if none is known, and the blueprint is assumed to be deployed.</param>
/// <param name="Blueprint">The deployed blueprint.</param>
/// <param name="TouchedSince">Logical IDs that a later, unfinished operation has touched: their changes can't be attributed.</param>
public sealed record DeployedBlueprint(string? Operation, Blueprint Blueprint, IReadOnlySet<string> TouchedSince)
{
    public bool IsKnown => Operation is not null;

    /// <summary>The logical IDs that deploys have created; null if a deploy has completed, or if none is known.</summary>
    public IReadOnlySet<string>? Created { get; init; }
}

/// <summary>
/// The blueprints of completed deploys, by operation ID. Further differences in AWS were made by others; further differences in the
/// project's file are not deployed yet.
/// </summary>
/// <param name="isShared">Whether journals of other computers are copied to this folder, so that they prove no ownership.</param>
public sealed class DeployedBlueprints(DataFolder folder, Catalog catalog, OperationHistory history, bool isShared = false)
{
    private const string Extension = ".yaml";

    /// <summary>Stores the blueprint of a completed deploy, unless it is already stored.</summary>
    public async Task KeepAsync(Operation operation, Blueprint blueprint, CancellationToken ct)
    {
        var text = BlueprintWriter.Write(blueprint, catalog);
        if (Latest(operation.Project) is { TouchedSince.Count: 0 } known && BlueprintWriter.Write(known.Blueprint, catalog) == text) return;
        Directory.CreateDirectory(FolderOf(operation.Project));
        await AtomicFile.WriteAsync(PathOf(operation.Project, operation.Id), text, ct);
    }

    /// <summary>
    /// Stores a blueprint without pending changes, which is therefore deployed: for example if the user adopted outside changes.
    /// </summary>
    public Task TakeOverAsync(Blueprint blueprint, DateTimeOffset now, CancellationToken ct) =>
        blueprint.Project is { Id: { } id, Name: var slug }
            ? KeepAsync(new Operation(history.NextId(slug, now), OperationKind.Deploy, slug, id), blueprint, ct)
            : Task.CompletedTask;

    /// <summary>Returns the last completed deploy; null if none is known here, or if the project was deleted since.</summary>
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
                // After an undo, the earlier state applies. A failed undo leaves the original operation unfinished.
                case OperationKind.Deploy when record.Outcome is not OperationOutcome.Undone:
                    touched.UnionWith(record.Steps.Where(step => step.Intent is not null).Select(step => step.Step.LogicalId));
                    break;
            }
        }

        return new DeployedBlueprint(operation, blueprint, touched);
    }

    /// <summary>
    /// Returns the ID with which this computer deployed a project of this name; null if it never did, or deleted it since.
    /// </summary>
    public string? KnownId(string slug, string accountId)
    {
        if (isShared) return null;
        foreach (var record in history.Of(slug))
        {
            if (record.Operation.ProjectId.Length == 0 || (record.AccountId.Length > 0 && record.AccountId != accountId)) continue;
            return record is { Operation.Kind: OperationKind.Terminate, Outcome: OperationOutcome.Completed }
                ? null
                : record.Operation.ProjectId;
        }

        return All(slug) is [{ Project.Id: { } id }, ..] ? id : null;
    }

    /// <summary>Reads the project's file.</summary>
    internal string BlueprintOf(string slug) => folder.BlueprintOf(slug);

    /// <summary>Without a completed deploy, returns the project's file and what the journals know of failed deploys.</summary>
    public DeployedBlueprint Assumed(Blueprint blueprint)
    {
        var begun =
            history.Of(blueprint.Project.Name)
                .TakeWhile(record => record.Operation.Kind is not OperationKind.Terminate)
                .Where(record => record.Operation.Kind is OperationKind.Deploy)
                .ToList();
        return new DeployedBlueprint(
            null,
            blueprint,
            begun.Where(record => record.Outcome is not (OperationOutcome.Completed or OperationOutcome.Undone))
                .SelectMany(record => record.Steps)
                .Where(step => step.Intent is not null)
                .Select(step => step.Step.LogicalId)
                .ToHashSet(StringComparer.Ordinal))
        {
            Created = begun.Count == 0 ? null : begun.SelectMany(record => record.Steps)
                // Unconfirmed, so it may exist.
                .Where(step =>
                    step is { Step.Kind: StepKind.Create, ResourceId: not null } or { Step.Kind: StepKind.Update }
                        or { Progress: StepProgress.InDoubt })
                .Select(step => step.Step.LogicalId).ToHashSet(StringComparer.Ordinal),
        };
    }

    /// <summary>Returns all known deploys of a project, newest first.</summary>
    public IReadOnlyList<Blueprint> All(string slug) =>
        [.. Operations(slug).Select(operation => Read(slug, operation)).OfType<Blueprint>()];

    /// <summary>Returns the files of a project, newest first; none if their folder can't be read.</summary>
    internal static IReadOnlyList<string> PathsOf(DataFolder folder, string slug)
    {
        var deployed = Path.Combine(folder.Deployed, slug);
        try
        {
            return Directory.Exists(deployed)
                ? [.. Directory.EnumerateFiles(deployed, "*" + Extension).OrderDescending(StringComparer.Ordinal)]
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Like an unreadable file: the deployed state is unknown.
            return [];
        }
    }

    private List<string> Operations(string slug) => [.. PathsOf(folder, slug).Select(path => Path.GetFileNameWithoutExtension(path))];

    // Another version, or damaged: treated as unknown.
    private Blueprint? Read(string slug, string operation)
    {
        try
        {
            return DataFile.ReadBytes(PathOf(slug, operation), YamlText.MaxBytes) is { } bytes
                ? BlueprintReader.Read(bytes, catalog).Blueprint
                : null;
        }
        catch (FaultException e) when (e.Fault.Kind is FaultKind.LocalFile)
        {
            return null;
        }
    }

    private string FolderOf(string slug) => folder.DeployedOf(slug);

    private string PathOf(string slug, string operation) => Path.Combine(FolderOf(slug), operation + Extension);
}
