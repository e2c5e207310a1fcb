using Pockitect.Core.Resources;

namespace Pockitect.Core.Planning;

/// <summary>Plans to start or stop what a project has that can be started and stopped: databases first up and last down.</summary>
public static class PowerPlanner
{
    /// <summary>Plans it.</summary>
    /// <param name="owned">What carries the project's tags.</param>
    /// <param name="on">Start; otherwise stop.</param>
    /// <param name="only">Ids to start, as the last stop left them; null for all that are stopped.</param>
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
            steps.Add(new Step($"{(on ? "start" : "stop")} {ResourceGraph.NameOf(resource)}", kind, Removals.LogicalIdOf(resource), type, resource.Place)
            {
                ResourceId = resource.Id,
                After = [.. steps.Where(step => on ? step.Type.PowerRank < type.PowerRank : step.Type.PowerRank > type.PowerRank).Select(step => step.Id)],
            });
        }

        return new Plan
        {
            Steps = steps,
            Changes =
            [
                .. moving.Select(resource => new PlannedChange
                {
                    LogicalId = Removals.LogicalIdOf(resource),
                    Type = catalog[resource.Type],
                    Place = resource.Place,
                    Action = ChangeAction.Update,
                    Now = resource,
                    Differences = [new PropertyChange("Power", on ? "stopped" : "running", on ? "running" : "stopped", IsReplacement: false)],
                }),
            ],
        };
    }
}
