using System.CommandLine;
using System.Text;
using Pockitect.Cli.Files;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Rendering;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect validate [PROJECT|FILE]</c></summary>
internal static class ValidateCommand
{
    public static Command Create(GlobalOptions options)
    {
        var what = new Argument<string?>("project|file")
        {
            Description = "A project's name or a file. Default: all projects.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("validate", "Check a blueprint offline; lists errors and warnings with line and column.") { what };
        options.Run(command, (invocation, parsed, _) => Task.FromResult(Run(invocation, parsed.GetValue(what))));
        return command;
    }

    private static int Run(Invocation invocation, string? what)
    {
        using var desk = new TerminalSession(invocation.Folder, invocation.Time);
        var files = what is null ? [.. desk.Projects.Slugs.Select(desk.Folder.BlueprintOf)] : new List<string> { FileOf(desk, what) };
        foreach (var unused in what is null ? desk.Projects.UnusedFiles : []) invocation.Output.Say($"{unused}");
        if (files.Count == 0) invocation.Output.Say($"No projects yet. Create one with `pockitect new`.");
        var errors = 0;
        foreach (var file in files) errors += Check(invocation.Output, desk, file);
        return errors == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static string FileOf(TerminalSession desk, string what)
    {
        if (File.Exists(what)) return what;
        return ProjectNames.IsValid(what) && desk.Folder.BlueprintOf(what) is var path && File.Exists(path)
            ? path
            : throw new CommandException($"No file '{what}' here, and no project with that name in {desk.Folder.Projects}.");
    }

    private static int Check(Output output, TerminalSession desk, string file)
    {
        byte[] bytes = [];
        BlueprintReading reading;
        try
        {
            bytes = DataFile.ReadBytes(file, BlueprintReader.MaxBytes)
                ?? throw DataFile.Unreadable(file, "it no longer exists.", "Run the same command again.");
            reading = desk.Cloud.Check(BlueprintReader.Read(bytes, desk.Cloud.Catalog));
        }
        catch (FaultException e) when (e.Fault.Kind is FaultKind.LocalFile)
        {
            // Continues with the other files.
            reading = BlueprintReader.Unreadable(e.Message);
        }

        var errors = ProblemsView.Show(output, file, Encoding.UTF8.GetString(bytes), reading.Problems);
        var findings = reading.Problems.Count - errors;
        if (errors == 0)
            output.Tell(
                $"{file}: {output.DataStyle.Good("valid")}{(findings > 0 ? $", {findings} finding{(findings == 1 ? "" : "s")}" : "")}");
        else output.Tell(
            $"{file}: {output.DataStyle.Bad($"{errors} error{(errors == 1 ? "" : "s")}")}{(findings > 0 ? $", {findings} findings" : "")}");
        return errors;
    }
}
