using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Execution;

/// <summary>
/// What one operation did and was about to do: a file of JSON lines, only ever appended to, each line on disk before the
/// call to AWS that it announces.
/// </summary>
public sealed class Journal : IDisposable
{
    private readonly Lock _writing = new();
    private readonly SemaphoreSlim _order = new(1, 1);
    private readonly FileStream _file;
    private readonly Operation _operation;
    private readonly ProjectLease? _lease;

    private Journal(FileStream file, Operation operation, ProjectLease? lease)
    {
        _file = file;
        _operation = operation;
        _lease = lease;
    }

    public string Path => _file.Name;

    /// <summary>Opens the journal of an operation, an earlier attempt's lines kept.</summary>
    /// <param name="lease">Where other computers are to know its lines too, what they are written in the name of.</param>
    public static Journal Open(DataFolder folder, Operation operation, ProjectLease? lease = null)
    {
        var path = PathOf(folder, operation);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!); // Made of a folder and a name.
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        CutTornLine(file);
        return new Journal(file, operation, lease);
    }

    /// <summary>The operation was begun before.</summary>
    public static bool Exists(DataFolder folder, Operation operation) => File.Exists(PathOf(folder, operation));

    /// <summary>Writes a line and flushes it to the disk before it returns.</summary>
    public void Append(JournalEntry entry) => Write(LineOf(entry));

    /// <summary>The same, and where other computers share the journal, tells them too before it returns.</summary>
    /// <exception cref="Bus.TakenOverException">Another worker has taken over: what the line announces must not be done.</exception>
    public async Task AppendAsync(JournalEntry entry)
    {
        var line = LineOf(entry);
        if (_lease is null)
        {
            Write(line);
            return;
        }

        await _order.WaitAsync();
        try
        {
            // What is about to be done is announced to all first, so that nothing is done that they do not know of; what was done is
            // first made safe here.
            if (entry is not (Began or Intended)) Write(line);
            await _lease.AppendAsync(_operation, line);
            if (entry is Began or Intended) Write(line);
        }
        finally
        {
            _order.Release();
        }
    }

    /// <summary>All lines of a journal. A last line that a crash cut off was never acted upon, and is left out.</summary>
    /// <exception cref="FaultException">A whole line is damaged, because someone else changed the file, or is of a newer version.</exception>
    public static IReadOnlyList<JournalEntry> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        var text = reader.ReadToEnd();
        var whole = text[..(text.LastIndexOf('\n') + 1)];
        return [.. whole.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select((line, index) => Parse(line, path, index + 1))];
    }

    /// <summary>The journals of a project, the newest first.</summary>
    public static IReadOnlyList<string> Of(DataFolder folder, string project)
    {
        var directory = System.IO.Path.Combine(folder.Journal, project);
        return Directory.Exists(directory)
            ? [.. Directory.EnumerateFiles(directory, "*.jsonl").OrderDescending(StringComparer.Ordinal)]
            : [];
    }

    public void Dispose()
    {
        _file.Dispose();
        _order.Dispose();
    }

    private static string LineOf(JournalEntry entry) => JsonSerializer.Serialize(entry, SpecJson.Options);

    private void Write(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        lock (_writing)
        {
            _file.Write(bytes);
            _file.Flush(flushToDisk: true);
        }
    }

    private static string PathOf(DataFolder folder, Operation operation) => System.IO.Path.Combine(
        folder.Journal, operation.Project.Length > 0 ? operation.Project : "no-project", operation.Id + ".jsonl");

    private static JournalEntry Parse(string line, string path, int number)
    {
        try
        {
            var version = JsonNode.Parse(line)?["v"]?.GetValue<int>();
            if (version > JournalEntry.CurrentVersion)
            {
                throw new FaultException(new Fault(
                    FaultKind.Invalid, "NewerJournal", $"{path} was written by a newer Pockitect (version {version} of the journal; this one reads {JournalEntry.CurrentVersion}). Update Pockitect."));
            }

            return JsonSerializer.Deserialize<JournalEntry>(line, SpecJson.Options) ?? throw new JsonException("null is no entry.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new FaultException(new Fault(
                FaultKind.Invalid, "DamagedJournal", $"{path}:{number}: this line is damaged ({e.Message}). Move the file away; `pockitect recover` finds what exists by its tags."));
        }
    }

    /// <summary>Goes to the end of the last whole line and cuts off what a crash left behind it, so that the next line stands alone.</summary>
    private static void CutTornLine(FileStream file)
    {
        var end = file.Length;
        while (end > 0)
        {
            file.Position = end - 1;
            if (file.ReadByte() == '\n') break;
            end--;
        }

        file.SetLength(end);
        file.Position = end;
    }
}
