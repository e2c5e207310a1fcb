using System.Text;

namespace Pockitect.Core.Execution;

/// <summary>
/// What one operation did and was about to do: a file of JSON lines, only ever appended to, each line on disk before the
/// call to AWS that it announces.
/// </summary>
public sealed class Journal : IDisposable
{
    private const int MaxBytes = 256 * 1024 * 1024;

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
    public void Append(JournalEntry entry) => Write(JournalLine.Write(entry));

    /// <summary>The same, and where other computers share the journal, tells them too before it returns.</summary>
    /// <exception cref="Bus.TakenOverException">Another worker has taken over: what the line announces must not be done.</exception>
    public async Task AppendAsync(JournalEntry entry)
    {
        var line = JournalLine.Write(entry);
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

    /// <summary>Reads all lines of a journal. A last line that a crash cut off was never acted upon, and is left out.</summary>
    /// <exception cref="FaultException">The file can't be read, or a line is damaged or of a newer version; the message names both and the remedy.</exception>
    public static IReadOnlyList<JournalEntry> Read(string path)
    {
        var text = DataFile.ReadText(path, MaxBytes) ?? throw DataFile.Unreadable(path, "it is not there any more.", "Run the same command again.");
        var end = text.LastIndexOf('\n') + 1;
        var lines = text[..end].Split('\n');
        // A crash leaves the beginning of one line. Zeros there may stand in the place of several that were acted upon.
        if (text.AsSpan(end).Contains('\0')) throw JournalLine.Damaged(path, lines.Length, "it has zeros in the place of text");
        return [.. lines.Index().Where(line => line.Item.Length > 0).Select(line => JournalLine.Read(line.Item, path, line.Index + 1))];
    }

    /// <summary>The journals of a project, the newest first.</summary>
    /// <exception cref="FaultException">Their folder can't be read.</exception>
    public static IReadOnlyList<string> Of(DataFolder folder, string project)
    {
        var directory = folder.JournalOf(project);
        try
        {
            return Directory.Exists(directory)
                ? [.. Directory.EnumerateFiles(directory, "*.jsonl").OrderDescending(StringComparer.Ordinal)]
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataFile.Unreadable(directory, $"{e.Message.TrimEnd('.')}.", "Give yourself the right to read the folder.");
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _order.Dispose();
    }

    private void Write(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        lock (_writing)
        {
            _file.Write(bytes);
            _file.Flush(flushToDisk: true);
        }
    }

    private static string PathOf(DataFolder folder, Operation operation) =>
        System.IO.Path.Combine(folder.JournalOf(operation.Project.Length > 0 ? operation.Project : "no-project"), operation.Id + ".jsonl");

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
