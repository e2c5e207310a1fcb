using Pockitect.Core.Changes;
using Pockitect.Core.Commands.Bus;
using Pockitect.Web.Work;

namespace Pockitect.Web.Changes;

/// <summary>The progress of an operation, in words and times.</summary>
public static class OperationPace
{
    private const int Announcements = 4;

    public static string Doing(RunningOperation operation) => operation.Command switch
    {
        Deploy => Tense(operation, "Deploying", "Deploy of"),
        Terminate => Tense(operation, "Deleting", "Delete of"),
        Power { On: true } => Tense(operation, "Starting", "Start of"),
        Power => Tense(operation, "Stopping", "Stop of"),
        Resume { OperationId: not null } => Tense(operation, "Finishing the delete of", "Finish of the delete of"),
        Resume => Tense(operation, "Finishing the last operation of", "Finish of the last operation of"),
        Undo => Tense(operation, "Undoing the last operation of", "Undo of the last operation of"),
        Keep { OperationId: not null } => Tense(operation, "Closing the delete of", "Close of the delete of"),
        Keep => Tense(operation, "Keeping the last operation of", "Keep of the last operation of"),
        ScanAllRegions { Request.Regions: { } regions } => $"{(operation.IsRunning ? "Scanning" : "Scan of")} {string.Join(", ", regions)}",
        ScanAllRegions => operation.IsRunning ? "Scanning all Regions" : "Scan of all Regions",
        _ => Tense(operation, "Refreshing", "Refresh of"),
    };

    /// <summary>How many steps have ended. A resource may take several, so these are never called resources.</summary>
    public static string Steps(RunningOperation operation) => operation switch
    {
        { IsRunning: true, Total: 0 } => "Preparing",
        { IsRunning: true } => $"{operation.Step} of {Count(operation.Total)} done",
        { Total: 0 } => "No steps",
        { End: Completed } => Count(operation.Total),
        _ => $"{operation.Step} of {Count(operation.Total)} ended",
    };

    /// <summary>The elapsed time, also while nothing is reported.</summary>
    public static TimeSpan Elapsed(RunningOperation operation, DateTimeOffset now) =>
        operation.IsRunning ? NotNegative(now - operation.BeganAt) : operation.Elapsed;

    /// <summary>The last estimate, less the time since; null if missing.</summary>
    public static TimeSpan? Left(RunningOperation operation, DateTimeOffset now) =>
        operation is { IsRunning: true, Remaining: { } remaining } && operation.Step < operation.Total
            ? NotNegative(remaining - (Elapsed(operation, now) - operation.Elapsed)) is { Ticks: > 0 } left ? left : null
            : null;

    public static TimeSpan Since(ResourceProgress resource, DateTimeOffset now) => NotNegative(now - resource.Since);

    /// <summary>How long something took: <c>under 1 s</c>, <c>44 s</c>, <c>3 min 5 s</c>, <c>2 h 10 min</c>.</summary>
    public static string Duration(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => "under 1 s",
        { TotalSeconds: < 60 } => FormattableString.Invariant($"{(int)span.TotalSeconds} s"),
        { TotalHours: < 1 } => FormattableString.Invariant($"{span.Minutes} min {span.Seconds} s"),
        _ => FormattableString.Invariant($"{(int)span.TotalHours} h {span.Minutes} min"),
    };

    public static bool IsOver(string phase) => phase is "done" or "failed" or "skipped" or "stopped";

    public static string Class(string phase) => phase switch
    {
        "done" => "good",
        "failed" => "bad",
        "skipped" or "stopped" => "careful",
        _ => "",
    };

    /// <summary>What a screen reader announces: each quarter, each failure and the end, not each step.</summary>
    public static string Announcement(RunningOperation operation)
    {
        if (operation.End is { } end) return $"{EndText.Of(end)}.";
        if (operation.Total > 0 && operation.Step == operation.Total) return "Finishing.";
        var failed = operation.Resources.Where(resource => resource.Phase == "failed").Select(resource => resource.Resource).ToList();
        var quarter = operation.Total == 0 ? 0 : operation.Step * Announcements / operation.Total;
        var progress = quarter == 0 ? "Running" : $"{quarter * 100 / Announcements} percent done";
        var failures = failed.Count > 0 ? $", failed: {string.Join(", ", failed)}" : "";
        return $"{progress}{failures}.";
    }

    /// <summary>The last part of the address that shows a change. One that is kept is shown where it could be resumed.</summary>
    public static string PageOf(Command command) => command switch
    {
        Deploy => "deploy",
        Terminate => "delete",
        Power { On: true } => "start",
        Power => "stop",
        Undo => "undo",
        _ => "resume",
    };

    private static string Tense(RunningOperation operation, string now, string then) =>
        $"{(operation.IsRunning ? now : then)} {operation.Project ?? "selected resources"}";

    private static string Count(int steps) => steps == 1 ? "1 step" : $"{steps} steps";

    private static TimeSpan NotNegative(TimeSpan span) => span < TimeSpan.Zero ? TimeSpan.Zero : span;
}
