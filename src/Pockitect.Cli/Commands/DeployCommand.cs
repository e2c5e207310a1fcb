using System.CommandLine;
using Pockitect.Cli.Commands.Input;
using Pockitect.Cli.Interaction;
using Pockitect.Core.Changes;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect deploy PROJECT</c></summary>
internal static class DeployCommand
{
    public static Command Create(GlobalOptions options)
    {
        var project = Arguments.Project();
        var command = new Command("deploy", "Apply the blueprint. Shows the plan and asks for approval.") { project };
        options.RunChange(command, (invocation, parsed, ct) =>
            ChangeCommand.RunAsync(invocation, new DeployRequest(parsed.GetRequiredValue(project)), ct));
        return command;
    }
}
