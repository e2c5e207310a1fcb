using System.Collections.Concurrent;
using Pockitect.Core.Accounts;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Execution;

/// <summary>What the executor says of a step while it runs.</summary>
/// <param name="Ended">How many steps have ended.</param>
/// <param name="Total">All steps.</param>
/// <param name="Phase">creating, waiting, updating, deleting, done, failed or skipped.</param>
public sealed record StepReport(int Ended, int Total, Step Step, string Phase, string? Detail, TimeSpan Elapsed, TimeSpan? Remaining);

/// <summary>How an operation ended.</summary>
/// <param name="Outcomes">How each step ended.</param>
/// <param name="Ids">The id of each resource, by logical id.</param>
public sealed record OperationResult(IReadOnlyDictionary<string, StepOutcome> Outcomes, IReadOnlyDictionary<string, string> Ids)
{
    /// <summary>Why the journal could not be written; null where it was.</summary>
    public Fault? JournalFault { get; init; }

    /// <summary>What was created and is not in the journal, each with its id. The next start finds it by its tags.</summary>
    public IReadOnlyList<string> Unrecorded { get; init; } = [];

    public bool Succeeded => Outcomes.Values.All(outcome => outcome is StepOutcome.Succeeded);

    public OperationOutcome Outcome => Succeeded ? OperationOutcome.Completed : WasCancelled || IsStillWaiting ? OperationOutcome.Cancelled : OperationOutcome.Failed;

    /// <summary>Nothing failed, and AWS needs longer than Pockitect waits.</summary>
    private bool IsStillWaiting => JournalFault is null
        && Outcomes.Values.OfType<StepOutcome.FailedBecause>().ToList() is { Count: > 0 } failed && failed.TrueForAll(outcome => outcome.Fault.IsStillWaiting);

    /// <summary>It was asked to stop; where the journal failed, nothing new was started for that reason.</summary>
    public bool WasCancelled => JournalFault is null && Outcomes.Values.Any(outcome => outcome is StepOutcome.NotStarted);
}

/// <summary>Carries out a plan: the one writer of the journal, and the only code that changes anything in an account.</summary>
public sealed class Executor(Cloud cloud, DataFolder folder, Durations durations, TimeProvider time, int width = Executor.DefaultWidth)
{
    /// <summary>Steps at once: enough to keep every branch of a large project busy, few enough for AWS's limits on changes.</summary>
    public const int DefaultWidth = 16;

    /// <summary>Runs all steps that can run.</summary>
    /// <param name="report">Called from any thread, one call at a time.</param>
    /// <param name="stop">Start nothing new, let running calls end, journal, return.</param>
    /// <param name="lease">The right to change the project among several computers; null where there is but one.</param>
    /// <param name="request">The id of the command that is carried out; null where there is none.</param>
    /// <exception cref="TakenOverException">Another worker has taken over.</exception>
    public async Task<OperationResult> RunAsync(
        Plan plan,
        Operation operation,
        TerminateOptions options,
        Action<StepReport> report,
        CancellationToken stop,
        ProjectLease? lease = null,
        string? request = null)
    {
        var earlier = StepHistory.Of(Journal.ReadEarlier(folder, operation));
        using var journal = Journal.Open(folder, operation, lease);
        ProjectLease.Enter(lease);
        await journal.AppendAsync(new Began(
            time.GetUtcNow(),
            operation,
            cloud.AccountId,
            plan.Fingerprint,
            [.. plan.Steps.Select(step => new PlannedStep(step.Id, step.Kind, step.LogicalId))],
            [.. plan.Changes.Where(change => change.Action is not ChangeAction.Keep).Select(change => change.Now).OfType<Observed>().Select(now => ObservedJson.Write(now with { Spec = Scripts.Withhold(now.Spec) }))],
            options)
        { Request = request });

        var ids = new ConcurrentDictionary<string, string>(plan.Changes
            .Where(change => change is { Now: not null, Action: ChangeAction.Keep or ChangeAction.Update })
            .Select(change => KeyValuePair.Create(change.LogicalId, change.Now!.Id)));
        var run = new Run(cloud, operation, journal, time, options, ids) { Lease = lease, Earlier = earlier };
        var reporter = new Reporter(plan.Steps, durations, time, report);

        using var halt = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var outcomes = await GraphWalk.RunAsync(plan.Steps, width, RunStepAsync, cloud.FaultOf, halt.Token);
        foreach (var step in plan.Steps)
        {
            if (outcomes[step.Id] is StepOutcome.SkippedBecauseOf because) reporter.End(step, "skipped", $"because '{because.RootCause}' {StepOutcome.Verb(outcomes.GetValueOrDefault(because.RootCause))}");
        }

        var result = new OperationResult(outcomes, ids) { JournalFault = journal.Failure, Unrecorded = [.. run.Unrecorded] };
        await EndAsync(journal, result);
        return result with { JournalFault = journal.Failure };

        async Task<Fault?> RunStepAsync(Step step)
        {
            var began = time.GetTimestamp();
            reporter.Begin(step);
            var runner = new StepRunner(run, step, (phase, detail) => reporter.Say(step, phase, detail), halt.Token);
            var fault = await runner.RunAsync();
            // What can't be recorded is not begun: the steps beside it end the calls they are at.
            if (journal.Failure is not null) await halt.CancelAsync();
            // The time that you take to sign in again does not count as AWS's.
            if (fault is null) durations.Learn(step, time.GetElapsedTime(began) - runner.SignedOut);
            reporter.End(step, fault is null ? "done" : fault.Kind is FaultKind.Cancelled || fault.IsStillWaiting ? "stopped" : "failed", fault?.Message);
            return fault;
        }
    }

    private async Task EndAsync(Journal journal, OperationResult result)
    {
        try
        {
            await journal.AppendAsync(new Ended(time.GetUtcNow(), result.Outcome));
        }
        catch (Exception e) when (e is not TakenOverException && journal.Failure is not null)
        {
            // The result says so; without this line the operation counts as unfinished, and resuming it finds nothing left to do.
        }
    }

    /// <summary>Counts what has ended and estimates what is left.</summary>
    private sealed class Reporter(IReadOnlyList<Step> steps, Durations durations, TimeProvider time, Action<StepReport> report)
    {
        private readonly Lock _speaking = new();
        private readonly long _began = time.GetTimestamp();
        private readonly Dictionary<string, long> _started = new(StringComparer.Ordinal);
        private readonly HashSet<string> _ended = new(StringComparer.Ordinal);

        public void Begin(Step step)
        {
            lock (_speaking) _started[step.Id] = time.GetTimestamp();
        }

        public void Say(Step step, string phase, string? detail)
        {
            lock (_speaking) Report(step, phase, detail);
        }

        public void End(Step step, string phase, string? detail)
        {
            lock (_speaking)
            {
                _ended.Add(step.Id);
                Report(step, phase, detail);
            }
        }

        private void Report(Step step, string phase, string? detail) => report(new StepReport(
            _ended.Count, steps.Count, step, phase, detail, time.GetElapsedTime(_began), Remaining()));

        private TimeSpan? Remaining() => durations.Longest(
            steps.Where(step => !_ended.Contains(step.Id)),
            step => _started.TryGetValue(step.Id, out var start) ? time.GetElapsedTime(start) : TimeSpan.Zero);
    }
}
