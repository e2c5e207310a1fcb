using Pockitect.Core.Guards;
using Pockitect.Core.Journals;

namespace Pockitect.Core.Execution;

/// <summary>The planners of an account, one for each kind of change. They scan and plan, and change nothing.</summary>
public sealed class Planners
{
    /// <param name="durations">Past durations of steps; null if not recorded.</param>
    /// <param name="guards">The guard rails to report with a plan. They are checked again before execution. Null to report none.</param>
    /// <param name="deployed">The blueprints deployed from here; null if not recorded.</param>
    public Planners(
        ProjectReader reader, Durations? durations = null, AccountGuards? guards = null, DeployedBlueprints? deployed = null)
    {
        var cloud = reader.Scanner.Cloud;
        var completion = new PlanCompletion(cloud, durations, guards);
        var deletions = new DeletionChecks(cloud, durations);
        Drift = new DriftCheck(reader);
        Deploy = new DeployPlanning(reader, Drift, deletions, completion, deployed);
        Delete = new DeletePlanning(reader, deletions, completion);
        Power = new PowerPlanning(reader, completion);
        Undo = new UndoPlanning(reader.Scanner, deletions, completion);
    }

    public DeployPlanning Deploy { get; }

    public DeletePlanning Delete { get; }

    public PowerPlanning Power { get; }

    public UndoPlanning Undo { get; }

    /// <summary>Compares projects with their last deploy.</summary>
    public DriftCheck Drift { get; }
}
