using Pockitect.Core;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;

namespace Pockitect.Cli;

/// <summary>Puts new blueprints into the data folder, with the schema that editors check them by.</summary>
internal static class ProjectFiles
{
    /// <summary>Writes a new project's file. One that is there is never written over.</summary>
    /// <returns>The file's path.</returns>
    public static async Task<string> AddAsync(TerminalSession desk, string slug, string text, CancellationToken ct)
    {
        var path = desk.Folder.BlueprintOf(slug);
        if (File.Exists(path)) throw new CommandException($"There is a project '{slug}' already: {path}. Choose another name, or remove that file if it is not needed.");
        await WriteSchemaAsync(desk.Folder, desk.Cloud.Catalog, ct);
        await AtomicFile.WriteAsync(path, text, ct);
        return path;
    }

    /// <summary>Writes the schema where the first line of each blueprint says that it lies.</summary>
    public static Task WriteSchemaAsync(DataFolder folder, Catalog catalog, CancellationToken ct) => AtomicFile.WriteAsync(
        Path.GetFullPath(Path.Combine(folder.Projects, BlueprintWriter.SchemaLocation)), ExportedSchema.Text(catalog), ct);
}
