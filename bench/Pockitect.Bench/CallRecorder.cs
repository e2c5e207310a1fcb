using System.Collections.Concurrent;
using System.Diagnostics;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Core.Execution;

namespace Pockitect.Bench;

/// <summary>One attempt at one AWS call.</summary>
/// <param name="StepId">The step that made it; null for one outside of all steps.</param>
/// <param name="Began">By <see cref="Stopwatch"/>, as <paramref name="Ended"/>.</param>
internal sealed record RecordedCall(string? StepId, string Action, bool Mutating, bool Failed, long Began, long Ended);

/// <summary>Notes every AWS call, and which step of the plan made it.</summary>
internal sealed class CallRecorder
{
    // A step says what it does before it calls, in the flow of control that its calls are then made from.
    private readonly AsyncLocal<string?> _step = new();
    private readonly ConcurrentQueue<RecordedCall> _calls = [];

    public IReadOnlyList<RecordedCall> Calls => [.. _calls];

    /// <summary>Forgets the calls up to now.</summary>
    public void Clear() => _calls.Clear();

    public void Hear(StepReport report) => _step.Value = report.Step.Id;

    public void See(AwsCall call)
    {
        if (call.Phase is AwsCallPhase.Sending) return;
        var ended = Stopwatch.GetTimestamp();
        var began = ended - (long)(call.Elapsed.TotalSeconds * Stopwatch.Frequency);
        _calls.Enqueue(new RecordedCall(_step.Value, call.Action, call.Mutating, call.Phase is AwsCallPhase.Failed, began, ended));
    }

    /// <summary>How long at least one of these calls was under way: calls of one step that run side by side count once.</summary>
    public static TimeSpan Busy(IEnumerable<RecordedCall> calls)
    {
        var busy = TimeSpan.Zero;
        var until = long.MinValue;
        foreach (var call in calls.OrderBy(call => call.Began))
        {
            if (call.Ended <= until) continue;
            busy += Stopwatch.GetElapsedTime(Math.Max(call.Began, until), call.Ended);
            until = call.Ended;
        }

        return busy;
    }
}
