using System.Threading.Channels;
using Pockitect.Core.Accounts;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Journals;
using Pockitect.Core.Projects;

namespace Pockitect.Core.Commands;

/// <summary>
/// Executes the plan of an operation, reports its progress, and scans afterward. A failure after execution is a note on the result, and
/// never hides it.
/// </summary>
internal sealed class OperationRunner(Cloud cloud, Executor executor, StatusReporter reporter, ProjectRecords records, TimeProvider time)
{
    /// <returns>The last status of its command.</returns>
    public async Task<Status> RunAsync(PlannedOperation planned, ProjectWriteLock writeLock, CommandContext context, CancellationToken stop)
    {
        var (operation, plan, options) = planned;
        // A resumed operation is executed even without steps, so that its journal gets its end.
        if (plan.IsEmpty && !Journal.Exists(records.Folder, operation))
        {
            if (planned.WhenDone is not null) await planned.WhenDone();
            return new Completed("No changes needed.");
        }

        var reports = Channel.CreateUnbounded<StepReport>(new UnboundedChannelOptions { SingleReader = true });
        var telling = TellAsync(reports.Reader, Continued(planned, writeLock), context.Tell);
        OperationResult result;
        Exception? untold;
        try
        {
            result = await executor.RunAsync(
                plan, operation, options, report => reports.Writer.TryWrite(report), stop, writeLock.Lease, writeLock.Request);
        }
        finally
        {
            reports.Writer.Complete();
            untold = await telling;
        }

        if (untold is TakenOverException) throw untold;
        List<string> notes = untold is null ? [] : [$"Can't report its progress: {cloud.FaultOf(untold).Message}"];
        var ending = StatusFactory.Of(plan, operation, result);
        await NoteAsync(
            notes, () => records.Durations.SaveAsync(CancellationToken.None), "Can't save step durations, so estimates are unchanged");
        if (ending is Completed && planned.WhenDone is { } record)
            await NoteAsync(notes, record, "Can't record the result; run the same command again to record it");
        // Without a session there is nothing to scan with, but the result must be reported.
        if (ending is not Failed { NeedsSignIn: true })
        {
            await NoteAsync(
                notes,
                () => reporter.RefreshAsync(plan, planned.Project, context.Tell),
                "Can't refresh the status; run `pockitect status` to refresh it");
        }

        return StatusFactory.WithNotes(ending, notes);
    }

    private async Task NoteAsync(List<string> notes, Func<Task> work, string note)
    {
        try
        {
            await work();
        }
        // The error boundary after an operation: AWS's changes are done, and are reported.
        catch (Exception e) when (e is not TakenOverException)
        {
            notes.Add($"{note}: {cloud.FaultOf(e).Message}");
        }
    }

    /// <summary>Replays what another worker has done of the same command, so that progress continues instead of starting over.</summary>
    private (int Steps, TimeSpan Elapsed) Continued(PlannedOperation planned, ProjectWriteLock writeLock)
    {
        var begun = planned.Begun;
        if (begun is null || writeLock.Request is null || begun.Request != writeLock.Request) return (0, TimeSpan.Zero);
        var left = planned.Plan.Steps.Select(step => step.Id).ToHashSet(StringComparer.Ordinal);
        var elapsed = time.GetUtcNow() - begun.RequestedAt;
        return (begun.Steps.Count(step => !left.Contains(step.Step.Id)), elapsed > TimeSpan.Zero ? elapsed : TimeSpan.Zero);
    }

    /// <returns>Why progress could last not be reported; null if it always could.</returns>
    private static async Task<Exception?> TellAsync(
        ChannelReader<StepReport> reports, (int Steps, TimeSpan Elapsed) before, Func<Status, Task> tell)
    {
        Exception? failure = null;
        while (await reports.WaitToReadAsync())
        {
            while (reports.TryRead(out var report))
            {
                try
                {
                    await tell(new Progress(
                        before.Steps + report.Ended,
                        before.Steps + report.Total,
                        report.Step.LogicalId,
                        report.Step.Type.Name,
                        report.Phase,
                        report.Detail,
                        before.Elapsed + report.Elapsed,
                        report.Remaining));
                }
                catch (Exception e)
                {
                    failure = failure as TakenOverException ?? e;
                    // Queued statuses are outdated, and each would wait as long.
                    while (reports.TryRead(out _))
                    {
                    }
                }
            }
        }

        return failure;
    }
}
