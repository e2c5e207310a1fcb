using Pockitect.Core.Commands.Bus;

namespace Pockitect.Web.Work;

/// <summary>The progress of one resource in an operation.</summary>
/// <param name="Phase">creating, waiting, updating, deleting, done, failed, skipped …</param>
/// <param name="Detail">What AWS is waiting for, or the error; null if there is nothing to show.</param>
/// <param name="Since">When this phase started.</param>
public sealed record ResourceProgress(string Resource, string Type, string Phase, string? Detail, DateTimeOffset Since);

/// <summary>The progress of an operation that was started in this app. Each status replaces it with a new record.</summary>
/// <param name="RequestId">The command's ID, used to cancel it.</param>
/// <param name="Project">The project's slug; null for a selection of resources and for a scan.</param>
/// <param name="Command">The command.</param>
public sealed record RunningOperation(string RequestId, string? Project, Command Command, DateTimeOffset BeganAt)
{
    private const int LinesKept = 500;

    /// <summary>The number of finished steps; never decreases.</summary>
    public int Step { get; init; }

    /// <summary>The number of steps; 0 until known.</summary>
    public int Total { get; init; }

    public TimeSpan Elapsed { get; init; }

    /// <summary>The estimated remaining time; null if unknown.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>In the order of their first status.</summary>
    public IReadOnlyList<ResourceProgress> Resources { get; init; } = [];

    /// <summary>The status messages, newest last, at most 500 lines.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];

    /// <summary>Whether a worker has reported anything.</summary>
    public bool IsTaken { get; init; }

    /// <summary>Whether it waits for a worker elsewhere.</summary>
    public bool IsQueued { get; init; }

    /// <summary>Whether the user requested cancellation.</summary>
    public bool IsCancelling { get; init; }

    /// <summary>The result; null while it runs.</summary>
    public Status? End { get; init; }

    public bool IsRunning => End is null;

    /// <summary>
    /// The project's name, or the ID of the delete of selected resources that it settles; null for a new one and for a scan.
    /// </summary>
    public string? Handle => Project ?? Command switch
    {
        Resume resume => resume.OperationId,
        Keep keep => keep.OperationId,
        _ => null,
    };

    /// <summary>Whether the command changes something or settles a change; a scan changes nothing.</summary>
    public bool IsChange => Command is Deploy or Terminate or Power or Resume or Undo or Keep;

    /// <summary>Returns the operation after this status.</summary>
    public RunningOperation With(Status status, DateTimeOffset at) =>
        status is Queued ? this with { IsQueued = !IsTaken } : (this with { IsTaken = true, IsQueued = false }).After(status, at);

    private RunningOperation After(Status status, DateTimeOffset at) => status switch
    {
        Progress progress => With(progress, at),
        { IsLast: true } =>
            this with
            {
                End = status,
                Remaining = null,
                Elapsed = at - BeganAt,
                Log = Add($"{at:HH:mm:ss} {(status is Completed done ? done.Summary : ((Failed)status).Reason)}"),
            },
        _ => this,
    };

    private RunningOperation With(Progress progress, DateTimeOffset at)
    {
        var before = Resources.FirstOrDefault(resource => resource.Resource == progress.Resource);
        var now = new ResourceProgress(
            progress.Resource, progress.ResourceType, progress.Phase, progress.Detail, before?.Phase == progress.Phase ? before.Since : at);
        var words = $"{at:HH:mm:ss} {progress.Resource} {progress.Phase}{(progress.Detail is { } detail ? $": {detail}" : "")}";
        return this with
        {
            Step = Math.Max(Step, progress.Step),
            Total = progress.Total,
            Elapsed = progress.Elapsed,
            Remaining = progress.Remaining,
            Resources = before is null
                ? [.. Resources, now]
                : [.. Resources.Select(resource => ReferenceEquals(resource, before) ? now : resource)],
            // A message that repeats while AWS is busy is shown once.
            Log = before?.Phase == progress.Phase && Words(before.Detail) == Words(progress.Detail) ? Log : Add(words),
        };
    }

    /// <summary>Removes numbers, which only count.</summary>
    private static string? Words(string? detail) =>
        detail is null ? null : string.Concat(detail.Where(letter => !char.IsAsciiDigit(letter)));

    private List<string> Add(string line) => [.. Log.Skip(Math.Max(0, Log.Count - LinesKept + 1)), line];
}
