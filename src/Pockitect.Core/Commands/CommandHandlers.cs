using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Guards;
using Pockitect.Core.Inventory;
using Pockitect.Core.Journals;
using Pockitect.Core.Projects;

namespace Pockitect.Core.Commands;

/// <summary>The handlers of all commands. Each plans again, compares with the approval, executes, scans, and returns the result.</summary>
public sealed class CommandHandlers
{
    private readonly DeployHandler _deploy;
    private readonly DeleteHandler _delete;
    private readonly PowerHandler _power;
    private readonly ResumeHandler _resume;
    private readonly UndoHandler _undo;
    private readonly KeepHandler _keep;
    private readonly RefreshHandler _refresh;
    private readonly ScanHandler _scan;

    /// <param name="executor">Executes plans; it learns the durations in the records.</param>
    /// <param name="shared">What computers agree on about projects; null with a single computer.</param>
    public CommandHandlers(
        ProjectRecords records,
        ProjectReader reader,
        Planners planners,
        StatusProjector statuses,
        Executor executor,
        TimeProvider time,
        SharedProjects? shared = null)
    {
        var (projects, history) = (records.Projects, records.History);
        var cloud = reader.Scanner.Cloud;
        var recovery = new Recovery(planners, records, cloud.Catalog);
        var reporter = new StatusReporter(reader, planners.Drift, records, statuses);
        var runner = new OperationRunner(cloud, executor, reporter, records, time);
        // Not a parameter: commands can't run without it.
        var approval = new ApprovalCheck(new AccountGuards(records.Folder, cloud.AccountId));
        var locks = new ProjectLocks(records.Folder, shared ?? SharedProjects.None, cloud, time);
        var journals = new OperationJournals(records, time);
        var resume = new OperationResume(projects, recovery, runner, journals);
        var operations = new ProjectOperations(history, locks, approval, runner, resume);
        var selections = new SelectionDeletes(planners.Delete, cloud.Catalog, history, locks, approval, runner, journals);

        _deploy = new DeployHandler(operations, journals, records, reader, planners.Deploy);
        _delete = new DeleteHandler(operations, journals, records, reader, planners.Delete, selections);
        _power = new PowerHandler(operations, journals, records, reader, planners.Power);
        _resume = new ResumeHandler(operations, resume, history, selections);
        _undo = new UndoHandler(operations, journals, history, recovery);
        _keep = new KeepHandler(operations, journals, history, reader, reporter, selections);
        _refresh = new RefreshHandler(projects, reader, statuses, reporter);
        _scan = new ScanHandler(reader.Scanner, reporter);
    }

    /// <summary>Executes a command.</summary>
    /// <param name="stop">Starts nothing new; running steps finish.</param>
    /// <returns>Its last status.</returns>
    public async Task<Status> HandleAsync(Command command, CommandContext context, CancellationToken stop) => command switch
    {
        ScanPart part => await _scan.HandleAsync(part, context, stop),
        ScanAllRegions scan => await _scan.HandleAsync(scan, context, stop),
        Deploy deploy => await _deploy.HandleAsync(deploy, context, stop),
        Terminate delete => await _delete.HandleAsync(delete, context, stop),
        Power power => await _power.HandleAsync(power, context, stop),
        ProjectUpdated update => await _refresh.HandleAsync(update, context, stop),
        Resume resume => await _resume.HandleAsync(resume, context, stop),
        Undo undo => await _undo.HandleAsync(undo, context, stop),
        Keep keep => await _keep.HandleAsync(keep, context, stop),
        _ => StatusFactory.Unsupported(command),
    };

    /// <inheritdoc cref="ScanHandler.PartsAsync"/>
    public Task<IReadOnlyList<ScanPart>> ScanPartsAsync(ScanRequest request, CancellationToken stop) => _scan.PartsAsync(request, stop);
}
