using System.Text;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;

namespace Pockitect.Core.Journals;

/// <summary>
/// What one operation did and was about to do: a file of JSON lines, only ever appended to, each line on disk before the
/// call to AWS that it announces.
/// </summary>
public sealed class Journal : IDisposable
{
    private const int MaxBytes = 256 * 1024 * 1024;

    /// <summary>Where earlier versions kept the journals of deletes of selected resources, beside those of a project that may have this name.</summary>
    public const string OlderSelections = "no-project";

    private readonly Lock _writing = new();
    private readonly SemaphoreSlim _order = new(1, 1);
    private readonly FileStream _file;
    private readonly Operation _operation;
    private readonly ProjectLease? _lease;
    private long _end;

    internal Journal(FileStream file, Operation operation, ProjectLease? lease)
    {
        _file = file;
        _end = file.Position;
        _operation = operation;
        _lease = lease;
    }

    public string Path => _file.Name;

    /// <summary>Why a line could not be written; null as long as all could. From then on no line that announces a call is taken.</summary>
    public Fault? Failure { get; private set; }

    /// <summary>Opens the journal of an operation, an earlier attempt's lines kept.</summary>
    /// <param name="lease">Where other computers are to know its lines too, what they are written in the name of.</param>
    public static Journal Open(DataFolder folder, Operation operation, ProjectLease? lease = null)
    {
        var path = PathOf(folder, operation);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!); // Made of a folder and a name.
        // Without a buffer: of a line that the disk does not take, nothing may be left to be written later.
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        CutTornLine(file);
        return new Journal(file, operation, lease);
    }

    /// <summary>The lines of an operation's earlier attempts; none for a new operation.</summary>
    /// <exception cref="FaultException">As <see cref="Read"/>.</exception>
    internal static IReadOnlyList<JournalEntry> ReadEarlier(DataFolder folder, Operation operation) =>
        Exists(folder, operation) ? Read(PathOf(folder, operation)) : [];

    /// <summary>The operation was begun before.</summary>
    public static bool Exists(DataFolder folder, Operation operation) => File.Exists(PathOf(folder, operation));

    /// <summary>Writes a line and flushes it to the disk before it returns.</summary>
    public void Append(JournalEntry entry) => Write(JournalLine.Write(entry));

    /// <summary>The same, and where other computers share the journal, tells them too before it returns.</summary>
    /// <exception cref="TakenOverException">Another worker has taken over: what the line announces must not be done.</exception>
    /// <exception cref="FaultException">It could not be written, or an earlier line could not: what it announces must not be done.</exception>
    public async Task AppendAsync(JournalEntry entry)
    {
        var line = JournalLine.Write(entry);
        await _order.WaitAsync();
        try
        {
            await AppendAsync(line, announces: entry is Began or Intended);
        }
        catch (Exception e) when (e is not TakenOverException)
        {
            Failure ??= e is FaultException { Fault: var fault } ? fault : LocalFiles.NotWritten(Path, e);
            throw;
        }
        finally
        {
            _order.Release();
        }
    }

    private async Task AppendAsync(string line, bool announces)
    {
        if (announces && Failure is { } earlier) throw new FaultException(earlier);
        // What is about to be done is announced to all first, so that nothing is done that they do not know of.
        if (announces)
        {
            if (_lease is not null) await _lease.AppendAsync(_operation, line);
            Write(line);
            return;
        }

        // What was done is first made safe here; and where that fails, elsewhere all the same.
        try
        {
            Write(line);
        }
        finally
        {
            if (_lease is not null) await _lease.AppendAsync(_operation, line);
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

    /// <exception cref="FaultException">The disk did not take it; the file is as it was before.</exception>
    private void Write(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        lock (_writing)
        {
            try
            {
                // A part of a line may have been left when the last one failed.
                if (_file.Length != _end) CutBack();
                _file.Write(bytes);
                _file.Flush(flushToDisk: true);
                _end += bytes.Length;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new FaultException(LocalFiles.NotWritten(Path, e));
            }
        }
    }

    private void CutBack()
    {
        _file.SetLength(_end);
        _file.Position = _end;
    }

    private static string PathOf(DataFolder folder, Operation operation)
    {
        var older = System.IO.Path.Combine(folder.JournalOf(OlderSelections), operation.Id + ".jsonl");
        return operation.IsOfSelection && File.Exists(older) ? older : System.IO.Path.Combine(folder.JournalOf(operation.JournalPlace), operation.Id + ".jsonl");
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
