using System.IO.Enumeration;

namespace Pockitect.Core.Files;

/// <summary>
/// The known files of a folder, and which of them are changing. Not thread-safe. Times count from the start of the watch, so clock changes
/// don't matter.
/// </summary>
internal sealed class FolderState(string folder, string filter)
{
    /// <summary>How long a file must be unchanged to be stable.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(120);

    /// <summary>Some editors delete or empty a file before they write it again.</summary>
    private static readonly TimeSpan QuietOfNothing = TimeSpan.FromMilliseconds(300);

    private readonly Dictionary<string, FileMark> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (FileStamp? Stamp, TimeSpan Due)> _moving = new(StringComparer.Ordinal);

    /// <summary>Records the current files as unchanged.</summary>
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
                // Another process is writing it. It will be reported as new, which it may be.
            }
        }
    }

    /// <summary>Records that this file may have changed.</summary>
    public void Expect(string name, TimeSpan now)
    {
        // Some systems ignore the pattern.
        if (FileSystemName.MatchesSimpleExpression(filter, name, ignoreCase: false)) Wait(name, FileStamp.Of(PathOf(name)), now);
    }

    /// <summary>Finds changes without events.</summary>
    public void LookAround(TimeSpan now)
    {
        foreach (var name in Names()
            .Concat(_known.Keys)
            .Distinct(StringComparer.Ordinal)
            .Where(name => !_moving.ContainsKey(name))
            .ToList())
        {
            var stamp = FileStamp.Of(PathOf(name));
            if (stamp != Known(name)?.Stamp) Wait(name, stamp, now);
        }
    }

    /// <summary>When the next file may be stable; null if none is changing.</summary>
    public TimeSpan? NextLook => _moving.Count == 0 ? null : _moving.Values.Min(moving => moving.Due);

    /// <summary>Returns the changes of all files that are now stable.</summary>
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

    /// <summary>Returns the missing file that this one was renamed from; null if missing.</summary>
    private string? OldNameOf(FileMark mark) =>
        _known.Where(known => known.Value == mark && FileStamp.Of(PathOf(known.Key)) is null).Select(known => known.Key).FirstOrDefault();

    private void Forget(string name)
    {
        _known.Remove(name);
        _moving.Remove(name);
    }

    private void Wait(string name, FileStamp? stamp, TimeSpan now) =>
        _moving[name] = (stamp, now + (stamp is { Length: > 0 } ? Quiet : QuietOfNothing));

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
            // The folder, or its drive, is not available now.
            return [];
        }
    }
}
