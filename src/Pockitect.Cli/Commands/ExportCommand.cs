using System.CommandLine;
using Pockitect.Core;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect export schema</c></summary>
internal static class ExportCommand
{
    public static Command Create(GlobalOptions options)
    {
        var file = new Option<string?>("--out") { Description = "The file to write; standard output when left out.", HelpName = "file" };
        var schema = new Command("schema", "The JSON Schema of blueprints, for editors.") { file };
        options.Run(schema, async (invocation, parsed, ct) =>
        {
            using var desk = new Desk(invocation.Folder, invocation.Time);
            var text = ExportedSchema.Text(desk.Cloud.Catalog);
            if (parsed.GetValue(file) is { } path)
            {
                await AtomicFile.WriteAsync(Path.GetFullPath(path), text, ct);
                invocation.Output.Say($"Wrote {path}.");
            }
            else
            {
                await invocation.Surroundings.Out.WriteAsync(text.AsMemory(), ct);
            }

            return ExitCodes.Done;
        });
        return new Command("export", "Write what other tools can use.") { schema };
    }
}
