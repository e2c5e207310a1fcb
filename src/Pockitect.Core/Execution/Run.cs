using System.Collections.Concurrent;
using Pockitect.Core.Accounts;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;

namespace Pockitect.Core.Execution;

/// <summary>What all steps of one run of an operation share.</summary>
/// <param name="Ids">The id of each resource by its logical id; steps that create add theirs.</param>
internal sealed record Run(
    Cloud Cloud, Operation Operation, Journal Journal, TimeProvider Time, TerminateOptions Options, ConcurrentDictionary<string, string> Ids)
{
    /// <summary>The right to change the project among several computers; null where there is but one.</summary>
    public ProjectLease? Lease { get; init; }

    /// <summary>The steps of earlier attempts.</summary>
    public StepHistory Earlier { get; init; } = new();

    /// <summary>What was created and could not be recorded in the journal: <c>web is i-0abc (AWS::EC2::Instance)</c>.</summary>
    public ConcurrentQueue<string> Unrecorded { get; } = new();

    /// <summary>Makes a changing call, as soon as it is sure that nobody else has taken the project.</summary>
    public async Task ChangeAsync(Func<Task> call, CancellationToken stop)
    {
        if (Lease is not null) await Lease.EnsureAsync(stop);
        await call();
    }

    /// <inheritdoc cref="ChangeAsync(Func{Task}, CancellationToken)"/>
    public async Task<T> ChangeAsync<T>(Func<Task<T>> call, CancellationToken stop)
    {
        if (Lease is not null) await Lease.EnsureAsync(stop);
        return await call();
    }

    /// <summary>Announces the call that a step is about to make.</summary>
    /// <returns>The line of the journal.</returns>
    public async Task<Intended> IntendAsync(Step step, string? id, string? token)
    {
        var intent = new Intended(Time.GetUtcNow(), step.Id, step.Kind, step.Type.Name, step.Place.Region, step.LogicalId, id, token);
        await Journal.AppendAsync(intent);
        return intent;
    }
}
