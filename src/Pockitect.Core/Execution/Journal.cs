using System.Text;
using System.Text.Json;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Execution;

/// <summary>
/// What one operation did and was about to do: a file of JSON lines, only ever appended to, each line on disk before the
/// call to AWS that it announces.
/// </summary>
public sealed class Journal : IDisposable
{
    private readonly Lock _writing = new();
    private readonly FileStream _file;

    private Journal(FileStream file) => _file = file;

    public string Path => _file.Name;

    /// <summary>Opens the journal of an operation, an earlier attempt's lines kept.</summary>
    public static Journal Open(DataFolder folder, Operation operation)
    {
        var directory = Directory.CreateDirectory(
            System.IO.Path.Combine(folder.Journal, operation.Project.Length > 0 ? operation.Project : "no-project"));
        var path = System.IO.Path.Combine(directory.FullName, operation.Id + ".jsonl");
        return new Journal(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read));
    }

    /// <summary>Writes a line and flushes it to the disk before it returns.</summary>
    public void Append(JournalEntry entry)
    {
        var line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(entry, SpecJson.Options) + "\n");
        lock (_writing)
        {
            _file.Write(line);
            _file.Flush(flushToDisk: true);
        }
    }

    /// <summary>All lines of a journal. A last line that a crash cut off was never acted upon, and is left out.</summary>
    /// <exception cref="JsonException">A line that is not the last one is damaged: the file was changed by someone else.</exception>
    public static IReadOnlyList<JournalEntry> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        var text = reader.ReadToEnd();
        var whole = text[..(text.LastIndexOf('\n') + 1)];
        return
        [
            .. whole.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize<JournalEntry>(line, SpecJson.Options)!), // No line is the word null.
        ];
    }

    /// <summary>The journals of a project, the newest first.</summary>
    public static IReadOnlyList<string> Of(DataFolder folder, string project)
    {
        var directory = System.IO.Path.Combine(folder.Journal, project);
        return Directory.Exists(directory)
            ? [.. Directory.EnumerateFiles(directory, "*.jsonl").OrderDescending(StringComparer.Ordinal)]
            : [];
    }

    public void Dispose() => _file.Dispose();
}
