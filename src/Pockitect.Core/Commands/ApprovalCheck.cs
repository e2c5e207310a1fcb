using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Guards;
using Pockitect.Core.Planning;

namespace Pockitect.Core.Commands;

/// <summary>Checks each plan against the user's approval and the account's guard rails before it is executed.</summary>
internal sealed class ApprovalCheck(AccountGuards guards)
{
    /// <summary>Returns why a plan may not be executed at all; null if it may.</summary>
    public Failed? Forbidden(Plan plan) =>
        guards.Hold(plan).Refusals is { Count: > 0 } refusals ? new Failed(string.Join("\n", refusals), refusals, []) : null;

    /// <summary>Returns why a plan may not be executed with a command's approval; null if it may.</summary>
    /// <param name="approved">The fingerprint of the plan that the user saw.</param>
    /// <param name="project">The project whose name must be typed; null for a selection of resources.</param>
    public Failed? Refusal(Plan plan, string approved, Command command, string? project) =>
        Forbidden(plan) is { } forbidden ? forbidden
        : plan.Fingerprint != approved ? StatusFactory.Changed
        : guards.Unconfirmed(plan, project, command.Confirmation) is { } unconfirmed ? new Failed(unconfirmed, [unconfirmed], [])
        : null;
}
