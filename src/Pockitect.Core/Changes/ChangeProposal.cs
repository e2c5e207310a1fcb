using Pockitect.Core.Accounts;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Guards;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;

namespace Pockitect.Core.Changes;

/// <summary>A planned change, shown to the user for approval.</summary>
public sealed record ChangeProposal
{
    public required ChangeRequest Request { get; init; }

    public required Plan Plan { get; init; }

    /// <summary>The account's guard rails.</summary>
    public required GuardRails Rails { get; init; }

    /// <summary>The unfinished operation that it resumes, rolls back or closes; null if missing.</summary>
    public OperationRecord? Unfinished { get; init; }

    /// <summary>The blueprint that is deployed; null for every other kind of change.</summary>
    public Blueprint? Blueprint { get; init; }

    public ChangeKind Kind => Request.Kind;

    public ApprovalRule Rule => ApprovalRule.Of(Kind, Plan, Request.Project, Rails);

    /// <summary>Whether there is something to start. An unfinished operation with nothing left to do still has to be closed.</summary>
    public bool CanStart => Rule.CanApprove && (!Plan.IsEmpty || ClosesOperation);

    /// <summary>Whether the plan was made and nothing is left to do.</summary>
    public bool IsUpToDate => Rule.CanApprove && Plan.IsEmpty && !ClosesOperation;

    private bool ClosesOperation =>
        Unfinished is not null && Kind is ChangeKind.Deploy or ChangeKind.Resume or ChangeKind.Undo or ChangeKind.Keep;

    /// <summary>The command that executes it.</summary>
    public Command CommandFor(Approval approval) => Request.CommandFor(Plan) with { Confirmation = approval.Name };
}

/// <summary>Why a change can't be planned.</summary>
/// <param name="Reason">A sentence or two.</param>
public sealed record ChangeRefusal(string Reason)
{
    /// <summary>The identity and the account to use instead; null if another one doesn't help.</summary>
    public ProjectIdentityChoice? Elsewhere { get; init; }
}

/// <summary>The result of planning: a proposal, or the reason why it failed.</summary>
public sealed record PlanningResult(ChangeProposal? Proposal, ChangeRefusal? Refusal)
{
    internal static PlanningResult Of(ChangeProposal proposal) => new(proposal, null);

    internal static PlanningResult Refused(string reason, ProjectIdentityChoice? elsewhere = null) =>
        new(null, new ChangeRefusal(reason) { Elsewhere = elsewhere });
}
