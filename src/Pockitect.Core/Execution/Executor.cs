using System.Collections.Concurrent;
using Pockitect.Core.Accounts;
using Pockitect.Core.Faults;
using Pockitect.Core.Execution.Steps;
using Pockitect.Core.Files;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Execution;

/// <summary>The progress of a running step.</summary>
/// <param name="Ended">The number of finished steps.</param>
/// <param name="Total">The number of all steps.</param>
/// <param name="Phase">creating, waiting, updating, deleting, done, failed or skipped.</param>
public sealed record StepReport(int Ended, int Total, Step Step, string Phase, string? Detail, TimeSpan Elapsed, TimeSpan? Remaining);

/// <summary>The result of an operation.</summary>
/// <param name="Outcomes">The result of each step.</param>
/// <param name="Ids">The ID of each resource, by logical ID.</param>
public sealed record OperationResult(IReadOnlyDictionary<string, StepOutcome> Outcomes, IReadOnlyDictionary<string, string> Ids)
{
    /// <summary>Why the journal could not be written; null if it could.</summary>
    public Fault? JournalFault { get; init; }

    /// <summary>Created resources that are not in the journal, with their IDs. The next start finds them by their tags.</summary>
    public IReadOnlyList<string> Unrecorded { get; init; } = [];

    public bool Succeeded => Outcomes.Values.All(outcome => outcome is StepOutcome.Succeeded);

    public OperationOutcome Outcome =>
        Succeeded ? OperationOutcome.Completed : WasCancelled || IsStillWaiting ? OperationOutcome.Cancelled : OperationOutcome.Failed;

    /// <summary>Whether nothing failed, but AWS needs longer than Pockitect waits.</summary>
    private bool IsStillWaiting => JournalFault is null
        && Outcomes.Values.OfType<StepOutcome.FailedBecause>().ToList() is { Count: > 0 } failed
        && failed.TrueForAll(outcome => outcome.Fault.IsStillWaiting);

    /// <summary>Whether it was canceled. If the journal failed, nothing new was started for that reason.</summary>
    public bool WasCancelled => JournalFault is null && Outcomes.Values.Any(outcome => outcome is StepOutcome.NotStarted);
}

/// <summary>Executes a plan. It is the only writer of the journal, and the only code that changes anything in an account.</summary>
public sealed class Executor(Cloud cloud, DataFolder folder, Durations durations, TimeProvider time, int width = Executor.DefaultWidth)
{
    /// <summary>Concurrent steps: enough for every branch of a large project, and few enough for AWS's limits on changes.</summary>
    public const int DefaultWidth = 16;

    /// <summary>Runs all steps that can run.</summary>
    /// <param name="report">Called on any thread, one call at a time.</param>
    /// <param name="stop">Starts nothing new; running calls finish and are journaled.</param>
    /// <param name="lease">The right to change the project among several computers; null with only one.</param>
    /// <param name="request">The ID of the command; null if missing.</param>
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
            [
                .. plan.Changes.Where(change => change.Action is not ChangeAction.Keep)
                    .Select(change => change.Now)
                    .OfType<Observed>()
                    .Select(now => ObservedJson.Write(now with { Spec = Scripts.Withhold(now.Spec) })),
            ],
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
            if (outcomes[step.Id] is StepOutcome.SkippedBecauseOf because)
            {
                reporter.End(
                    step, "skipped", $"because '{because.RootCause}' {StepOutcome.Verb(outcomes.GetValueOrDefault(because.RootCause))}");
            }
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
            // Steps that can't be recorded don't start; running steps finish their calls.
            if (journal.Failure is not null) await halt.CancelAsync();
            // Waiting for the user to sign in doesn't count as AWS's time.
            if (fault is null) durations.Learn(step, time.GetElapsedTime(began) - runner.SignedOut);
            reporter.End(
                step,
                fault is null ? "done" : fault.Kind is FaultKind.Cancelled || fault.IsStillWaiting ? "stopped" : "failed",
                fault?.Message);
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
            // The result reports it. Without this line the operation counts as unfinished, and resuming it finds nothing to do.
        }
    }

    /// <summary>Counts finished steps and estimates the remaining time.</summary>
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
