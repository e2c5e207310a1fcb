using Pockitect.Core;
using Pockitect.Core.Blueprints;

namespace Pockitect.Cli;

/// <summary>Puts new blueprints into the data folder, with the schema that editors check them by.</summary>
internal static class ProjectFiles
{
    /// <summary>Writes a new project's file. One that is there is never written over.</summary>
    /// <returns>The file's path.</returns>
    public static async Task<string> AddAsync(Desk desk, string slug, string text, CancellationToken ct)
    {
        var path = desk.Folder.BlueprintOf(slug);
        if (File.Exists(path)) throw new Complaint($"There is a project '{slug}' already: {path}. Choose another name, or remove that file if it is not needed.");
        await WriteSchemaAsync(desk, ct);
        await AtomicFile.WriteAsync(path, text, ct);
        return path;
    }

    /// <summary>Writes the schema where the first line of each blueprint says that it lies.</summary>
    private static Task WriteSchemaAsync(Desk desk, CancellationToken ct) => AtomicFile.WriteAsync(
        Path.GetFullPath(Path.Combine(desk.Folder.Projects, BlueprintWriter.SchemaLocation)), ExportedSchema.Text(desk.Cloud.Catalog), ct);
}
