using Pockitect.Core;
using Pockitect.Core.Execution;

namespace Pockitect.Web.Activity;

/// <summary>How an operation of the journals stands.</summary>
public enum Standing
{
    /// <summary>Somebody is at work on it, here or in another process.</summary>
    Running,

    /// <summary>A person has to say what is to become of it.</summary>
    Unfinished,

    /// <summary>It ended badly, and something later has settled it.</summary>
    Settled,

    Ended,
}

/// <summary>One operation as the list shows it.</summary>
public sealed record ActivityRow(OperationRecord Record, Standing Standing)
{
    /// <summary>What people call it; resources that were picked by hand are no project's.</summary>
    public string Project => Record.Operation.Project.Length > 0 ? Record.Operation.Project : "selected resources";

    public string Outcome => Standing switch
    {
        Standing.Running => "running",
        Standing.Unfinished or Standing.Settled when Record.Outcome is null => "interrupted",
        _ => Record.Outcome.ToString()!.ToLowerInvariant(), // Only what is told above has none.
    };
}

/// <summary>Everything that was done from this computer, by the journals: the unfinished first, then the newest.</summary>
/// <param name="Problems">Journals that cannot be read, a sentence each.</param>
public sealed record ActivityList(IReadOnlyList<ActivityRow> Rows, IReadOnlyList<string> Problems)
{
    public static readonly ActivityList Empty = new([], []);

    /// <summary>Reads all journals.</summary>
    public static ActivityList Read(OperationHistory history, DataFolder folder)
    {
        var rows = new List<ActivityRow>();
        var problems = new List<string>();
        foreach (var slug in history.Slugs)
        {
            try
            {
                rows.AddRange(Of(history, folder, slug));
            }
            catch (FaultException e)
            {
                // One that is damaged must not hide the others.
                problems.Add($"{slug}: {e.Message}");
            }
        }

        rows.AddRange(history.Selections.Select(record => new ActivityRow(record, !record.IsUnfinished ? Standing.Ended
            : ProjectLock.IsHeld(folder, Operation.LockOf(record.Operation)) ? Standing.Running
            : Standing.Unfinished)));
        return new ActivityList(
            [.. rows.OrderBy(row => row.Standing is Standing.Running ? 0 : row.Standing is Standing.Unfinished ? 1 : 2).ThenByDescending(row => row.Record.Operation.Id, StringComparer.Ordinal)],
            problems);
    }

    private static List<ActivityRow> Of(OperationHistory history, DataFolder folder, string slug)
    {
        var records = history.Of(slug).ToList();
        var unfinished = history.Unfinished(slug)?.Operation.Id;
        var isHeld = ProjectLock.IsHeld(folder, slug);
        return
        [
            .. records.Select((record, index) => new ActivityRow(record, record switch
            {
                // A project has one writer, and its newest operation that has no end is what that one is at.
                { Outcome: null } when isHeld && !records.Take(index).Any(newer => newer.Outcome is null) => Standing.Running,
                { IsUnfinished: true } when record.Operation.Id == unfinished => Standing.Unfinished,
                { IsUnfinished: true } => Standing.Settled,
                _ => Standing.Ended,
            })),
        ];
    }
}
