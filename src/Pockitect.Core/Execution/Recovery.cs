using Pockitect.Core.Blueprints;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Projects;
using Pockitect.Core.Resources;
using Pockitect.Core.Text;

namespace Pockitect.Core.Execution;

/// <summary>
/// Plans the ways on for what was begun and not ended. Nothing here asks a person: AWS's own tags say what exists.
/// </summary>
public sealed class Recovery(Engine engine, ProjectStore projects, OperationHistory history, DeployedBlueprints deployed)
{
    /// <summary>What resuming would do now.</summary>
    public async Task<Plan> PlanResumeAsync(OperationRecord record, CancellationToken ct) => record.Operation.Kind switch
    {
        OperationKind.Deploy => await engine.PlanDeployAsync(Own(projects.Load(record.Operation.Project), record), ct, record),
        OperationKind.Terminate when record.Operation.IsOfSelection =>
            await engine.PlanTerminateAsync(SelectionOf(record, engine.Cloud.Catalog), record.Options, ct, record),
        OperationKind.Terminate => await engine.PlanTerminateAsync(IdentityOf(record), record.Options, ct, record),
        OperationKind.PowerOn => await engine.PlanPowerAsync(IdentityOf(record), on: true, history.StoppedLast(record.Operation.Project), ct),
        OperationKind.PowerOff => await engine.PlanPowerAsync(IdentityOf(record), on: false, only: null, ct),
        OperationKind.Undo => await PlanUndoAsync(record, ct, record.Options.EmptyBuckets),
        var kind => throw new InvalidOperationException($"No operation is of the kind {kind}."),
    };

    /// <summary>What undoing would do now. To undo an undo that was cut short is to finish it.</summary>
    /// <param name="emptyBuckets">Whether the content of buckets goes with them; null where that is not decided yet.</param>
    public Task<Plan> PlanUndoAsync(OperationRecord record, CancellationToken ct, bool? emptyBuckets = null)
    {
        var undone = Undone(record);
        var slug = record.Operation.Project;
        return engine.PlanUndoAsync(
            undone,
            [.. history.Of(slug).Where(other => other.Operation.Of == undone.Operation.Id)],
            projects.Read(slug)?.Blueprint is { } desired ? [.. deployed.All(slug), desired] : deployed.All(slug),
            ct,
            emptyBuckets);
    }

    /// <summary>The operation whose effects an undo of this one takes back.</summary>
    public OperationRecord Undone(OperationRecord record) => record.Operation.Of is not { } of
        ? record
        : history.Of(record.Operation.Project).FirstOrDefault(other => other.Operation.Id == of)
        ?? throw new FaultException(new Fault(
            FaultKind.NotFound, "NoJournal", $"The journal of operation {of}, which was being undone, is gone. `pockitect keep {CommandHint.Quote(record.Operation.Project)}` leaves everything as it is; `pockitect delete` removes it."));

    /// <summary>The blueprint, which must be that of the project that the operation is about.</summary>
    private Blueprint Own(Blueprint blueprint, OperationRecord record)
    {
        var id = blueprint.Project.Id ?? deployed.KnownId(blueprint.Project.Name, record.AccountId);
        if (id == record.Operation.ProjectId) return blueprint;
        throw new FaultException(new Fault(FaultKind.Invalid, "OtherProject",
            $"The unfinished operation of '{blueprint.Project.Name}' belongs to the project with the id {record.Operation.ProjectId}, and the blueprint has {(id is null ? "no id" : $"the id {id}")}. "
            + $"If it is the same project, write 'id: {record.Operation.ProjectId}' under 'project:' in {blueprint.Project.Name}.yaml."));
    }

    /// <summary>What a delete of selected resources was to delete, everything that stood on them included.</summary>
    public static ResourceSelection SelectionOf(OperationRecord record, Catalog catalog) => new(
        record.Regions is [var region, ..] ? region : Place.GlobalRegion,
        [.. record.Before.Select(row => (Type: catalog.Find((string?)row["type"] ?? ""), Id: (string?)row["id"])).Where(row => row.Type is not null).Select(row => $"{row.Type!.ShortName}/{row.Id}")]);

    /// <summary>How to find what the operation is about, without its blueprint.</summary>
    public static ProjectIdentity IdentityOf(OperationRecord record) => new(record.Operation.Project, record.Operation.ProjectId, record.Regions)
    {
        // A delete has written down everything there was.
        Types = record.Operation.Kind is OperationKind.Terminate ? record.Types.ToHashSet(StringComparer.Ordinal) : null,
    };
}
