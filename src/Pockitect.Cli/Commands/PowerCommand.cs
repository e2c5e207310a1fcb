using Pockitect.Aws;
using Pockitect.Cli.Rendering;
using Pockitect.Core.Bus;
using Command = System.CommandLine.Command;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect start PROJECT</c> and <c>pockitect stop PROJECT</c></summary>
internal static class PowerCommand
{
    public static Command CreateStart(GlobalOptions options) =>
        Create(options, on: true, "start", "Start the instances and databases that the last stop stopped.");

    public static Command CreateStop(GlobalOptions options) =>
        Create(options, on: false, "stop", "Stop a project's instances and databases. Disks and IP addresses remain and are still billed.");

    private static Command Create(GlobalOptions options, bool on, string name, string description)
    {
        var project = Arguments.Project();
        var command = new Command(name, description) { project };
        options.RunChange(command, async (invocation, parsed, ct) =>
        {
            var slug = parsed.GetRequiredValue(project);
            await using var bench = await Access.BenchForChangeAsync(invocation, slug, ct);
            return await RunAsync(invocation, bench, slug, on, ct);
        });
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, Workbench bench, string slug, bool on, CancellationToken ct)
    {
        var project = await bench.Projects.FindAsync(slug, bench.Engine, ct);
        var plan = await bench.Engine.PlanPowerAsync(project, on, on ? bench.History.StoppedLast(slug) : null, ct);
        PlanView.ShowPrice(invocation.Output, plan);
        if (invocation.Json) invocation.Output.Json(PlanView.Json(plan));
        PlanView.ShowRefusals(invocation.Output, plan);
        if (plan.Refusals.Count > 0) return ExitCodes.Failed;

        var consent = await Consent.AskAsync(invocation, bench, plan, slug, $"{(on ? "Start" : "Stop")} {slug}", ct, asksAlways: false);
        if (!consent.Agreed)
        {
            invocation.Output.Say($"Nothing was changed.");
            return ExitCodes.Failed;
        }

        return Change.End(invocation, await Change.CarryOutAsync(invocation, bench, new Power(on) { Confirmation = consent.Name }, slug, ct), slug);
    }
}
