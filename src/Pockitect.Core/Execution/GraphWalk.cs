using Pockitect.Core.Faults;
using Pockitect.Core.Planning;

namespace Pockitect.Core.Execution;

/// <summary>The result of a step.</summary>
public abstract record StepOutcome
{
    private StepOutcome()
    {
    }

    public sealed record Succeeded : StepOutcome;

    /// <summary>It failed itself: a root cause.</summary>
    public sealed record FailedBecause(Fault Fault) : StepOutcome;

    /// <summary>It did not run because of this failed step.</summary>
    public sealed record SkippedBecauseOf(string RootCause) : StepOutcome;

    /// <summary>It did not run, or not to its end, because of a cancellation.</summary>
    public sealed record NotStarted : StepOutcome;

    /// <summary>Describes the result of an unsuccessful step as a verb: <c>failed</c>.</summary>
    internal static string Verb(StepOutcome? outcome) => outcome is FailedBecause { Fault: var fault } ? Verb(fault) : "failed";

    /// <summary>How a step that ended with a fault ended, as a verb.</summary>
    internal static string Verb(Fault fault) => fault.IsStillWaiting ? "timed out" : "failed";
}

/// <summary>
/// Walks the steps of a plan: runs every ready step, with limited concurrency. A failure skips exactly its dependents. Every started step
/// is awaited, whatever fails.
/// </summary>
internal static class GraphWalk
{
    /// <summary>Runs the steps.</summary>
    /// <param name="run">Runs one step; returns null on success. If it throws, nothing new starts.</param>
    /// <param name="explain">Explains a step's exception.</param>
    /// <param name="stop">Starts nothing new; running steps finish.</param>
    /// <returns>The result of each step, by ID.</returns>
    public static async Task<IReadOnlyDictionary<string, StepOutcome>> RunAsync(
        IReadOnlyList<Step> steps, int width, Func<Step, Task<Fault?>> run, Func<Exception, Fault> explain, CancellationToken stop)
    {
        using var halt = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var outcomes = new Dictionary<string, StepOutcome>(StringComparer.Ordinal);
        var waiting = steps.ToList();
        var running = new Dictionary<string, Task<Fault?>>(StringComparer.Ordinal);

        while (true)
        {
            Skip(waiting, outcomes);
            Start(waiting, running, outcomes, width, RunStepAsync, halt.Token);
            if (running.Count == 0) break;

            await Task.WhenAny(running.Values);
            foreach (var (id, task) in running.Where(entry => entry.Value.IsCompleted).ToList())
            {
                running.Remove(id);
                outcomes[id] = Outcome(await task);
            }
        }

        foreach (var step in waiting) outcomes[step.Id] = new StepOutcome.NotStarted();
        return outcomes;

        async Task<Fault?> RunStepAsync(Step step)
        {
            try
            {
                return await run(step);
            }
            catch (Exception e)
            {
                await halt.CancelAsync();
                return explain(e);
            }
        }
    }

    private static StepOutcome Outcome(Fault? fault) => fault switch
    {
        null => new StepOutcome.Succeeded(),
        { Kind: FaultKind.Cancelled } => new StepOutcome.NotStarted(),
        _ => new StepOutcome.FailedBecause(fault),
    };

    private static void Start(
        List<Step> waiting,
        Dictionary<string, Task<Fault?>> running,
        Dictionary<string, StepOutcome> outcomes,
        int width,
        Func<Step, Task<Fault?>> run,
        CancellationToken stop)
    {
        for (var index = 0; index < waiting.Count && running.Count < width && !stop.IsCancellationRequested;)
        {
            var step = waiting[index];
            if (step.After.All(earlier => outcomes.GetValueOrDefault(earlier) is StepOutcome.Succeeded))
            {
                waiting.RemoveAt(index);
                running.Add(step.Id, run(step));
            }
            else
            {
                index++;
            }
        }
    }

    private static void Skip(List<Step> waiting, Dictionary<string, StepOutcome> outcomes)
    {
        // Steps follow their dependencies, so one pass carries a root cause all the way down.
        foreach (var step in waiting.ToList())
        {
            var root = step.After.Select(earlier => RootCause(earlier, outcomes.GetValueOrDefault(earlier)))
                .FirstOrDefault(cause => cause is not null);
            var stopped = step.After.Any(earlier => outcomes.GetValueOrDefault(earlier) is StepOutcome.NotStarted);
            if (root is null && !stopped) continue;
            waiting.Remove(step);
            outcomes[step.Id] = root is null ? new StepOutcome.NotStarted() : new StepOutcome.SkippedBecauseOf(root);
        }
    }

    private static string? RootCause(string stepId, StepOutcome? outcome) => outcome switch
    {
        StepOutcome.FailedBecause => stepId,
        StepOutcome.SkippedBecauseOf skipped => skipped.RootCause,
        _ => null,
    };
}
