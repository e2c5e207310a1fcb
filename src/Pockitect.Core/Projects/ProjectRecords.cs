using Pockitect.Core.Accounts;
using Pockitect.Core.Files;
using Pockitect.Core.Journals;

namespace Pockitect.Core.Projects;

/// <summary>The files of projects in a data folder: blueprints, journals, what was deployed, and how long steps took.</summary>
public sealed class ProjectRecords
{
    /// <param name="isShared">Whether journals of other computers are copied to this folder.</param>
    public ProjectRecords(DataFolder folder, Cloud cloud, bool isShared = false)
    {
        Folder = folder;
        Projects = new ProjectStore(folder, cloud);
        History = new OperationHistory(folder);
        Deployed = new DeployedBlueprints(folder, cloud.Catalog, History, isShared);
        Durations = new Durations(folder);
    }

    public DataFolder Folder { get; }

    /// <summary>The blueprints.</summary>
    public ProjectStore Projects { get; }

    /// <summary>The journals of past and unfinished operations.</summary>
    public OperationHistory History { get; }

    /// <summary>The blueprints of completed deploys.</summary>
    public DeployedBlueprints Deployed { get; }

    /// <summary>The durations of past steps.</summary>
    public Durations Durations { get; }
}
