namespace Pockitect.Core.Execution;

/// <summary>The right to change a project: this computer's lock, and among several computers a lease besides.</summary>
internal sealed class Writer : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly ProjectLock? _lock;

    private Writer(ProjectLock? here, ProjectLease? lease, string? request)
    {
        _lock = here;
        Lease = lease;
        Request = request;
    }

    /// <summary>Null where there is but one computer.</summary>
    public ProjectLease? Lease { get; }

    /// <summary>The command that the project is changed for; null where it has no id.</summary>
    public string? Request { get; }

    /// <summary>Takes both.</summary>
    /// <returns>The right, or null and who has it.</returns>
    public static async Task<(Writer? Writer, string? Holder)> TryTakeAsync(
        DataFolder folder, SharedProjects shared, string project, string doing, Request? request, TimeProvider time, CancellationToken ct)
    {
        var (mine, holder) = await ProjectLock.TryTakeAsync(folder, project, doing, time);
        // The worker that had the command before may only be asleep, on this computer: it ends what it is at, and frees the lock.
        while (mine is null && request is { IsTakenOver: true })
        {
            await Task.Delay(Pause, time, ct);
            (mine, holder) = await ProjectLock.TryTakeAsync(folder, project, doing, time);
        }

        if (mine is null) return (null, holder);
        try
        {
            var (lease, other) = await shared.TryTakeAsync(project, doing, request?.Id, ct);
            if (other is null) return (new Writer(mine, lease, request?.Id), null);
            mine.Dispose();
            return (null, other);
        }
        catch
        {
            mine.Dispose();
            throw;
        }
    }

    /// <summary>Takes the lease alone, and waits for whoever has it: for what no lock of this computer holds.</summary>
    public static async Task<Writer> TakeSharedAsync(SharedProjects shared, string project, string doing, Request? request, TimeProvider time, CancellationToken ct)
    {
        while (true)
        {
            var (lease, holder) = await shared.TryTakeAsync(project, doing, request?.Id, ct);
            if (holder is null) return new Writer(null, lease, request?.Id);
            await Task.Delay(Pause, time, ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Lease is not null) await Lease.DisposeAsync();
        _lock?.Dispose();
    }
}
