using Pockitect.Aws;
using Pockitect.Cli.Files;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Rendering;
using Pockitect.Cli.Sessions;
using Pockitect.Core.Changes;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Files;
using Pockitect.Core.Guards;
using Pockitect.Redis;

namespace Pockitect.Cli.Commands;

/// <summary>What every command that changes something does: show the plan, ask for approval, follow the change to its end.</summary>
internal static class ChangeCommand
{
    /// <summary>Runs a change of a project, or of an operation named by its ID.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Invocation invocation, ChangeRequest request, CancellationToken ct)
    {
        await using var session = await Access.OpenSessionAsync(invocation, ct, request.Project);
        return await RunAsync(invocation, session, request, ct);
    }

    /// <inheritdoc cref="RunAsync(Invocation, ChangeRequest, CancellationToken)"/>
    public static async Task<int> RunAsync(Invocation invocation, AccountSession session, ChangeRequest request, CancellationToken ct)
    {
        if (invocation.Leave && !session.Commands.IsRemote)
        {
            throw new CommandException(
                $"--leave needs {RedisOptions.Variable}, the address of the Redis that workers use.", ExitCodes.Usage);
        }

        var changes = session.Changes(new Access(invocation).Chosen);
        var proposal = await ProposeAsync(invocation, session, changes, request, ct);
        Show(invocation, proposal);
        if (!proposal.Rule.CanApprove) return ExitCodes.Failed;
        // A start or stop with nothing to do still refreshes the status.
        if (proposal.IsUpToDate && request is not PowerRequest) return ExitCodes.Done;

        var question = Question(invocation, session, proposal);
        if (await invocation.Questions.ApproveAsync(proposal.Rule, question, invocation.Confirm, ct) is not { } approval)
        {
            invocation.Output.Say($"Nothing was changed.");
            return ExitCodes.Failed;
        }

        if (invocation.Leave)
        {
            await changes.QueueAsync(proposal, approval, session.Commands, ct);
            var result = request.Project is { } slug ? $", `pockitect status {Core.Text.CommandHint.Quote(slug)}` shows the result" : "";
            invocation.Output.Tell($"Queued. `pockitect worker --list` shows the workers{result}.");
            return ExitCodes.Done;
        }

        var last = await ProgressView.ShowAsync(invocation.Output, async seen =>
        {
            var started = await changes.StartAsync(
                proposal, approval, (command, project) => session.Commands.StartAsync(command, project, seen, ct));
            return await started.End;
        }, ct);
        return End(invocation, session, request, last);
    }

    private static async Task<ChangeProposal> ProposeAsync(
        Invocation invocation, AccountSession session, ChangeService changes, ChangeRequest request, CancellationToken ct)
    {
        // Its problems are shown with their lines.
        if (request is DeployRequest deploy) Blueprints.Load(invocation, session.Projects, deploy.Slug);
        var isFoundByTags = request is ProjectDeleteRequest { Slug: var slug }
            && ProjectNames.IsValid(slug) && session.Projects.Read(slug)?.Blueprint?.Project.Id is null;
        PlanningResult? result = null;
        try
        {
            result = await changes.PlanAsync(request, ct);
        }
        finally
        {
            // Found by its tags, it may have resources in Regions that could not be read.
            if (isFoundByTags && result?.Refusal is null) new ScanView(invocation.Output).EndUnseen(session.Inventory.Entries);
        }

        return result switch
        {
            { Proposal: { } proposal } => proposal,
            { Refusal: { Elsewhere: { } other } refusal } => throw new CommandException(
                $"{refusal.Reason} Add --identity {other.Identity}, or delete the project there first to move it."),
            _ => throw new CommandException(result.Refusal!.Reason), // One of the two is there.
        };
    }

    private static void Show(Invocation invocation, ChangeProposal proposal)
    {
        var output = invocation.Output;
        if (proposal.Kind is ChangeKind.Keep) return;
        var label = proposal.Kind is ChangeKind.Deploy ? "Resuming unfinished operation" : "Unfinished";
        if (proposal.Unfinished is { } unfinished && proposal.Kind is not ChangeKind.Delete)
            output.Say($"{label}: {OperationText.Of(unfinished)}");
        if (proposal.Request is PowerRequest)
        {
            PlanView.ShowPrice(output, proposal.Plan);
            PlanView.ShowRefusals(output, proposal.Plan);
        }
        else
        {
            PlanView.Show(output, proposal.Plan);
        }

        if (invocation.Json) output.Json(PlanView.Json(proposal.Plan));
    }

    private static string Question(Invocation invocation, AccountSession session, ChangeProposal proposal)
    {
        var count = proposal.Plan.Changes.Count;
        var doing = proposal.Request switch
        {
            DeployRequest deploy => $"Deploy {deploy.Slug} to {proposal.Blueprint?.Project.Region}",
            DeleteRequest => $"Delete {(count == 1 ? "this resource" : $"these {count} resources")}",
            PowerRequest power => $"{power.Kind} {power.Slug}",
            UndoRequest => "Undo it",
            _ => "Finish it",
        };
        var account = AccountView.Words(invocation.Output, session.Cloud, proposal.Rails);
        return $"{doing}, in {account}? {DataLossText.Of(proposal.Plan)}".TrimEnd();
    }

    private static int End(Invocation invocation, AccountSession session, ChangeRequest request, Status last)
    {
        var output = invocation.Output;
        var deployed = last is Completed && request is DeployRequest deploy ? deploy.Slug : null;
        if (deployed is not null) output.Say($"Run `pockitect status {deployed}` to see addresses and endpoints.");
        if (last is Completed && request is ProjectDeleteRequest delete)
        {
            var path = session.Folder.BlueprintOf(delete.Slug);
            if (File.Exists(path)) output.Say($"Kept the blueprint {path}.");
        }

        var code = ProgressView.End(output, last, request.Project);
        if (deployed is not null && session.Projects.Read(deployed)?.Blueprint?.Project.Id is { } id)
            LoginView.Show(output, session.Folder, Projects.RowsOf(session.Inventory, id));
        return code;
    }
}
