using Pockitect.Cli.Host;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Files;
using Pockitect.Core.Resources;

namespace Pockitect.Cli.Files;

/// <summary>Writes new blueprints to the data folder, with the schema for editors.</summary>
internal static class ProjectFiles
{
    /// <summary>Writes a new project's file. Never overwrites a file.</summary>
    /// <returns>The file's path.</returns>
    public static async Task<string> AddAsync(TerminalSession desk, string slug, string text, CancellationToken ct)
    {
        var path = desk.Folder.BlueprintOf(slug);
        if (File.Exists(path))
            throw new CommandException($"Project '{slug}' already exists: {path}. Choose another name, or remove that file.");
        await WriteSchemaAsync(desk.Folder, desk.Cloud.Catalog, ct);
        await AtomicFile.WriteAsync(path, text, ct);
        return path;
    }

    /// <summary>Writes the schema to the path in the first line of each blueprint.</summary>
    public static Task WriteSchemaAsync(DataFolder folder, Catalog catalog, CancellationToken ct) => AtomicFile.WriteAsync(
        Path.GetFullPath(Path.Combine(folder.Projects, BlueprintWriter.SchemaLocation)), ExportedSchema.Text(catalog), ct);
}
