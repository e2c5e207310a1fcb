using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;

namespace Pockitect.Core.Commands;

/// <summary>Creates the final statuses of operations.</summary>
internal static class StatusFactory
{
    public static Failed Changed { get; } =
        new("The plan has changed since you saw it. Review the new plan and approve that.", [], []);

    public static Failed NothingUnfinished(string project) => new($"No unfinished operation for {project}.", [], []);

    /// <param name="what">The project, or the operation.</param>
    public static Failed Locked(string what, string? holder) =>
        new($"{what} is locked by {holder}. Wait until that finishes, then run the same command again.", [], []);

    public static Failed Unsupported(Message message) => new($"This worker doesn't support the command {message.GetType().Name}.", [], []);

    /// <summary>The status of an operation whose worker died before it could report.</summary>
    public static Status Told(OperationRecord ended) => ended.Outcome switch
    {
        OperationOutcome.Failed => new Failed(
            ended.Steps.FirstOrDefault(step => step.Failure is not null) is { Failure: { } failure } step
                ? $"'{step.Step.Id}' failed: {failure.Message}"
                : "It failed.",
            // The failed steps.
            [
                .. ended.Steps.Where(step => step.Failure is not null)
                    .Select(step => $"{step.Step.Id}: {step.Failure!.Message} ({step.Failure.Code})"),
            ],
            [],
            OperationId: ended.Operation.Id),
        OperationOutcome.Cancelled =>
            new Failed("Stopped. Run the same command again to continue.", [], [], WasCancelled: true, OperationId: ended.Operation.Id),
        _ => new Completed($"{ended.StepsDone} of {ended.Steps.Count} steps done."),
    };

    /// <summary>The status of an operation that has just ended.</summary>
    public static Status Of(Plan plan, Operation operation, OperationResult result)
    {
        if (result.Succeeded)
        {
            return WithNotes(
                new Completed($"{Summary(plan)} {KeptResourceText.Done(plan.Kept, operation.Id)}".TrimEnd()),
                result.JournalFault is { } open
                    ? [$"The journal could not be completed, so this counts as unfinished; `pockitect resume` closes it: {open.Message}"]
                    : []);
        }

        var failures = plan.Steps
            .Where(step => result.Outcomes[step.Id] is StepOutcome.FailedBecause)
            .Select(step => (step, ((StepOutcome.FailedBecause)result.Outcomes[step.Id]).Fault))
            .OrderBy(failure => failure.Fault.IsStillWaiting)
            .ToList();
        var skipped = plan.Steps
            .Where(step => result.Outcomes[step.Id] is StepOutcome.SkippedBecauseOf)
            .Select(step => (step.Id, Cause: ((StepOutcome.SkippedBecauseOf)result.Outcomes[step.Id]).RootCause))
            .Select(skip => $"{skip.Id}, because '{skip.Cause}' {StepOutcome.Verb(result.Outcomes.GetValueOrDefault(skip.Cause))}")
            .ToList();
        var done = result.Outcomes.Values.Count(outcome => outcome is StepOutcome.Succeeded);
        var reason = failures.Count > 0
            ? $"'{failures[0].step.Id}' {StepOutcome.Verb(failures[0].Fault)}: {Advice.WithMessage(failures[0].Fault)}"
            : $"Stopped after {done} of {plan.Steps.Count} steps. Run the same command again to continue.";
        List<string> notes =
        [
            .. result.JournalFault is { } fault && !failures.Exists(failure => failure.Fault.Message == fault.Message)
                ? [$"The journal failed too: {fault.Message}"]
                : (string[])[],
            .. result.Unrecorded.Select(
                what => $"Created, but not recorded in the journal: {what}. The same command finds it by its tags."),
        ];
        return new Failed(
            string.Join(" ", [reason, .. notes]),
            [
                .. failures.Select(failure => $"{failure.step.Id}: {failure.Fault.Message} ({failure.Fault.Code})"),
                .. result.Unrecorded.Select(what => $"not recorded: {what}"),
            ],
            skipped,
            WasCancelled: failures.Count == 0,
            NeedsSignIn: failures.Any(failure => failure.Fault.Kind is FaultKind.SignIn),
            OperationId: operation.Id)
        { IsStillWaiting = failures.Count > 0 && failures.TrueForAll(failure => failure.Fault.IsStillWaiting) };
    }

    /// <summary>Adds notes about later failures to a final status.</summary>
    public static Status WithNotes(Status ending, IReadOnlyList<string> notes) => ending switch
    {
        _ when notes.Count == 0 => ending,
        Completed completed => completed with { Summary = string.Join(" ", [completed.Summary, .. notes.Select(Sentence)]) },
        Failed failed => failed with { Reason = string.Join(" ", [failed.Reason, .. notes.Select(Sentence)]) },
        _ => ending,
    };

    private static string Sentence(string note) => note.EndsWith('.') ? note : note + ".";

    private static string Summary(Plan plan)
    {
        var counts = plan.Changes.Where(change => change.Action is not ChangeAction.Keep).GroupBy(change => change.Action)
            .OrderBy(group => group.Key)
            .Select(group => $"{group.Count()} {Done(group.Key)}");
        return string.Join(", ", counts) is { Length: > 0 } words ? words + "." : "No changes were needed.";
    }

    private static string Done(ChangeAction action) => action switch
    {
        ChangeAction.Create => "created",
        ChangeAction.Update => "updated",
        ChangeAction.Replace => "replaced",
        _ => "deleted",
    };
}
