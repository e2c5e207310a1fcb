using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Guards;
using Pockitect.Core.Planning;

namespace Pockitect.Core.Commands;

/// <summary>Holds each plan to what its user approved and to what the account allows, before anything of it is carried out.</summary>
internal sealed class ApprovalCheck(AccountGuards guards)
{
    /// <summary>Why a plan may not be carried out at all; null if it may.</summary>
    public Failed? Forbidden(Plan plan) => guards.Hold(plan).Refusals is { Count: > 0 } refusals ? new Failed(string.Join("\n", refusals), refusals, []) : null;

    /// <summary>Why a plan may not be carried out under the approval that came with a command; null if it may.</summary>
    /// <param name="approved">The fingerprint of the plan that the user saw.</param>
    /// <param name="project">The project whose name is to be typed; null for resources that were selected.</param>
    public Failed? Refusal(Plan plan, string approved, Command command, string? project) =>
        Forbidden(plan) is { } forbidden ? forbidden
        : plan.Fingerprint != approved ? StatusFactory.Changed
        : guards.Unconfirmed(plan, project, command.Confirmation) is { } unconfirmed ? new Failed(unconfirmed, [unconfirmed], [])
        : null;
}
