using System.Threading.Channels;
using Pockitect.Core.Accounts;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Files;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;

namespace Pockitect.Core.Commands;

/// <summary>Carries out the plan of one operation, reports its progress, and scans again afterward. What fails after the plan was carried out is a note on its result, and never hides it.</summary>
internal sealed class OperationRunner(Cloud cloud, Executor executor, StatusReporter reporter, DataFolder folder, Durations durations, TimeProvider time)
{
    /// <param name="project">The project that it is about; null for resources that were selected.</param>
    /// <param name="begun">What another worker has done of the same command; null where it begins here.</param>
    /// <param name="whenDone">What is to be recorded of an operation that has completed.</param>
    public async Task<Status> CarryOutAsync(
        Plan plan,
        Operation operation,
        TerminateOptions options,
        ProjectIdentity? project,
        ProjectWriteLock writeLock,
        OperationRecord? begun,
        Func<Status, Task> tell,
        CancellationToken stop,
        Func<Task>? whenDone = null)
    {
        // One that goes on with an earlier attempt is carried out all the same: its journal gets its end.
        if (plan.IsEmpty && !Journal.Exists(folder, operation))
        {
            if (whenDone is not null) await whenDone();
            return new Completed("Nothing to do: everything matches the blueprint.");
        }

        var reports = Channel.CreateUnbounded<StepReport>(new UnboundedChannelOptions { SingleReader = true });
        var telling = TellAsync(reports.Reader, Continued(begun, plan, writeLock), tell);
        OperationResult result;
        Exception? untold;
        try
        {
            result = await executor.RunAsync(plan, operation, options, report => reports.Writer.TryWrite(report), stop, writeLock.Lease, writeLock.Request);
        }
        finally
        {
            reports.Writer.Complete();
            untold = await telling;
        }

        if (untold is TakenOverException) throw untold;
        List<string> notes = untold is null ? [] : [$"Its progress could not be reported: {cloud.FaultOf(untold).Message}"];
        var ending = StatusFactory.Of(plan, operation, result);
        await NoteAsync(notes, () => durations.SaveAsync(CancellationToken.None), "How long the steps took could not be saved, so estimates stay as they were");
        if (ending is Completed && whenDone is not null) await NoteAsync(notes, whenDone, "The result could not be recorded; run the same command again to record it");
        // Nobody is signed in: there is nothing to scan with, and how it ended must be reported all the same.
        if (ending is not Failed { NeedsSignIn: true })
            await NoteAsync(notes, () => reporter.RefreshAsync(plan, project, tell), "The status could not be refreshed; run `pockitect status` to refresh it");
        return StatusFactory.WithNotes(ending, notes);
    }

    private async Task NoteAsync(List<string> notes, Func<Task> work, string note)
    {
        try
        {
            await work();
        }
        // The boundary behind an operation that has ended: what AWS did is done, and is reported.
        catch (Exception e) when (e is not TakenOverException)
        {
            notes.Add($"{note}: {cloud.FaultOf(e).Message}");
        }
    }

    /// <summary>What another worker has done of the same command, so that who watches sees it go on and not begin again.</summary>
    private (int Steps, TimeSpan Elapsed) Continued(OperationRecord? begun, Plan plan, ProjectWriteLock writeLock)
    {
        if (begun is null || writeLock.Request is null || begun.Request != writeLock.Request) return (0, TimeSpan.Zero);
        var left = plan.Steps.Select(step => step.Id).ToHashSet(StringComparer.Ordinal);
        var elapsed = time.GetUtcNow() - begun.RequestedAt;
        return (begun.Steps.Count(step => !left.Contains(step.Step.Id)), elapsed > TimeSpan.Zero ? elapsed : TimeSpan.Zero);
    }

    /// <returns>Why progress could not be reported the last time that failed; null where it never did.</returns>
    private static async Task<Exception?> TellAsync(ChannelReader<StepReport> reports, (int Steps, TimeSpan Elapsed) before, Func<Status, Task> tell)
    {
        Exception? failure = null;
        while (await reports.WaitToReadAsync())
        {
            while (reports.TryRead(out var report))
            {
                try
                {
                    await tell(new Progress(
                        before.Steps + report.Ended, before.Steps + report.Total, report.Step.LogicalId, report.Step.Type.Name, report.Phase, report.Detail, before.Elapsed + report.Elapsed, report.Remaining));
                }
                catch (Exception e)
                {
                    failure = failure as TakenOverException ?? e;
                    // What has piled up meanwhile is old news, and each of it would wait as long.
                    while (reports.TryRead(out _))
                    {
                    }
                }
            }
        }

        return failure;
    }
}
