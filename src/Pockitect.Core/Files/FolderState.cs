using System.IO.Enumeration;

namespace Pockitect.Core.Files;

/// <summary>
/// What is known of the files of a folder, and which of them are on the move. For one thread at a time. Times are told from
/// the beginning of the watch, which no clock that is set can move.
/// </summary>
internal sealed class FolderState(string folder, string filter)
{
    /// <summary>As long as nothing happens to a file, it is at rest.</summary>
    private static readonly TimeSpan quiet = TimeSpan.FromMilliseconds(120);

    /// <summary>Some editors remove a file, or empty it, before they write it anew.</summary>
    private static readonly TimeSpan quietOfNothing = TimeSpan.FromMilliseconds(300);

    private readonly Dictionary<string, FileMark> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (FileStamp? Stamp, TimeSpan Due)> _moving = new(StringComparer.Ordinal);

    /// <summary>Takes what is there for what was always there.</summary>
    public void Learn()
    {
        foreach (var name in Names())
        {
            try
            {
                if (FileMark.Of(PathOf(name)) is { } mark) _known[name] = mark;
            }
            catch (IOException)
            {
                // Somebody writes it this moment: it will be told as new, which it may be.
            }
        }
    }

    /// <summary>Something may have happened to this file.</summary>
    public void Expect(string name, TimeSpan now)
    {
        // On some systems the pattern is no more than a wish.
        if (FileSystemName.MatchesSimpleExpression(filter, name, ignoreCase: false)) Wait(name, FileStamp.Of(PathOf(name)), now);
    }

    /// <summary>Finds what has changed without a hint.</summary>
    public void LookAround(TimeSpan now)
    {
        foreach (var name in Names().Concat(_known.Keys).Distinct(StringComparer.Ordinal).Where(name => !_moving.ContainsKey(name)).ToList())
        {
            var stamp = FileStamp.Of(PathOf(name));
            if (stamp != Known(name)?.Stamp) Wait(name, stamp, now);
        }
    }

    /// <summary>When the next file may have come to rest; null when none is on the move.</summary>
    public TimeSpan? NextLook => _moving.Count == 0 ? null : _moving.Values.Min(moving => moving.Due);

    /// <summary>The changes of all files that have come to rest.</summary>
    public IReadOnlyList<FileChange> Settle(TimeSpan now)
    {
        var settled = new List<(string Name, FileMark? Before, FileMark? After)>();
        foreach (var (name, moving) in _moving.Where(moving => moving.Value.Due <= now).ToList())
        {
            var path = PathOf(name);
            if (FileStamp.Of(path) is var stamp && stamp != moving.Stamp)
            {
                Wait(name, stamp, now);
                continue;
            }

            FileMark? mark;
            try
            {
                mark = FileMark.Of(path);
            }
            catch (IOException)
            {
                Wait(name, stamp, now);
                continue;
            }

            if (mark?.Stamp != stamp)
            {
                Wait(name, mark?.Stamp, now);
                continue;
            }

            _moving.Remove(name);
            if (mark != Known(name)) settled.Add((name, Known(name), mark));
        }

        return Tell(settled);
    }

    private List<FileChange> Tell(List<(string Name, FileMark? Before, FileMark? After)> settled)
    {
        var changes = new List<FileChange>();
        foreach (var (name, before, after) in settled.OrderBy(file => file.Before is not null))
        {
            if (after is { } mark)
            {
                var old = before is null ? OldNameOf(mark) : null;
                if (old is not null) Forget(old);
                _known[name] = mark;
                var kind = old is not null ? FileChangeKind.Renamed : before is null ? FileChangeKind.Created : FileChangeKind.Changed;
                changes.Add(new FileChange(name, kind, old, OwnWrites.Wrote(PathOf(name), mark.Stamp)));
            }
            else if (_known.ContainsKey(name))
            {
                Forget(name);
                changes.Add(new FileChange(name, FileChangeKind.Deleted));
            }
        }

        return changes;
    }

    /// <summary>The file that is not there any more and was just this one; null where there is none.</summary>
    private string? OldNameOf(FileMark mark) =>
        _known.Where(known => known.Value == mark && FileStamp.Of(PathOf(known.Key)) is null).Select(known => known.Key).FirstOrDefault();

    private void Forget(string name)
    {
        _known.Remove(name);
        _moving.Remove(name);
    }

    private void Wait(string name, FileStamp? stamp, TimeSpan now) => _moving[name] = (stamp, now + (stamp is { Length: > 0 } ? quiet : quietOfNothing));

    private FileMark? Known(string name) => _known.TryGetValue(name, out var mark) ? mark : null;

    private string PathOf(string name) => Path.Combine(folder, name);

    private string[] Names()
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder, filter).Select(path => Path.GetFileName(path))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder, or the drive that it is on, is not there now.
            return [];
        }
    }
}
