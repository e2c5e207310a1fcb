using System.Text;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;

namespace Pockitect.Core.Journals;

/// <summary>
/// What an operation did and was about to do: an append-only file of JSON lines. Each line is on disk before the AWS call that it
/// announces.
/// </summary>
public sealed class Journal : IDisposable
{
    private const int MaxBytes = 256 * 1024 * 1024;

    /// <summary>
    /// Where earlier versions kept the journals of selection deletes, next to those of a project that may have this name.
    /// </summary>
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

    /// <summary>Why a line could not be written; null if all could. After a failure, no line that announces a call is accepted.</summary>
    public Fault? Failure { get; private set; }

    /// <summary>Opens an operation's journal, and keeps the lines of earlier attempts.</summary>
    /// <param name="lease">The lease in whose name lines are shared with other computers, if there are any.</param>
    public static Journal Open(DataFolder folder, Operation operation, ProjectLease? lease = null)
    {
        var path = PathOf(folder, operation);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!); // Built from a folder and a name.
        // Unbuffered: if the disk rejects a line, nothing of it may be written later.
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        CutTornLine(file);
        return new Journal(file, operation, lease);
    }

    /// <summary>The lines of the operation's earlier attempts; none for a new operation.</summary>
    /// <exception cref="FaultException">See <see cref="Read"/>.</exception>
    internal static IReadOnlyList<JournalEntry> ReadEarlier(DataFolder folder, Operation operation) =>
        Exists(folder, operation) ? Read(PathOf(folder, operation)) : [];

    /// <summary>Whether the operation was started before.</summary>
    public static bool Exists(DataFolder folder, Operation operation) => File.Exists(PathOf(folder, operation));

    /// <summary>Writes a line and flushes it to disk before returning.</summary>
    public void Append(JournalEntry entry) => Write(JournalLine.Write(entry));

    /// <summary>Writes a line, and shares it with other computers before returning.</summary>
    /// <exception cref="TakenOverException">Another worker has taken over: the announced call must not be made.</exception>
    /// <exception cref="FaultException">
    /// This line, or an earlier one, could not be written: the announced call must not be made.
    /// </exception>
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
        // An announcement is shared first, so that nothing is done that the others don't know.
        if (announces)
        {
            if (_lease is not null) await _lease.AppendAsync(_operation, line);
            Write(line);
            return;
        }

        // A result is written here first, and shared even if that fails.
        try
        {
            Write(line);
        }
        finally
        {
            if (_lease is not null) await _lease.AppendAsync(_operation, line);
        }
    }

    /// <summary>Reads all lines of a journal. An incomplete last line, cut off by a crash, never had an effect and is ignored.</summary>
    /// <exception cref="FaultException">
    /// The file can't be read, or a line is damaged or from a newer version; the message names both and the fix.
    /// </exception>
    public static IReadOnlyList<JournalEntry> Read(string path)
    {
        var text = DataFile.ReadText(path, MaxBytes)
            ?? throw DataFile.Unreadable(path, "it no longer exists.", "Run the same command again.");
        var end = text.LastIndexOf('\n') + 1;
        var lines = text[..end].Split('\n');
        // A crash leaves the start of one line. Zeros may replace several lines with effects.
        if (text.AsSpan(end).Contains('\0')) throw JournalLine.Damaged(path, lines.Length, "it contains zeros instead of text");
        return [.. lines.Index().Where(line => line.Item.Length > 0).Select(line => JournalLine.Read(line.Item, path, line.Index + 1))];
    }

    /// <summary>The journals of a project, newest first.</summary>
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
            throw DataFile.Unreadable(directory, $"{e.Message.TrimEnd('.')}.", "Make the folder readable.");
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _order.Dispose();
    }

    /// <exception cref="FaultException">The disk rejected it; the file is unchanged.</exception>
    private void Write(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        lock (_writing)
        {
            try
            {
                // A failed write may have left part of a line.
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
        return operation.IsOfSelection && File.Exists(older)
            ? older
            : System.IO.Path.Combine(folder.JournalOf(operation.JournalPlace), operation.Id + ".jsonl");
    }

    /// <summary>
    /// Seeks to the end of the last whole line and removes the rest that a crash left, so that the next line stands alone.
    /// </summary>
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
