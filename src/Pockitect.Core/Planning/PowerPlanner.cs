using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Planning;

/// <summary>Plans to start or stop a project's resources: databases start first and stop last.</summary>
public static class PowerPlanner
{
    /// <summary>The path of a power difference, which no spec has.</summary>
    public const string Power = nameof(Power);

    /// <summary>Creates the plan.</summary>
    /// <param name="owned">The resources with the project's tags.</param>
    /// <param name="on">True to start, false to stop.</param>
    /// <param name="only">The IDs to start, from the last stop; null for all stopped ones.</param>
    public static Plan Plan(Catalog catalog, IReadOnlyList<Observed> owned, bool on, IReadOnlySet<string>? only)
    {
        var from = on ? Phase.Stopped : Phase.Ready;
        var moving = owned
            .Where(resource => catalog[resource.Type].HasPower && resource.Phase == from && (only is null || only.Contains(resource.Id)))
            .OrderBy(resource => on ? catalog[resource.Type].PowerRank : -catalog[resource.Type].PowerRank)
            .ToList();

        var steps = new List<Step>();
        foreach (var resource in moving)
        {
            var type = catalog[resource.Type];
            var kind = on ? StepKind.Start : StepKind.Stop;
            steps.Add(new Step(StepId(resource, on), kind, DeletionSteps.LogicalIdOf(resource), type, resource.Place)
            {
                ResourceId = resource.Id,
                After = [
                    .. steps.Where(step => on ? step.Type.PowerRank < type.PowerRank : step.Type.PowerRank > type.PowerRank).Select(
                        step => step.Id),
                ],
            });
        }

        return new Plan
        {
            Steps = steps,
            Changes =
            [
                .. moving.Select(resource => new PlannedChange
                {
                    LogicalId = DeletionSteps.LogicalIdOf(resource),
                    Type = catalog[resource.Type],
                    Place = resource.Place,
                    Action = ChangeAction.Update,
                    Now = resource,
                    Differences = [Difference(on)],
                }),
            ],
        };
    }

    /// <summary>Adds steps to a plan that restore resources' power: after an interrupted update, or to undo a stop.</summary>
    /// <param name="plan">The other changes; a resource's power is switched last.</param>
    /// <param name="moves">The desired power. Resources that already match are left alone; pending ones are awaited, then checked.</param>
    public static Plan Restore(Catalog catalog, Plan plan, IEnumerable<(Observed Now, bool On)> moves)
    {
        var changes = plan.Changes.ToList();
        var steps = plan.Steps.ToList();
        foreach (var (now, on) in moves.Where(
            move => (move.Now.Phase is Phase.Pending || move.Now.Phase == (move.On ? Phase.Stopped : Phase.Ready))
                && catalog[move.Now.Type].HasPower))
        {
            var index = changes.FindIndex(
                change => change.Now is { } resource && ResourceGraph.NameOf(resource) == ResourceGraph.NameOf(now));
            if (index < 0 || changes[index].Action is ChangeAction.Replace or ChangeAction.Delete) continue;
            if (now.Phase is not Phase.Pending)
            {
                changes[index] = changes[index] with
                {
                    Action = ChangeAction.Update,
                    Differences = [.. changes[index].Differences, Difference(on)],
                    IsSwitchedBack = true,
                };
            }

            steps.Add(new Step(
                StepId(now, on), on ? StepKind.Start : StepKind.Stop, changes[index].LogicalId, changes[index].Type, now.Place)
            {
                ResourceId = now.Id,
                After = [.. steps.Where(step => step.ResourceId == now.Id && step.Type == changes[index].Type).Select(step => step.Id)],
            });
        }

        return plan with { Changes = changes, Steps = steps };
    }

    /// <summary>The name of the step that starts or stops this resource, in every plan.</summary>
    public static string StepId(Observed resource, bool on) => $"{(on ? "start" : "stop")} {ResourceGraph.NameOf(resource)}";

    private static PropertyChange Difference(bool on) =>
        new(Power, on ? "stopped" : "running", on ? "running" : "stopped", IsReplacement: false);
}
