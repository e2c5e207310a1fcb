using Pockitect.Core.Accounts;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Files;
using Pockitect.Core.Journals;

namespace Pockitect.Core.Commands;

/// <summary>Locks projects while a command changes them, and first fetches what other computers have done to them.</summary>
internal sealed class ProjectLocks(DataFolder folder, SharedProjects shared, Cloud cloud, TimeProvider time)
{
    private readonly ReceivedBlueprints _received = new(folder);

    /// <summary>Does work that changes a project. Fails if someone else holds the project.</summary>
    /// <param name="doing">The work as a verb, for others that wait for the project.</param>
    public async Task<Status> HoldAsync(
        string slug, string doing, Request? request, Func<ProjectWriteLock, Task<Status>> work, CancellationToken stop)
    {
        var (writeLock, holder) = await ProjectWriteLock.TryTakeAsync(folder, shared, slug, doing, request, time, stop);
        if (writeLock is null) return StatusFactory.Locked(slug, holder);
        return await writeLock.UseAsync(async () =>
        {
            if (writeLock.Lease is not null) await shared.FetchAsync(slug, folder, stop);
            if (request?.Blueprint is { } blueprint) await _received.KeepAsync(slug, blueprint, stop);
            return await work(writeLock);
        }, cloud.FaultOf);
    }

    /// <summary>
    /// Does work that changes a selection of resources. It waits for other computers, and locks the projects that it touches itself.
    /// </summary>
    /// <inheritdoc cref="HoldAsync"/>
    public async Task<Status> HoldSelectionsAsync(
        string doing, Request? request, Func<ProjectWriteLock, Task<Status>> work, CancellationToken stop)
    {
        var writeLock = await ProjectWriteLock.TakeSharedAsync(folder, shared, Operation.Selections, doing, request, time, stop);
        return await writeLock.UseAsync(async () =>
        {
            if (writeLock.Lease is not null) await shared.FetchAsync(Operation.Selections, folder, stop);
            return await work(writeLock);
        }, cloud.FaultOf);
    }
}
