using Pockitect.Core.Accounts;
using Pockitect.Core.Faults;
using Pockitect.Core.Inventory;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Execution;

/// <summary>Waits for AWS's reads to catch up with recent changes, so that two plans in a row see the same account.</summary>
internal sealed class ReadLag(Cloud cloud, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Waits until reads and lists must show what these operations did. A call whose answer was lost may still be on its way when
    /// the process that sent it is dead.
    /// </summary>
    /// <param name="operations">Operations with their journals, finished or not.</param>
    /// <param name="ownedBy">Gets what the last scan found of a project, by the project's ID.</param>
    /// <param name="scan">Scans again.</param>
    public async Task WaitForAsync(
        IReadOnlyList<OperationRecord> operations,
        Func<string, IReadOnlyList<Observed>> ownedBy,
        Func<ScanRequest, Task> scan,
        CancellationToken ct)
    {
        var deleted = operations.SelectMany(operation => operation.Steps)
            .Where(step => step is { Step.Kind: StepKind.Delete, Intent: not null })
            .Select(step => step.ResourceId)
            .ToHashSet(StringComparer.Ordinal);
        List<(Operation Operation, StepRecord Step, Intended Intent, DateTimeOffset At)> recent = [];
        foreach (var operation in operations)
        {
            foreach (var step in operation.Steps)
            {
                if (step.Intent is not { } intent) continue;
                if (IsOpen(step)) recent.Add((operation.Operation, step, intent, operation.LastEntryAt));
                else if (step.Step.Kind is StepKind.Create && step.ResourceId is { } id && !deleted.Contains(id))
                    recent.Add((operation.Operation, step, intent, step.CreatedAt ?? intent.At));
            }
        }

        // If the clock was set back since, the wait is no longer than AWS's lag.
        var now = time.GetUtcNow();
        while (recent.Where(change => !IsShown(change.Operation, change.Step, change.Intent)).ToList() is { Count: > 0 } missing
            && missing.Max(change => change.At < now ? change.At : now) + cloud.ListsLag > time.GetUtcNow())
        {
            await Task.Delay(Pause, time, ct);
            var intents = missing.Select(change => change.Intent).ToList();
            await scan(new ScanRequest(
                [.. intents.Select(intent => intent.Region).Distinct()], [.. intents.Select(intent => intent.Type).Distinct()]));
        }

        // No list shows that an update has arrived, or the settings that follow a create.
        bool IsShown(Operation operation, StepRecord step, Intended intent) =>
            intent.Kind is StepKind.Create && step.Progress is not StepProgress.Made && ownedBy(operation.ProjectId).Any(row =>
                row.Type == intent.Type
                    && (step.Progress is StepProgress.InDoubt ? IsMadeBy(row, operation, intent) : row.Id == step.ResourceId));
    }

    /// <summary>Reads a resource with all its settings; waits if AWS does not know a new one everywhere yet.</summary>
    /// <returns>Null if it no longer exists.</returns>
    public async Task<Observed?> ReadAsync(Observed row, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await cloud.Catalog[row.Type].ReadAsync(row.Place, row.Id, ct);
            }
            catch (Exception e)
                when (cloud.FaultOf(e) is { Kind: FaultKind.NotYetConsistent } fault
                    && time.GetElapsedTime(began) < (fault.Budget ?? cloud.ListsLag))
            {
                await Task.Delay(Pause, time, ct);
            }
        }
    }

    // Its last call may have been sent just before the process died.
    private static bool IsOpen(StepRecord step) => step.Progress is StepProgress.InDoubt or StepProgress.Made;

    private static bool IsMadeBy(Observed row, Operation operation, Intended intent) =>
        row.Tags.GetValueOrDefault(OwnershipTags.Resource) == intent.LogicalId
            && row.Tags.GetValueOrDefault(OwnershipTags.Operation) == operation.Id;
}
