using System.CommandLine;
using Pockitect.Cli.Commands.Input;
using Pockitect.Cli.Interaction;
using Pockitect.Core.Changes;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect resume PROJECT</c>, <c>pockitect undo PROJECT</c> and <c>pockitect keep PROJECT</c></summary>
internal static class RecoveryCommands
{
    public static Command CreateResume(GlobalOptions options) =>
        Create(options, "resume", "Finish an unfinished operation. Shows the plan and asks for approval.", name => new ResumeRequest(name));

    public static Command CreateKeep(GlobalOptions options) =>
        Create(options, "keep", "Keep the current state and close the unfinished operation.", name => new KeepRequest(name));

    public static Command CreateUndo(GlobalOptions options)
    {
        var project = Arguments.Project();
        var empty = new Option<bool>("--empty-buckets") { Description = "Also delete the contents of removed buckets." };
        var command = new Command("undo", "Roll back an unfinished operation. Shows the plan and asks for approval.") { project, empty };
        options.RunChange(command, (invocation, parsed, ct) =>
        {
            var request = new UndoRequest(parsed.GetRequiredValue(project)) { EmptyBuckets = parsed.GetValue(empty) };
            return ChangeCommand.RunAsync(invocation, request, ct);
        });
        return command;
    }

    private static Command Create(GlobalOptions options, string name, string description, Func<string, RecoveryRequest> request)
    {
        var project = Arguments.Project();
        var command = new Command(name, description) { project };
        options.RunChange(command, (invocation, parsed, ct) =>
            ChangeCommand.RunAsync(invocation, request(parsed.GetRequiredValue(project)), ct));
        return command;
    }
}
