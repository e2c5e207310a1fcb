using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Journals;

namespace Pockitect.Web.Activity;

/// <summary>The state of a past operation.</summary>
public enum Standing
{
    /// <summary>Running, here or in another process.</summary>
    Running,

    /// <summary>Unfinished; the user must decide how to continue.</summary>
    Unfinished,

    /// <summary>Failed, but a later operation settled it.</summary>
    Settled,

    Ended,
}

/// <summary>A row of the activity list.</summary>
public sealed record ActivityRow(OperationRecord Record, Standing Standing)
{
    /// <summary>The project's name; a selection of resources has no project.</summary>
    public string Project => Record.Operation.Project.Length > 0 ? Record.Operation.Project : "selected resources";

    public string Outcome => Standing switch
    {
        Standing.Running => "running",
        Standing.Unfinished or Standing.Settled when Record.Outcome is null => "interrupted",
        _ => Record.Outcome.ToString()!.ToLowerInvariant(), // Every state without an outcome is handled above.
    };
}

/// <summary>All operations from this computer, read from the journals: unfinished first, then newest first.</summary>
/// <param name="Problems">Unreadable journals, one sentence each.</param>
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
                // A damaged journal must not hide the others.
                problems.Add($"{slug}: {e.Message}");
            }
        }

        rows.AddRange(history.Selections.Select(record => new ActivityRow(record, !record.IsUnfinished ? Standing.Ended
            : ProjectLock.IsHeld(folder, Operation.LockOf(record.Operation)) ? Standing.Running
            : Standing.Unfinished)));
        return new ActivityList(
            [
                .. rows.OrderBy(row => row.Standing is Standing.Running ? 0 : row.Standing is Standing.Unfinished ? 1 : 2).ThenByDescending(
                    row => row.Record.Operation.Id, StringComparer.Ordinal),
            ],
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
                // A project has one writer: its newest unfinished operation is the running one.
                { Outcome: null } when isHeld && !records.Take(index).Any(newer => newer.Outcome is null) => Standing.Running,
                { IsUnfinished: true } when record.Operation.Id == unfinished => Standing.Unfinished,
                { IsUnfinished: true } => Standing.Settled,
                _ => Standing.Ended,
            })),
        ];
    }
}
