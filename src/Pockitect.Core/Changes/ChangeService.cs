using Microsoft.Extensions.Logging;
using Pockitect.Core.Accounts;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Guards;
using Pockitect.Core.Journals;

namespace Pockitect.Core.Changes;

/// <summary>
/// The one way in which an account is changed: plan, approve, start, follow to the end. Commands and pages show what it returns.
/// </summary>
public sealed partial class ChangeService(
    ChangePlanner planner,
    ProjectAccounts accounts,
    DeployedBlueprints deployed,
    Cloud cloud,
    TimeProvider time,
    ILogger<ChangeService> log)
{
    /// <summary>Makes the plan. It may scan many Regions.</summary>
    /// <inheritdoc cref="ChangePlanner.PlanAsync"/>
    public async Task<PlanningResult> PlanAsync(ChangeRequest request, CancellationToken ct)
    {
        var result = await planner.PlanAsync(request, ct);
        if (result.Proposal is { IsUpToDate: true } proposal) await SettleAsync(proposal, ct);
        return result;
    }

    /// <summary>Starts what was approved.</summary>
    /// <param name="send">Sends the command about a project, or about selected resources, and follows it.</param>
    /// <returns>The started command. Its end is known when everything that follows from it is done.</returns>
    public async Task<StartedCommand> StartAsync(
        ChangeProposal proposal, Approval approval, Func<Command, string?, Task<StartedCommand>> send)
    {
        await PrepareAsync(proposal);
        var started = await send(proposal.CommandFor(approval), proposal.Request.Project);
        return started with { End = FinishAsync(proposal, started.End) };
    }

    /// <summary>Leaves what was approved to the workers, and doesn't wait for its end.</summary>
    public async Task QueueAsync(ChangeProposal proposal, Approval approval, CommandClient client, CancellationToken ct)
    {
        await PrepareAsync(proposal);
        await client.QueueAsync(proposal.CommandFor(approval), proposal.Request.Project, ct);
    }

    /// <summary>Explains an exception of planning or starting: what failed, why, and what to do.</summary>
    public string Explain(Exception exception) => Advice.WithMessage(cloud.FaultOf(exception));

    private async Task PrepareAsync(ChangeProposal proposal)
    {
        if (!proposal.Rule.CanApprove) throw new InvalidOperationException("A plan that is forbidden or blocked was started.");
        // Another identity may have signed in since the plan was made.
        if (proposal.Request.Project is { } project && accounts.Refusal(project) is { } refusal)
            throw new FaultException(new Fault(FaultKind.Invalid, "OtherAccount", refusal));
        // Before the first change, so that no one continues it in another account.
        if (proposal.Request is DeployRequest { Slug: var slug }) await accounts.RememberAsync(slug, CancellationToken.None);
    }

    private async Task<Status> FinishAsync(ChangeProposal proposal, Task<Status> end)
    {
        var last = await end;
        if (last is not Completed || proposal.Request is not ProjectDeleteRequest { Slug: var slug }) return last;
        try
        {
            await accounts.ForgetAsync(slug, CancellationToken.None);
        }
        catch (Exception e) when (e is FaultException or IOException or UnauthorizedAccessException)
        {
            LogNotForgotten(e, slug);
        }

        return last;
    }

    /// <summary>Records what a plan with nothing to do has shown.</summary>
    private async Task SettleAsync(ChangeProposal proposal, CancellationToken ct)
    {
        switch (proposal)
        {
            case { Request: DeployRequest { Slug: var slug }, Blueprint: { } blueprint }:
                await accounts.RememberAsync(slug, CancellationToken.None);
                await deployed.TakeOverAsync(blueprint, time.GetUtcNow(), ct);
                break;
            case { Request: ProjectDeleteRequest { Slug: var slug } }:
                await accounts.ForgetAsync(slug, ct);
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Project} was deleted, but its identity is still remembered")]
    private partial void LogNotForgotten(Exception exception, string project);
}
