using Pockitect.Core.Blueprints;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Projects;
using Pockitect.Core.Resources;
using Pockitect.Core.Text;

namespace Pockitect.Core.Execution;

/// <summary>Plans how to settle an unfinished operation. AWS's tags say what exists, so the user isn't asked.</summary>
public sealed class Recovery(Planners planners, ProjectRecords records, Catalog catalog)
{
    /// <summary>Plans a resume.</summary>
    public async Task<Plan> PlanResumeAsync(OperationRecord record, CancellationToken ct) => record.Operation.Kind switch
    {
        OperationKind.Deploy => await planners.Deploy.PlanAsync(Own(records.Projects.Load(record.Operation.Project), record), ct, record),
        OperationKind.Terminate when record.Operation.IsOfSelection =>
            await planners.Delete.PlanAsync(SelectionOf(record, catalog), record.Options, ct, record),
        OperationKind.Terminate => await planners.Delete.PlanAsync(IdentityOf(record), record.Options, ct, record),
        OperationKind.PowerOn => await planners.Power.PlanAsync(
            IdentityOf(record), on: true, records.History.StoppedLast(record.Operation.Project), ct),
        OperationKind.PowerOff => await planners.Power.PlanAsync(IdentityOf(record), on: false, only: null, ct),
        OperationKind.Undo => await PlanUndoAsync(record, ct, record.Options.EmptyBuckets),
        var kind => throw new InvalidOperationException($"Unknown operation kind {kind}."),
    };

    /// <summary>Plans an undo. Undoing an interrupted undo finishes it.</summary>
    /// <param name="emptyBuckets">Whether to empty buckets; null if not decided yet.</param>
    public Task<Plan> PlanUndoAsync(OperationRecord record, CancellationToken ct, bool? emptyBuckets = null)
    {
        var undone = Undone(record);
        var slug = record.Operation.Project;
        return planners.Undo.PlanAsync(
            undone,
            [.. records.History.Of(slug).Where(other => other.Operation.Of == undone.Operation.Id)],
            records.Projects.Read(slug)?.Blueprint is { } desired ? [.. records.Deployed.All(slug), desired] : records.Deployed.All(slug),
            ct,
            emptyBuckets);
    }

    /// <summary>The operation that an undo of this one reverts.</summary>
    public OperationRecord Undone(OperationRecord record) => record.Operation.Of is not { } of
        ? record
        : records.History.Of(record.Operation.Project).FirstOrDefault(other => other.Operation.Id == of)
        ?? throw new FaultException(new Fault(
            FaultKind.NotFound,
            "NoJournal",
            $"The journal of operation {of}, which was being undone, is missing. Run `pockitect keep "
                + $"{CommandHint.Quote(record.Operation.Project)}` to keep the current state, or `pockitect delete` to delete "
                + "everything."));

    /// <summary>Returns the blueprint, which must belong to the operation's project.</summary>
    private Blueprint Own(Blueprint blueprint, OperationRecord record)
    {
        var id = blueprint.Project.Id ?? records.Deployed.KnownId(blueprint.Project.Name, record.AccountId);
        if (id == record.Operation.ProjectId) return blueprint;
        throw new FaultException(new Fault(FaultKind.Invalid, "OtherProject",
            $"The unfinished operation of '{blueprint.Project.Name}' belongs to the project with the ID {record.Operation.ProjectId}, "
            + $"but the blueprint has {(id is null ? "no ID" : $"the ID {id}")}. "
            + $"If it is the same project, add 'id: {record.Operation.ProjectId}' under 'project:' in {blueprint.Project.Name}.yaml."));
    }

    /// <summary>The resources that a selection delete was to delete, including dependents.</summary>
    public static ResourceSelection SelectionOf(OperationRecord record, Catalog catalog) => new(
        record.Regions is [var region, ..] ? region : Place.GlobalRegion,
        [
            .. record.Before.Select(row => (Type: catalog.Find((string?)row["type"] ?? ""), Id: (string?)row["id"]))
                .Where(row => row.Type is not null)
                .Select(row => $"{row.Type!.ShortName}/{row.Id}"),
        ]);

    /// <summary>Returns how to find the operation's resources without the blueprint.</summary>
    public static ProjectIdentity IdentityOf(OperationRecord record) =>
        new(record.Operation.Project, record.Operation.ProjectId, record.Regions)
        {
            // A delete has recorded everything that existed.
            Types = record.Operation.Kind is OperationKind.Terminate ? record.Types.ToHashSet(StringComparer.Ordinal) : null,
        };
}
