using System.CommandLine;
using Pockitect.Cli.Commands.Input;
using Pockitect.Cli.Interaction;
using Pockitect.Core.Changes;

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
        options.RunChange(command, (invocation, parsed, ct) =>
            ChangeCommand.RunAsync(invocation, new PowerRequest(parsed.GetRequiredValue(project), on), ct));
        return command;
    }
}
