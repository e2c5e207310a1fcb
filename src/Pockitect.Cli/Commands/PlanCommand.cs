using System.CommandLine;
using Pockitect.Cli.Commands.Input;
using Pockitect.Cli.Files;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Rendering;
using Pockitect.Cli.Sessions;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect plan PROJECT</c></summary>
internal static class PlanCommand
{
    public static Command Create(GlobalOptions options)
    {
        var project = Arguments.Project();
        var permissions = new Option<bool>("--permissions") { Description = "List the IAM actions it needs." };
        var command = new Command("plan", "Show what a deploy would change. Exits 3 if there are changes.") { project, permissions };
        options.Run(
            command, (invocation, parsed, ct) => RunAsync(invocation, parsed.GetRequiredValue(project), parsed.GetValue(permissions), ct));
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, string slug, bool permissions, CancellationToken ct)
    {
        await using var session = await Access.OpenSessionAsync(invocation, ct, slug);
        var blueprint = Blueprints.Load(invocation, session.Projects, slug);
        var deployed = session.Deployed.Latest(slug);
        // Like a deploy: an unfinished one may have stopped something that this one starts.
        var plan = await session.Planners.Deploy.PlanAsync(blueprint, ct, session.History.UnfinishedDeploy(blueprint.Project));
        if (invocation.Json) invocation.Output.Json(PlanView.Json(plan));
        PlanView.Show(invocation.Output, plan, permissions);
        if (deployed is null && !plan.IsEmpty && plan.Changes.Any(change => change.Now is not null))
        {
            invocation.Output.Say(
                $"No deploy of {slug} recorded on this computer, so the plan can't tell your edits from outside changes.");
        }

        return plan.Refusals.Count > 0 ? ExitCodes.Failed : plan.IsEmpty ? ExitCodes.Done : ExitCodes.ChangesPending;
    }
}
