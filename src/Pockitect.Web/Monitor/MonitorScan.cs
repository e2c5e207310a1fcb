using Pockitect.Core.Commands.Bus;
using Pockitect.Web.Work;

namespace Pockitect.Web.Monitor;

/// <summary>The account's last scan, as Monitor follows it.</summary>
public sealed class MonitorScan
{
    private IReadOnlyCollection<string>? _regions;
    private bool _isLearning;

    /// <summary>The running scan; null without one.</summary>
    public RunningOperation? Running { get; private set; }

    /// <summary>Why the last scan failed; null if it runs or succeeded.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether the Regions of the running scan are unknown and <see cref="LearnRegionsAsync"/> isn't running.</summary>
    public bool NeedsRegions => Running is not null && _regions is null && !_isLearning;

    /// <summary>Takes the present state of the scans.</summary>
    /// <param name="operations">All operations, newest first.</param>
    public void Follow(IReadOnlyList<RunningOperation> operations)
    {
        var newest = operations.FirstOrDefault(operation => operation.Command is ScanAllRegions);
        if (newest?.RequestId != Running?.RequestId) _regions = null;
        Problem = newest?.End is Failed failed ? failed.Reason : null;
        Running = newest is { IsRunning: true } ? newest : null;
    }

    /// <summary>Finds out which Regions the running scan covers, for its progress.</summary>
    /// <param name="all">Returns the account's Regions, for a scan without limits.</param>
    public async Task LearnRegionsAsync(Func<Task<IReadOnlyCollection<string>>> all)
    {
        if (Running is not { Command: ScanAllRegions { Request: var request }, RequestId: var id }) return;
        _isLearning = true;
        try
        {
            var regions = request.Regions ?? await all();
            if (Running?.RequestId == id) _regions = regions;
        }
        finally
        {
            _isLearning = false;
        }
    }

    /// <summary>The progress of the running scan, as text.</summary>
    public string ProgressText(IReadOnlyList<RegionScanState> regions) => RegionScanState.Progress(regions, _regions);
}
