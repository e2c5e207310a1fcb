using System.CommandLine;
using System.Text.Json.Nodes;
using Pockitect.Cli.Files;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Rendering;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Blueprints.Import;
using Pockitect.Core.Files;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect import FILE…</c></summary>
internal static class ImportCommand
{
    public static Command Create(GlobalOptions options)
    {
        var files = new Argument<string[]>("file")
        {
            Description = "Files from the old Pockitect, JSON or YAML.",
            Arity = ArgumentArity.OneOrMore,
        };
        var name = new Option<string?>("--name")
        {
            Description = "The project's name, for a single file. Default: the name in the file.",
            HelpName = "project",
        };
        var command = new Command(
            "import", "Convert files from the old Pockitect; lists fields that are not carried over.") { files, name };
        options.Run(command, (invocation, parsed, ct) => RunAsync(invocation, parsed.GetRequiredValue(files), parsed.GetValue(name), ct));
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, string[] files, string? name, CancellationToken ct)
    {
        if (name is not null && files.Length > 1)
            throw new CommandException("--name is for a single file. Import the files one by one to name each.", ExitCodes.Usage);
        if (name is not null && ProjectNames.Problem(name) is { } problem) throw new CommandException(problem, ExitCodes.Usage);
        using var desk = new TerminalSession(invocation.Folder, invocation.Time);
        var failed = 0;
        foreach (var file in files)
        {
            try
            {
                if (!await ImportAsync(invocation, desk, file, name, ct)) failed++;
            }
            // Continues with the other files.
            catch (CommandException complaint) when (files.Length > 1)
            {
                invocation.Output.Say($"{file}: {new Lines(complaint.Message)}");
                failed++;
            }
        }

        return failed == 0 ? ExitCodes.Done : failed == files.Length ? ExitCodes.Failed : ExitCodes.Partial;
    }

    private static async Task<bool> ImportAsync(
        Invocation invocation, TerminalSession desk, string file, string? name, CancellationToken ct)
    {
        if (!File.Exists(file)) throw new CommandException($"File '{file}' not found.");
        var text = await DataFile.ReadTextAsync(file, ct, BlueprintReader.MaxBytes) ?? "";
        var result = LegacyImport.Read(text, name);
        ProblemsView.Show(invocation.Output, file, text, result.Problems);
        if (result.Blueprint is not { } blueprint) return false;

        var slug = blueprint.Project.Name;
        if (File.Exists(desk.Folder.BlueprintOf(slug)))
        {
            throw new CommandException(
                $"Project '{slug}' already exists: {desk.Folder.BlueprintOf(slug)}. Choose another name: add --name {slug}-2.");
        }

        var path = await ProjectFiles.AddAsync(desk, slug, BlueprintWriter.Write(blueprint, desk.Cloud.Catalog), ct);
        invocation.Output.Tell($"{file}: {invocation.Output.DataStyle.Good("imported")} as project {slug}, {path}");
        foreach (var note in result.Notes) invocation.Output.Tell($"  {string.Join(", ", note.Paths)}: {note.Message}");
        if (invocation.Json) invocation.Output.Json(Json(file, slug, path, result.Notes));
        return true;
    }

    private static JsonObject Json(string file, string slug, string path, IReadOnlyList<ImportNote> notes) => new()
    {
        ["type"] = "imported",
        ["file"] = file,
        ["project"] = slug,
        ["blueprint"] = path,
        ["notes"] = new JsonArray(
        [
            .. notes.Select(note => new JsonObject
            {
                ["paths"] = new JsonArray([.. note.Paths.Select(at => JsonValue.Create(at))]), ["message"] = note.Message,
            }),
        ]),
    };
}
