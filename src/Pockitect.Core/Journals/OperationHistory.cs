using System.Collections.Concurrent;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Text;

namespace Pockitect.Core.Journals;

/// <summary>A damaged journal: the unfinished operations of its project are unknown.</summary>
/// <param name="Project">The project's name.</param>
/// <param name="Problem">The file, the line, the reason and the fix, as sentences.</param>
public sealed record DamagedJournal(string Project, string Problem);

/// <summary>The past operations of this computer, from the journals.</summary>
public sealed class OperationHistory(DataFolder folder)
{
    private readonly ConcurrentDictionary<string, (FileStamp? Stamp, string? Problem)> _checked = new(StringComparer.Ordinal);

    /// <summary>The names of all projects with a journal, sorted.</summary>
    public IReadOnlyList<string> Slugs =>
        [
            .. Directory.EnumerateDirectories(folder.Journal)
                .Select(path => Path.GetFileName(path))
                .Where(ProjectNames.IsValid)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The unreadable journals of all projects. Each blocks only commands that change its own project.</summary>
    public IReadOnlyList<DamagedJournal> Damaged =>
        [
            .. from slug in Slugs let problem = Problem(slug) where problem is not null select new DamagedJournal(slug, problem),
            .. DamagedSelections,
        ];

    /// <summary>Returns a project's operations, newest first, read on demand.</summary>
    /// <exception cref="FaultException">A journal is damaged.</exception>
    public IEnumerable<OperationRecord> Of(string slug) =>
        Journal.Of(folder, slug)
            .Select(path => Read(slug, path))
            .OfType<OperationRecord>()
            .Where(record => !record.Operation.IsOfSelection);

    /// <summary>Returns why a project's history is unknown; null if all its journals are readable.</summary>
    public string? Problem(string slug)
    {
        try
        {
            return ProjectNames.IsValid(slug)
                ? Journal.Of(folder, slug).Select(path => Checked(slug, path)).FirstOrDefault(problem => problem is not null)
                : null;
        }
        catch (FaultException e) when (e.Fault.Kind is FaultKind.LocalFile)
        {
            return e.Message;
        }
    }

    /// <summary>Checks that all journals of a project are readable, before a change.</summary>
    /// <exception cref="FaultException">One isn't.</exception>
    public void Demand(string slug)
    {
        if (Problem(slug) is { } problem)
            throw new FaultException(new Fault(FaultKind.LocalFile, "DamagedJournal", $"Nothing was changed. {problem}"));
    }

    /// <summary>Returns the selection deletes, newest first. Unreadable ones are in <see cref="Damaged"/>.</summary>
    public IEnumerable<OperationRecord> Selections => SelectionJournals
        .Where(journal => Checked(journal.Place, journal.Path) is null)
        .Select(journal => Read(journal.Place, journal.Path))
        .OfType<OperationRecord>()
        .Where(record => record.Operation.IsOfSelection)
        .OrderByDescending(record => record.Operation.Id, StringComparer.Ordinal);

    /// <summary>Returns the unfinished selection delete with this ID; null if missing.</summary>
    public OperationRecord? UnfinishedSelection(string operationId) =>
        Selections.FirstOrDefault(record => record.Operation.Id == operationId && record.IsUnfinished);

    /// <summary>
    /// Returns the ID of a new operation. It sorts after all of the project's operations, even if the clock was set back, because their
    /// order decides which of them still counts.
    /// </summary>
    public string NextId(string place, DateTimeOffset now)
    {
        var id = Operation.NewId(now);
        var newest = LatestIds(place).Max(StringComparer.Ordinal);
        return newest is null || string.CompareOrdinal(id, newest) > 0 ? id : Operation.NewIdAfter(newest, now);
    }

    /// <summary>Returns the project's operation to resume, undo or keep; null if missing.</summary>
    public OperationRecord? Unfinished(string slug)
    {
        foreach (var record in Of(slug))
        {
            if (record.IsUnfinished) return record;
            // A power change doesn't settle an earlier interrupted deploy; every other operation does.
            if (record.Operation.Kind is not (OperationKind.PowerOn or OperationKind.PowerOff)) return null;
        }

        return null;
    }

    /// <summary>Returns an interrupted deploy of this project, which the next deploy continues; null if missing.</summary>
    public OperationRecord? UnfinishedDeploy(ProjectSection project) =>
        Unfinished(project.Name) is { Operation.Kind: OperationKind.Deploy } record
            && (project.Id ?? record.Operation.ProjectId) == record.Operation.ProjectId
            ? record
            : null;

    /// <summary>Returns unfinished operations that are not running: of all projects, and selection deletes.</summary>
    public IReadOnlyList<OperationRecord> Abandoned =>
    [
        .. Slugs.Where(slug => Problem(slug) is null && !IsHeld(slug)).Select(Unfinished).OfType<OperationRecord>(),
        .. Selections.Where(record => record.IsUnfinished && !IsHeld(Operation.LockOf(record.Operation))),
    ];

    /// <summary>Returns whether a project's operation, or a selection delete, is running.</summary>
    public bool IsHeld(string slug)
    {
        try
        {
            return ProjectLock.IsHeld(folder, slug);
        }
        catch (FaultException e) when (e.Fault.Kind is FaultKind.LocalFile)
        {
            // The commands that change the project report it.
            return false;
        }
    }

    /// <summary>Returns what the last stop of the project stopped; null if the last power change was a start.</summary>
    public IReadOnlySet<string>? StoppedLast(string slug)
    {
        foreach (var record in Of(slug))
        {
            switch (record)
            {
                case { Operation.Kind: OperationKind.PowerOff }:
                    return record.Steps.Where(step => step.Progress is StepProgress.Done)
                        .Select(step => step.ResourceId)
                        .OfType<string>()
                        .ToHashSet(StringComparer.Ordinal);
                // An unfinished start has started only some of it.
                case { Operation.Kind: OperationKind.PowerOn, IsUnfinished: false }:
                    return null;
            }
        }

        return null;
    }

    private IEnumerable<(string Place, string Path)> SelectionJournals =>
        from place in (string[])[Operation.Selections, Journal.OlderSelections]
        from path in Journal.Of(folder, place)
        select (place, path);

    // Journals in the earlier place are checked with the project that may have its name.
    private IEnumerable<DamagedJournal> DamagedSelections =>
        from journal in SelectionJournals
        where journal.Place == Operation.Selections
        let problem = Checked(journal.Place, journal.Path)
        where problem is not null
        select new DamagedJournal("selected resources", problem);

    private IEnumerable<string> LatestIds(string place) =>
        Journal.Of(folder, place)
            .Take(1)
            .Concat(DeployedBlueprints.PathsOf(folder, place))
            .Select(path => Path.GetFileNameWithoutExtension(path));

    private static OperationRecord? Read(string slug, string path)
    {
        var record = OperationRecord.Fold(Journal.Read(path));
        // A journal of another project or operation was copied here; nothing may be changed in its name.
        return record is null
            || record.Operation.Project is ""
            || (record.Operation.Project == slug && record.Operation.Id == Path.GetFileNameWithoutExtension(path))
            ? record
            : throw JournalLine.Damaged(
                path,
                1,
                $"it is about operation {VisibleText.Line(record.Operation.Id)} of project '{VisibleText.Line(record.Operation.Project)}'");
    }

    private string? Checked(string slug, string path)
    {
        var stamp = FileStamp.Of(path);
        if (_checked.TryGetValue(path, out var known) && known.Stamp == stamp && stamp is not null) return known.Problem;
        string? problem = null;
        try
        {
            Read(slug, path);
        }
        catch (FaultException e) when (e.Fault.Kind is FaultKind.LocalFile)
        {
            problem = e.Message;
        }

        _checked[path] = (stamp, problem);
        return problem;
    }
}
