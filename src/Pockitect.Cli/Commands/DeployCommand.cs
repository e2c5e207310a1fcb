using Pockitect.Cli.Rendering;
using Pockitect.Core.Bus;
using Pockitect.Core.Execution;
using Command = System.CommandLine.Command;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect deploy PROJECT</c></summary>
internal static class DeployCommand
{
    public static Command Create(GlobalOptions options)
    {
        var project = Arguments.Project();
        var command = new Command("deploy", "Apply the blueprint. Shows the plan and asks for approval.") { project };
        options.RunChange(command, (invocation, parsed, ct) => RunAsync(invocation, parsed.GetRequiredValue(project), ct));
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, string slug, CancellationToken ct)
    {
        await using var bench = await Access.BenchForChangeAsync(invocation, slug, ct);
        var blueprint = Blueprints.Load(invocation, bench.Projects, slug);
        var unfinished = bench.History.UnfinishedDeploy(blueprint.Project);
        if (unfinished is not null) invocation.Output.Say($"Resuming unfinished operation: {OperationText.Of(unfinished)}");
        var plan = await bench.Engine.PlanDeployAsync(blueprint, ct, unfinished);
        PlanView.Show(invocation.Output, plan);
        if (invocation.Json) invocation.Output.Json(PlanView.Json(plan));
        if (plan.Refusals.Count > 0) return ExitCodes.Failed;
        if (plan.IsEmpty && unfinished is null)
        {
            await new Access(invocation).AccountsOf(bench.Account).RememberAsync(slug, CancellationToken.None);
            await bench.Deployed.TakeOverAsync(blueprint, invocation.Time.GetUtcNow(), ct);
            return ExitCodes.Done;
        }

        var consent = await Consent.AskAsync(
            invocation, bench, plan, slug, $"Deploy {slug} to {blueprint.Project.Region}", ct, typed: plan.LosesData, more: plan.LosesData ? " Data is lost, as the plan says." : "");
        if (!consent.Agreed)
        {
            invocation.Output.Say($"Nothing was changed.");
            return ExitCodes.Failed;
        }

        // Before the first change: what was begun there must not be gone on with elsewhere.
        await new Access(invocation).AccountsOf(bench.Account).RememberAsync(slug, CancellationToken.None);
        var last = await Change.CarryOutAsync(invocation, bench, new Deploy(plan.Fingerprint) { Confirmation = consent.Name }, slug, ct);
        if (last is Completed) invocation.Output.Say($"Run `pockitect status {slug}` to see addresses and endpoints.");
        var code = Change.End(invocation, last, slug);
        if (last is Completed && bench.Projects.Read(slug)?.Blueprint?.Project.Id is { } id) LoginView.Show(invocation.Output, bench.Folder, Projects.RowsOf(bench.Inventory, id));
        return code;
    }
}
