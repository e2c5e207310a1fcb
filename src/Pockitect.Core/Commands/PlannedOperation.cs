using Pockitect.Core.Execution;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;

namespace Pockitect.Core.Commands;

/// <summary>An operation with the plan to execute.</summary>
internal sealed record PlannedOperation(Operation Operation, Plan Plan, TerminateOptions Options)
{
    /// <summary>The project; null for a selection of resources.</summary>
    public ProjectIdentity? Project { get; init; }

    /// <summary>What another worker has done of the same command; null if it starts here.</summary>
    public OperationRecord? Begun { get; init; }

    /// <summary>Records the result of a completed operation; null if its journal says everything.</summary>
    public Func<Task>? WhenDone { get; init; }
}
