using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Journals;

namespace Pockitect.Core.Commands;

/// <summary>The right to change one project, or several: this computer's locks, and among several computers a lease for each.</summary>
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

    /// <summary>The leases of all projects, of which the first one's journal is written; null where there is only one computer.</summary>
    public ProjectLease? Lease => _leases switch
    {
        [] => null,
        [var only] => only,
        [var first, .. var others] => new JoinedLease(first, others),
    };

    /// <summary>The command that the project is changed for; null where it has no id.</summary>
    public string? Request => _request?.Id;

    /// <summary>Takes the lock and the lease of a project.</summary>
    /// <returns>The right, or null and who has it.</returns>
    public static async Task<(ProjectWriteLock? WriteLock, string? Holder)> TryTakeAsync(
        DataFolder folder, SharedProjects shared, string project, string doing, Request? request, TimeProvider time, CancellationToken ct)
    {
        var writeLock = new ProjectWriteLock(folder, shared, doing, request, time);
        return await writeLock.TryAddAsync(project, ct) is { } holder ? (null, holder) : (writeLock, null);
    }

    /// <summary>Takes the lease alone, and waits for whoever has it: for what no lock of this computer holds.</summary>
    public static async Task<ProjectWriteLock> TakeSharedAsync(DataFolder folder, SharedProjects shared, string project, string doing, Request? request, TimeProvider time, CancellationToken ct)
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

    /// <summary>Takes another project too. What it has already stays taken.</summary>
    /// <returns>Null, or who has that project.</returns>
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

    /// <summary>Takes this computer's lock only.</summary>
    /// <returns>Null, or who has it.</returns>
    public async Task<string?> TryLockAsync(string project, CancellationToken ct)
    {
        var (mine, holder) = await ProjectLock.TryTakeAsync(_folder, project, _doing, _time);
        // The worker that had the command before may only be asleep, on this computer: it ends what it is at, and frees the lock.
        while (mine is null && _request is { IsTakenOver: true })
        {
            await Task.Delay(Pause, _time, ct);
            (mine, holder) = await ProjectLock.TryTakeAsync(_folder, project, _doing, _time);
        }

        if (mine is not null) _locks.Add(mine);
        return mine is null ? holder ?? "another process" : null;
    }

    /// <summary>Does the work and gives everything back. A lease that can't be given back is a note on the result, and never hides it.</summary>
    public async Task<Status> UseAsync(Func<Task<Status>> work, Func<Exception, Fault> explain)
    {
        Status ending;
        try
        {
            ending = await work();
        }
        catch
        {
            // Why the work failed is what counts; a lease that stays behind runs out.
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
                // The others and the locks are given back all the same.
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

    /// <summary>Several leases as one: all have to be held, and the first one's journal is written.</summary>
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

        // The writeLock gives each of them back.
        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
