using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Journals;

namespace Pockitect.Core.Commands;

/// <summary>The right to change one project, or several: this computer's locks, and a lease for each among several computers.</summary>
internal sealed class ProjectWriteLock : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly DataFolder _folder;
    private readonly SharedProjects _shared;
    private readonly TimeProvider _time;
    private readonly List<ProjectLock> _locks = [];
    private readonly List<ProjectLease> _leases = [];
    private readonly Request? _request;
    private readonly string _doing;

    private ProjectWriteLock(DataFolder folder, SharedProjects shared, string doing, Request? request, TimeProvider time) =>
        (_folder, _shared, _doing, _request, _time) = (folder, shared, doing, request, time);

    /// <summary>The leases of all projects, with the first one's journal; null with a single computer.</summary>
    public ProjectLease? Lease => _leases switch
    {
        [] => null,
        [var only] => only,
        [var first, .. var others] => new JoinedLease(first, others),
    };

    /// <summary>The command that changes the project; null without an ID.</summary>
    public string? Request => _request?.Id;

    /// <summary>Takes the lock and the lease of a project.</summary>
    /// <returns>The right, or null and its holder.</returns>
    public static async Task<(ProjectWriteLock? WriteLock, string? Holder)> TryTakeAsync(
        DataFolder folder, SharedProjects shared, string project, string doing, Request? request, TimeProvider time, CancellationToken ct)
    {
        var writeLock = new ProjectWriteLock(folder, shared, doing, request, time);
        return await writeLock.TryAddAsync(project, ct) is { } holder ? (null, holder) : (writeLock, null);
    }

    /// <summary>Takes only the lease, and waits for its holder: for work without a local lock.</summary>
    public static async Task<ProjectWriteLock> TakeSharedAsync(
        DataFolder folder, SharedProjects shared, string project, string doing, Request? request, TimeProvider time, CancellationToken ct)
    {
        var writeLock = new ProjectWriteLock(folder, shared, doing, request, time);
        while (true)
        {
            var (lease, holder) = await shared.TryTakeAsync(project, doing, request?.Id, ct);
            if (lease is not null) writeLock._leases.Add(lease);
            if (holder is null) return writeLock;
            await Task.Delay(Pause, time, ct);
        }
    }

    /// <summary>Takes another project, too, and keeps those already taken.</summary>
    /// <returns>Null, or the holder of that project.</returns>
    public async Task<string?> TryAddAsync(string project, CancellationToken ct)
    {
        if (await TryLockAsync(project, ct) is { } here) return here;
        try
        {
            var (lease, elsewhere) = await _shared.TryTakeAsync(project, _doing, Request, ct);
            if (lease is not null) _leases.Add(lease);
            if (elsewhere is not null) Unlock();
            return elsewhere;
        }
        catch
        {
            Unlock();
            throw;
        }
    }

    /// <summary>Takes only this computer's lock.</summary>
    /// <returns>Null, or its holder.</returns>
    public async Task<string?> TryLockAsync(string project, CancellationToken ct)
    {
        var (mine, holder) = await ProjectLock.TryTakeAsync(_folder, project, _doing, _time);
        // The command's previous worker may be suspended on this computer: it finishes its step and releases the lock.
        while (mine is null && _request is { IsTakenOver: true })
        {
            await Task.Delay(Pause, _time, ct);
            (mine, holder) = await ProjectLock.TryTakeAsync(_folder, project, _doing, _time);
        }

        if (mine is not null) _locks.Add(mine);
        return mine is null ? holder ?? "another process" : null;
    }

    /// <summary>
    /// Does the work and releases everything. A lease that can't be released is a note on the result, and never hides it.
    /// </summary>
    public async Task<Status> UseAsync(Func<Task<Status>> work, Func<Exception, Fault> explain)
    {
        Status ending;
        try
        {
            ending = await work();
        }
        catch
        {
            // The work's own error matters; a remaining lease expires.
            await TryReleaseAsync(explain);
            throw;
        }

        return await TryReleaseAsync(explain) is { } note ? StatusFactory.WithNotes(ending, [note]) : ending;
    }

    public async ValueTask DisposeAsync()
    {
        List<Exception> failures = [];
        foreach (var lease in _leases.AsEnumerable().Reverse())
        {
            try
            {
                await lease.DisposeAsync();
            }
            catch (Exception e)
            {
                // Releases the others and the locks in any case.
                failures.Add(e);
            }
        }

        foreach (var taken in _locks) taken.Dispose();
        _leases.Clear();
        _locks.Clear();
        if (failures is [var only]) throw only;
        if (failures.Count > 1) throw new AggregateException(failures);
    }

    private async Task<string?> TryReleaseAsync(Func<Exception, Fault> explain)
    {
        try
        {
            await DisposeAsync();
            return null;
        }
        catch (Exception e)
        {
            return $"The shared lock could not be released and expires by itself: {explain(e).Message}";
        }
    }

    private void Unlock()
    {
        _locks[^1].Dispose();
        _locks.RemoveAt(_locks.Count - 1);
    }

    /// <summary>Several leases as one: all must be held, and the first one's journal is written.</summary>
    private sealed class JoinedLease(ProjectLease first, IReadOnlyList<ProjectLease> others) : ProjectLease
    {
        public override void Demand()
        {
            first.Demand();
            foreach (var lease in others) lease.Demand();
        }

        public override async Task EnsureAsync(CancellationToken ct)
        {
            await first.EnsureAsync(ct);
            foreach (var lease in others) await lease.EnsureAsync(ct);
        }

        public override Task AppendAsync(Operation operation, string line) => first.AppendAsync(operation, line);

        public override Task ShareDeployedAsync(DataFolder folder) => first.ShareDeployedAsync(folder);

        // The write lock releases each of them.
        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
