using Pockitect.Core.Bus;

namespace Pockitect.Web.Work;

/// <summary>Where one resource of an operation stands.</summary>
/// <param name="Phase">creating, waiting, updating, deleting, done, failed, skipped …</param>
/// <param name="Detail">What AWS is waiting for, or the fault; null where there is nothing to say.</param>
/// <param name="Since">When it came into this phase.</param>
public sealed record ResourceProgress(string Resource, string Type, string Phase, string? Detail, DateTimeOffset Since);

/// <summary>An operation that was started in this app, as far as it has come. A new one takes its place whenever something is said of it.</summary>
/// <param name="RequestId">The command's own id; cancelling names it.</param>
/// <param name="Project">The project's slug; null for resources that were picked by hand, and for a scan.</param>
/// <param name="Command">What was asked for.</param>
public sealed record RunningOperation(string RequestId, string? Project, Command Command, DateTimeOffset BeganAt)
{
    private const int LinesKept = 500;

    /// <summary>Steps that have ended; it never goes back.</summary>
    public int Step { get; init; }

    /// <summary>All steps; 0 as long as nobody has said.</summary>
    public int Total { get; init; }

    public TimeSpan Elapsed { get; init; }

    /// <summary>The estimate; null where there is nothing to go by.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>In the order in which they were first spoken of.</summary>
    public IReadOnlyList<ResourceProgress> Resources { get; init; } = [];

    /// <summary>All that was said, the newest last, at most 500 lines.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];

    /// <summary>A worker has said something of it.</summary>
    public bool IsTaken { get; init; }

    /// <summary>It waits for a worker elsewhere, and none has taken it.</summary>
    public bool IsQueued { get; init; }

    /// <summary>A person has asked to stop.</summary>
    public bool IsCancelling { get; init; }

    /// <summary>How it ended; null while it runs.</summary>
    public Status? End { get; init; }

    public bool IsRunning => End is null;

    /// <summary>The project's name, or the ID of the delete of selected resources that it settles; null for a new one and for a scan.</summary>
    public string? Handle => Project ?? Command switch
    {
        Resume resume => resume.OperationId,
        Keep keep => keep.OperationId,
        _ => null,
    };

    /// <summary>It changes something, or settles what did; a look changes nothing.</summary>
    public bool IsChange => Command is Deploy or Terminate or Power or Resume or Undo or Keep;

    /// <summary>The same after this was said.</summary>
    public RunningOperation With(Status status, DateTimeOffset at) =>
        status is Queued ? this with { IsQueued = !IsTaken } : (this with { IsTaken = true, IsQueued = false }).After(status, at);

    private RunningOperation After(Status status, DateTimeOffset at) => status switch
    {
        Progress progress => With(progress, at),
        { IsLast: true } => this with { End = status, Remaining = null, Elapsed = at - BeganAt, Log = Add($"{at:HH:mm:ss} {(status is Completed done ? done.Summary : ((Failed)status).Reason)}") },
        _ => this,
    };

    private RunningOperation With(Progress progress, DateTimeOffset at)
    {
        var before = Resources.FirstOrDefault(resource => resource.Resource == progress.Resource);
        var now = new ResourceProgress(progress.Resource, progress.ResourceType, progress.Phase, progress.Detail, before?.Phase == progress.Phase ? before.Since : at);
        var words = $"{at:HH:mm:ss} {progress.Resource} {progress.Phase}{(progress.Detail is { } detail ? $": {detail}" : "")}";
        return this with
        {
            Step = Math.Max(Step, progress.Step),
            Total = progress.Total,
            Elapsed = progress.Elapsed,
            Remaining = progress.Remaining,
            Resources = before is null ? [.. Resources, now] : [.. Resources.Select(resource => ReferenceEquals(resource, before) ? now : resource)],
            // What is said again and again while AWS is waited for is said once.
            Log = before?.Phase == progress.Phase && Words(before.Detail) == Words(progress.Detail) ? Log : Add(words),
        };
    }

    /// <summary>Without its numbers, which only count.</summary>
    private static string? Words(string? detail) => detail is null ? null : string.Concat(detail.Where(letter => !char.IsAsciiDigit(letter)));

    private List<string> Add(string line) => [.. Log.Skip(Math.Max(0, Log.Count - LinesKept + 1)), line];
}
