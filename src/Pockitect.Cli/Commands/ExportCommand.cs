using System.CommandLine;
using Pockitect.Cli.Files;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Core.Blueprints.Schema;
using Pockitect.Core.Files;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect export schema</c>, <c>export reference</c></summary>
internal static class ExportCommand
{
    public static Command Create(GlobalOptions options) =>
        new("export", "Export the JSON Schema or the reference.") { CreateSchema(options), CreateReference(options) };

    private static Command CreateSchema(GlobalOptions options)
    {
        var file = new Option<string?>("--out") { Description = "File to write. Default: standard output.", HelpName = "file" };
        var command = new Command("schema", "The JSON Schema of blueprints, for editors.") { file };
        options.Run(command, async (invocation, parsed, ct) =>
        {
            using var desk = new TerminalSession(invocation.Folder, invocation.Time);
            await WriteAsync(invocation, parsed.GetValue(file), ExportedSchema.Text(desk.Cloud.Catalog), ct);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command CreateReference(GlobalOptions options)
    {
        var folder = new Option<string?>("--out")
        {
            Description = "Folder for blueprint.md and resources.md. Default: standard output.",
            HelpName = "folder",
        };
        var command = new Command("reference", "The blueprint reference and all resource types, as Markdown.") { folder };
        options.Run(command, async (invocation, parsed, ct) =>
        {
            using var desk = new TerminalSession(invocation.Folder, invocation.Time);
            var into = parsed.GetValue(folder);
            if (into is not null) Directory.CreateDirectory(into);
            await WriteAsync(invocation, InFolder("blueprint.md"), BlueprintReference.Sections(), ct);
            await WriteAsync(invocation, InFolder("resources.md"), BlueprintReference.Resources(desk.Cloud.Catalog), ct);
            return ExitCodes.Done;

            string? InFolder(string file) => into is null ? null : Path.Combine(into, file);
        });
        return command;
    }

    private static async Task WriteAsync(Invocation invocation, string? path, string text, CancellationToken ct)
    {
        if (path is null)
        {
            await invocation.HostEnvironment.Out.WriteAsync(text.AsMemory(), ct);
            return;
        }

        await AtomicFile.WriteAsync(Path.GetFullPath(path), text, ct);
        invocation.Output.Say($"Wrote {path}.");
    }
}
