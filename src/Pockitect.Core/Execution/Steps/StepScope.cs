using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Execution.Steps;

/// <summary>What all parts of a running step share: its resource's type and place, its retries, and where it reports.</summary>
internal sealed class StepScope
{
    private readonly Action<string, string?> _report;

    /// <param name="report">Receives each phase, and what is being waited for.</param>
    /// <param name="stop">Ends waiting early; a running call is completed.</param>
    public StepScope(Run run, Step step, Action<string, string?> report, CancellationToken stop)
    {
        (Run, Step, _report, Stop) = (run, step, report, stop);
        Patience = new RetryPolicy(run.Cloud, run.Time, words => report("waiting", words), stop);
    }

    public Run Run { get; }

    public Step Step { get; }

    public CancellationToken Stop { get; }

    public RetryPolicy Patience { get; }

    public ResourceType Type => Step.Type;

    public Place Place => Step.Place;

    /// <summary>What the step is doing, for the message of a timeout.</summary>
    public string Doing => Step.Kind switch
    {
        StepKind.Create => "creating",
        StepKind.Delete => "deleting",
        StepKind.Start => "starting",
        StepKind.Stop => "stopping",
        _ => "updating",
    };

    /// <summary>Returns the same step, which waits to the end even if the operation is stopped.</summary>
    public StepScope Unstoppable() => new(Run, Step, _report, CancellationToken.None);

    /// <summary>Reports a phase, and its detail.</summary>
    public void Report(string phase, string? detail) => _report(phase, detail);

    /// <summary>Waits before the next try.</summary>
    public Task PauseAsync(TimeSpan pause) => Task.Delay(pause, Run.Time, Stop);

    /// <summary>Makes a changing call once it is certain that no one else has taken the project.</summary>
    public Task ChangeAsync(Func<Task> call) => Run.ChangeAsync(call, Stop);

    /// <summary>Reads a resource of the step's type.</summary>
    /// <returns>Null if it doesn't exist.</returns>
    public async Task<Observed?> ReadAsync(string id) =>
        (await Patience.CallAsync(async () => new Found(await Type.ReadAsync(Place, id, CancellationToken.None)))).Resource;

    private sealed record Found(Observed? Resource);
}
