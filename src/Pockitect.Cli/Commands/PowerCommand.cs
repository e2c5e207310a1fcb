using Pockitect.Cli.Showing;
using Pockitect.Core.Bus;
using Command = System.CommandLine.Command;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect start PROJECT</c> and <c>pockitect stop PROJECT</c></summary>
internal static class PowerCommand
{
    public static Command CreateStart(GlobalOptions options) =>
        Create(options, on: true, "start", "Start a project's instances and databases: what its last stop has stopped.");

    public static Command CreateStop(GlobalOptions options) =>
        Create(options, on: false, "stop", "Stop a project's instances and databases; disks and addresses stay, and cost.");

    private static Command Create(GlobalOptions options, bool on, string name, string description)
    {
        var project = Arguments.Project();
        var command = new Command(name, description) { project };
        options.Run(command, async (invocation, parsed, ct) =>
        {
            var slug = parsed.GetRequiredValue(project);
            await using var bench = await Workbench.OpenForChangeAsync(invocation, slug, ct);
            var last = await ProgressView.ShowAsync(invocation.Output, seen => bench.CarryOutAsync(new Power(on), slug, seen, ct));
            return ProgressView.End(invocation.Output, last, slug);
        });
        return command;
    }
}
