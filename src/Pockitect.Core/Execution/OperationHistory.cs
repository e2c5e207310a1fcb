using Pockitect.Core.Blueprints;

namespace Pockitect.Core.Execution;

/// <summary>What was done from this computer, by the journals.</summary>
public sealed class OperationHistory(DataFolder folder)
{
    /// <summary>The names of all projects that have a journal, sorted.</summary>
    public IReadOnlyList<string> Slugs =>
        [.. Directory.EnumerateDirectories(folder.Journal).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>The operations of a project, the newest first, read as they are asked for.</summary>
    /// <exception cref="FaultException">A journal is damaged.</exception>
    public IEnumerable<OperationRecord> Of(string slug) =>
        Journal.Of(folder, slug).Select(path => OperationRecord.Fold(Journal.Read(path))).OfType<OperationRecord>();

    /// <summary>The operation of a project that is to be resumed, undone or kept; null when there is none.</summary>
    public OperationRecord? Unfinished(string slug)
    {
        foreach (var record in Of(slug))
        {
            if (record.IsUnfinished) return record;
            // A change of power leaves a deploy that was cut short as it was; all else that came later has settled it.
            if (record.Operation.Kind is not (OperationKind.PowerOn or OperationKind.PowerOff)) return null;
        }

        return null;
    }

    /// <summary>A deploy of this project that was cut short, and that the next deploy goes on with; null when there is none.</summary>
    public OperationRecord? UnfinishedDeploy(ProjectSection project) =>
        Unfinished(project.Name) is { Operation.Kind: OperationKind.Deploy } record && (project.Id ?? record.Operation.ProjectId) == record.Operation.ProjectId ? record : null;

    /// <summary>Unfinished operations that nobody is at work on, of all projects.</summary>
    public IReadOnlyList<OperationRecord> Abandoned =>
        [.. Slugs.Where(slug => !ProjectLock.IsHeld(folder, slug)).Select(Unfinished).OfType<OperationRecord>()];

    /// <summary>What the last stop of the project stopped, or null when the last change of power was a start.</summary>
    public IReadOnlySet<string>? StoppedLast(string slug)
    {
        foreach (var record in Of(slug))
        {
            switch (record)
            {
                case { Operation.Kind: OperationKind.PowerOff }:
                    return record.Steps.Where(step => step.Progress is StepProgress.Done).Select(step => step.ResourceId).OfType<string>().ToHashSet(StringComparer.Ordinal);
                // A start that did not end has started only some of it.
                case { Operation.Kind: OperationKind.PowerOn, IsUnfinished: false }:
                    return null;
            }
        }

        return null;
    }
}
