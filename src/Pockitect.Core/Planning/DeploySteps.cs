using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Planning;

/// <summary>Makes the steps of a deploy's changes and names them. <see cref="DeploySchedule"/> orders them.</summary>
/// <param name="steps">Receives the steps.</param>
/// <param name="wanted">The resources after the deploy, by logical ID.</param>
/// <param name="liftProtection">Whether to turn off the protection of resources to delete.</param>
internal sealed class DeploySteps(
    Catalog catalog, StepGraph steps, IReadOnlyDictionary<string, PlannedChange> wanted, bool liftProtection)
{
    public static string Creating(string logicalId) => $"create {logicalId}";

    /// <summary>The step that creates or updates a resource.</summary>
    public static string Making(PlannedChange change) =>
        change.Action is ChangeAction.Update ? $"update {change.LogicalId}" : Creating(change.LogicalId);

    /// <summary>The step that sets the references of a new resource that are part of a cycle.</summary>
    public static string Settling(PlannedChange change) => $"settle {change.LogicalId}";

    /// <param name="name">The resource's name in the graph of observed ones.</param>
    public static string Removing(string name) => $"delete {name}";

    public static string Removing(PlannedChange change) => change.Now is null ? "" : Removing(NameOf(change));

    /// <summary>The existing resource's name in the graph of observed ones.</summary>
    public static string NameOf(PlannedChange change) => ResourceGraph.NameOf(change.Now!); // Only called for existing resources.

    /// <summary>Adds the steps that create or update a desired resource. A reference in a cycle is set in a step of its own.</summary>
    public void AddMaking(PlannedChange change)
    {
        var spec = change.Desired!; // Only called for desired resources.
        switch (change.Action)
        {
            case ChangeAction.Update:
                steps.Add(StepOf(change, StepKind.Update, Making(change)) with { ResourceId = change.Now!.Id, Spec = spec });
                break;
            case ChangeAction.Create or ChangeAction.Replace
                when SpecTree.Edges(spec).Any(edge => edge.IsDeferred && Made(edge) is not null):
                steps.Add(NewOne(change, SpecTree.WithoutDeferred(spec)));
                steps.Add(StepOf(change, StepKind.Settle, Settling(change)) with { Spec = spec });
                break;
            case ChangeAction.Create or ChangeAction.Replace:
                steps.Add(NewOne(change, spec));
                break;
        }
    }

    /// <summary>Adds the steps that delete an existing resource, if it is deleted or replaced.</summary>
    /// <returns>Why it can't be deleted; null if it can.</returns>
    public string? AddRemoval(PlannedChange change)
    {
        if (change.Action is not (ChangeAction.Replace or ChangeAction.Delete)) return null;
        if (change.Now!.Locked is { } reason) return $"{change.LogicalId} cannot be deleted: {reason}";
        var unprotected = change.Type.Unprotected(change.Now.Spec);
        if (unprotected is not null && !liftProtection)
            return $"{change.LogicalId} is protected; turn its protection off in the blueprint and deploy that first.";

        steps.Add(StepOf(change, StepKind.Delete, Removing(change)) with { ResourceId = change.Now.Id, Place = change.Now.Place });
        if (unprotected is not null) new DeletionSteps(catalog, steps).LiftProtection(change.Now, unprotected, Removing(change));
        return null;
    }

    /// <summary>Returns the change that replaces an edge's target; null if the target exists.</summary>
    public PlannedChange? Made(Edge edge) =>
        edge.Target is RefTarget.Named named
        && wanted.GetValueOrDefault(named.LogicalId) is { Action: ChangeAction.Create or ChangeAction.Replace } made
            ? made
            : null;

    private static Step NewOne(PlannedChange change, Spec spec) => StepOf(change, StepKind.Create, Making(change)) with
    {
        Spec = spec,
        Name = change.Name,
        InsteadOf = change.Now is { Phase: Phase.Failed } failed ? failed.Id : null,
    };

    private static Step StepOf(PlannedChange change, StepKind kind, string id) => new(
        id, kind, change.LogicalId, change.Type, change.Place);
}
