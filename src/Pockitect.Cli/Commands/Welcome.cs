using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Rendering;
using Pockitect.Core.Changes;
using Pockitect.Core.Execution;
using Pockitect.Core.Journals;

namespace Pockitect.Cli.Commands;

/// <summary>What `pockitect` without a command prints if it opens no window: a summary and the next commands.</summary>
internal static class Welcome
{
    /// <summary>
    /// Whether to print a summary instead of opening a window: without a terminal, a window would be unexpected, and a script would wait
    /// for it.
    /// </summary>
    public static bool IsForScript(Invocation invocation) => !invocation.HostEnvironment.OutIsTerminal || !invocation.Questions.CanAsk;

    /// <summary>Unfinished operations come first. In a terminal, the user is asked what to do with them.</summary>
    public static async Task<int> ShowAsync(Invocation invocation, CancellationToken ct)
    {
        foreach (var record in new OperationHistory(invocation.Folder).Abandoned)
        {
            if (!invocation.Questions.CanAsk)
            {
                UnfinishedView.Show(invocation.Output, record);
                continue;
            }

            if (await AskAsync(invocation, record, ct) is { } code and not ExitCodes.Done) return code;
        }

        return ShowCommands(invocation);
    }

    /// <returns>The exit code of the chosen command; null if the user decides later.</returns>
    private static async Task<int?> AskAsync(Invocation invocation, OperationRecord record, CancellationToken ct)
    {
        var slug = record.Operation.Handle;
        var choice = await invocation.Questions.ChoiceAsync(
            $"Unfinished: {OperationText.Of(record)} What now",
            record.Operation.IsOfSelection
                ? [("resume", "finish it"), ("keep", "keep the current state"), ("later", "decide later")]
                : [("resume", "finish it"), ("undo", "roll it back"), ("keep", "keep the current state"), ("later", "decide later")],
            ct);
        return choice switch
        {
            "resume" => await ChangeCommand.RunAsync(invocation, new ResumeRequest(slug), ct),
            "undo" => await ChangeCommand.RunAsync(invocation, new UndoRequest(slug) { EmptyBuckets = false }, ct),
            "keep" => await ChangeCommand.RunAsync(invocation, new KeepRequest(slug), ct),
            _ => null,
        };
    }

    private static int ShowCommands(Invocation invocation)
    {
        var output = invocation.Output;
        var style = output.DataStyle;
        output.Tell($"{style.Strong("Pockitect")} plans, deploys and tears down AWS infrastructure.");
        output.Tell($"");
        (string Command, string What)[] commands =
        [
            ("app", "Open the desktop app. In a terminal, `pockitect` without a command does the same."),
            ("demo", "Tour the whole lifecycle in a sandbox on this computer. Free, without an account."),
            ("new", "Answer a few questions and get a blueprint."),
            ("plan", "Show what a deploy would do."),
            ("deploy", "Apply the blueprint."),
            ("delete", "Delete everything."),
            ("doctor", "Check requirements and suggest fixes."),
        ];
        var lines = commands.Select(line => (Command: output.CommandLine($"pockitect {line.Command}"), line.What)).ToList();
        var width = lines.Max(line => line.Command.Length);
        foreach (var (command, what) in lines) output.Tell($"  {style.Strong(command.PadRight(width))}  {what}");
        output.Tell($"");
        output.Tell($"Add --sandbox to any command to practice without an AWS account. `pockitect --help` lists all commands.");
        return ExitCodes.Done;
    }
}
