using Pockitect.Cli.Commands;
using Pockitect.Cli.Showing;
using Pockitect.Core.Execution;

namespace Pockitect.Cli;

/// <summary>What `pockitect` alone says where it opens no window: what it is, and what to do next.</summary>
internal static class Welcome
{
    /// <summary>Nobody sits at a terminal, or nobody is to be asked: a window would come as a surprise, and a script would wait for its end.</summary>
    public static bool IsForScript(Invocation invocation) => !invocation.Surroundings.OutIsTerminal || !invocation.Questions.CanAsk;

    /// <summary>Whatever was cut short comes first; where someone is there to answer, they are asked what is to become of it.</summary>
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

    /// <returns>How what was chosen ended; null when that was to decide later.</returns>
    private static async Task<int?> AskAsync(Invocation invocation, OperationRecord record, CancellationToken ct)
    {
        var slug = record.Operation.Project;
        var choice = await invocation.Questions.ChoiceAsync(
            $"Unfinished: {OperationWords.Of(record)} What now",
            [("resume", "finish it"), ("undo", "take back what it did"), ("keep", "leave it as it is"), ("later", "decide another time")],
            ct);
        return choice switch
        {
            "resume" => await RecoveryCommands.ResumeAsync(invocation, slug, ct),
            "undo" => await RecoveryCommands.UndoAsync(invocation, slug, emptyBuckets: false, ct),
            "keep" => await RecoveryCommands.KeepAsync(invocation, slug, ct),
            _ => null,
        };
    }

    private static int ShowCommands(Invocation invocation)
    {
        var output = invocation.Output;
        var ink = output.DataInk;
        output.Tell($"{ink.Strong("Pockitect")} takes you from nothing to running AWS infrastructure, and back to nothing.");
        output.Tell($"");
        output.Tell($"  {ink.Strong("pockitect app")}       Open the window. In a terminal, `pockitect` alone does that.");
        output.Tell($"  {ink.Strong("pockitect demo")}      See it all once, in a sandbox on this computer. No account, no cost.");
        output.Tell($"  {ink.Strong("pockitect new")}       Answer a few questions and get a blueprint.");
        output.Tell($"  {ink.Strong("pockitect plan")}      See what a deploy would do.");
        output.Tell($"  {ink.Strong("pockitect deploy")}    Do it.");
        output.Tell($"  {ink.Strong("pockitect delete")}    Take it all away again.");
        output.Tell($"  {ink.Strong("pockitect doctor")}    Check that all is there that Pockitect needs.");
        output.Tell($"");
        output.Tell($"Add --sandbox to any command to practise without an AWS account. `pockitect --help` lists everything.");
        return ExitCodes.Done;
    }
}
