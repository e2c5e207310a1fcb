using Pockitect.Core.Blueprints;
using Pockitect.Core.Journals;
using Pockitect.Core.Projects;

namespace Pockitect.Core.Commands;

/// <summary>Names new operations, closes settled ones, and stores what they deployed.</summary>
internal sealed class OperationJournals(ProjectRecords records, TimeProvider time)
{
    /// <summary>Returns a new operation of a project.</summary>
    public Operation New(OperationKind kind, string slug, string projectId) => new(NextId(slug), kind, slug, projectId);

    /// <summary>Returns a new delete of selected resources.</summary>
    public Operation NewSelection() => new(NextId(Operation.Selections), OperationKind.Terminate, "", "");

    /// <summary>Closes an unfinished operation.</summary>
    public async Task CloseAsync(Operation operation, OperationOutcome outcome, ProjectWriteLock writeLock)
    {
        using var journal = Journal.Open(records.Folder, operation, writeLock.Lease);
        await journal.AppendAsync(new Ended(time.GetUtcNow(), outcome));
    }

    /// <summary>Stores the blueprint of a completed deploy, here and for other computers.</summary>
    public async Task KeepDeployedAsync(Operation operation, Blueprint blueprint, ProjectWriteLock writeLock)
    {
        await records.Deployed.KeepAsync(operation, blueprint, CancellationToken.None);
        if (writeLock.Lease is not null) await writeLock.Lease.ShareDeployedAsync(records.Folder);
    }

    private string NextId(string place) => records.History.NextId(place, time.GetUtcNow());
}
