using Microsoft.Extensions.Logging;
using Pockitect.Core.Changes;
using Pockitect.Core.Guards;
using Pockitect.Core.Hosting;
using Pockitect.Web.Work;

namespace Pockitect.Web.Changes;

/// <summary>The result of planning in the window: a proposal, or what went wrong.</summary>
public readonly record struct PlanAttempt(ChangeProposal? Proposal, string? Problem);

/// <summary>A proposal and the user's approval of it.</summary>
public readonly record struct ApprovedProposal(ChangeProposal Proposal, Approval Approval);

/// <summary>The result of starting in the window: the ID by which the feed knows the operation, or what went wrong.</summary>
public readonly record struct StartAttempt(string? RequestId, string? Problem);

/// <summary>
/// Plans and starts changes for every page. There is one for all windows: an operation continues when they are closed.
/// </summary>
public sealed class PlanSession(SignedIn signedIn, OperationFeed feed)
{
    private const string NotSignedIn = "Not signed in.";

    /// <summary>Makes the plan. It may scan many Regions and takes as long as AWS does.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public async Task<PlanAttempt> PlanAsync(ChangeRequest request, CancellationToken ct)
    {
        if (signedIn.Session is not { } session) return new PlanAttempt(null, NotSignedIn);
        var changes = session.Changes(signedIn.Chosen);
        try
        {
            // Journals and plans need the processor too, and the page has to stay responsive.
            var result = await Task.Run(() => changes.PlanAsync(request, ct), ct);
            return new PlanAttempt(result.Proposal, result.Refusal is { } refusal ? Text(refusal) : null);
        }
        // The boundary of planning: the page shows what went wrong.
        catch (Exception e)
        {
            ct.ThrowIfCancellationRequested();
            return new PlanAttempt(null, changes.Explain(e));
        }
    }

    /// <summary>Starts what was approved.</summary>
    public async Task<StartAttempt> StartAsync(ApprovedProposal approved)
    {
        if (signedIn.Session is not { } session) return new StartAttempt(null, NotSignedIn);
        var (proposal, approval) = approved;
        var changes = session.Changes(signedIn.Chosen);
        try
        {
            var started = await changes.StartAsync(proposal, approval, feed.StartAsync);
            var what = $"Following the {proposal.Kind} of {proposal.Request.Project ?? "selected resources"}";
            BackgroundLoop.Observe(started.End, what, session.Logs.CreateLogger<PlanSession>());
            return new StartAttempt(started.RequestId, null);
        }
        // The boundary of starting, as above.
        catch (Exception e)
        {
            return new StartAttempt(null, changes.Explain(e));
        }
    }

    /// <summary>Keeps the current state and closes an unfinished operation.</summary>
    /// <param name="handle">The project's name, or the ID of a delete of selected resources.</param>
    public async Task<StartAttempt> KeepAsync(string handle)
    {
        var attempt = await PlanAsync(new KeepRequest(handle), CancellationToken.None);
        return attempt.Proposal is { } proposal && proposal.Rule.Accept() is { } approval
            ? await StartAsync(new ApprovedProposal(proposal, approval))
            : new StartAttempt(null, attempt.Problem);
    }

    private static string Text(ChangeRefusal refusal) => refusal.Elsewhere is { } other
        ? $"{refusal.Reason} Sign in as {other.Identity}, or delete the project there first to move it."
        : refusal.Reason;
}
