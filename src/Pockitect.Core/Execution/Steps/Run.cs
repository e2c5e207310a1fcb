using System.Collections.Concurrent;
using Pockitect.Core.Accounts;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;

namespace Pockitect.Core.Execution.Steps;

/// <summary>The state that all steps of one run of an operation share.</summary>
/// <param name="Ids">The resource IDs by logical ID. Steps add the ones that they create.</param>
internal sealed record Run(
    Cloud Cloud,
    Operation Operation,
    Journal Journal,
    TimeProvider Time,
    TerminateOptions Options,
    ConcurrentDictionary<string, string> Ids)
{
    /// <summary>The right to change the project among several computers; null with only one.</summary>
    public ProjectLease? Lease { get; init; }

    /// <summary>The steps of earlier attempts.</summary>
    public StepHistory Earlier { get; init; } = new();

    /// <summary>Created resources that could not be recorded in the journal: <c>web is i-0abc (AWS::EC2::Instance)</c>.</summary>
    public ConcurrentQueue<string> Unrecorded { get; } = new();

    /// <summary>Makes a changing call once it is certain that no one else has taken the project.</summary>
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

    /// <summary>Announces a step's next call in the journal.</summary>
    /// <returns>The journal's line.</returns>
    public async Task<Intended> IntendAsync(Step step, string? id, string? token)
    {
        var intent = new Intended(Time.GetUtcNow(), step.Id, step.Kind, step.Type.Name, step.Place.Region, step.LogicalId, id, token);
        await Journal.AppendAsync(intent);
        return intent;
    }
}
