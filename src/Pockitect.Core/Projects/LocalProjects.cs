using System.Collections.Concurrent;
using Pockitect.Core.Accounts;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Files;
using Pockitect.Core.Journals;

namespace Pockitect.Core.Projects;

/// <summary>What the files of this computer say about a project: its blueprint, its journals, and its last deploy.</summary>
internal sealed record LocalProject
{
    /// <summary>Why its history is unknown; null if it is known.</summary>
    public string? Problem { get; init; }

    /// <summary>The ID in the blueprint, or with which this computer deployed it, or null.</summary>
    public string? Id { get; init; }

    public bool HasBlueprint { get; init; }

    /// <summary>The Region in the blueprint.</summary>
    public string? Region { get; init; }

    public bool IsDeployed { get; init; }

    /// <summary>Whether the blueprint differs from the last deploy.</summary>
    public bool IsEdited { get; init; }

    public OperationStatus? Last { get; init; }

    /// <summary>The operation to resume, undo or keep; null if missing.</summary>
    public OperationStatus? Unfinished { get; init; }
}

/// <summary>Reads the files of projects. Cached until one of them changes, because pages ask many times a second.</summary>
internal sealed class LocalProjects(ProjectRecords records, Cloud cloud)
{
    private readonly ConcurrentDictionary<string, (Marks Marks, LocalProject Project)> _known = new(StringComparer.Ordinal);

    /// <summary>Returns what the files say; everything is unknown for an invalid name.</summary>
    public LocalProject Of(string project)
    {
        if (!ProjectNames.IsValid(project)) return new LocalProject();
        var folder = records.Folder;
        var marks = new Marks(
            FileStamp.Of(folder.BlueprintOf(project)), SizeOf(folder.JournalOf(project)), SizeOf(folder.DeployedOf(project)));
        if (_known.TryGetValue(project, out var known) && known.Marks == marks) return known.Project;

        var read = Read(project);
        _known[project] = (marks, read);
        return read;
    }

    private LocalProject Read(string project)
    {
        var blueprint = records.Projects.Read(project)?.Blueprint;
        var read = new LocalProject
        {
            Id = blueprint?.Project.Id,
            Region = blueprint?.Project.Region,
            HasBlueprint = blueprint is not null,
            Problem = records.History.Problem(project),
        };
        if (read.Problem is not null) return read;
        var (history, deployed) = (records.History, records.Deployed);
        var last = deployed.Latest(project);
        return read with
        {
            Id = read.Id ?? (blueprint is null ? null : deployed.KnownId(project, cloud.AccountId)),
            IsDeployed = last is not null,
            IsEdited = blueprint is not null && last is not null && IsEdited(blueprint, last.Blueprint),
            Last = history.Of(project).FirstOrDefault() is { } record ? StatusOf(record) : null,
            Unfinished = history.Unfinished(project) is { } unfinished ? StatusOf(unfinished) : null,
        };
    }

    private static OperationStatus StatusOf(OperationRecord record) =>
        new(record.Operation.Id, record.Operation.Kind, record.Outcome, record.BeganAt, record.EndedAt, record.IsUnfinished);

    /// <summary>
    /// Compares a file with what was deployed. A file without an ID isn't edited: the first deploy of a write-protected file can't add the
    /// ID.
    /// </summary>
    private bool IsEdited(Blueprint blueprint, Blueprint deployed)
    {
        var project = blueprint.Project with { Id = blueprint.Project.Id ?? deployed.Project.Id };
        return Written(blueprint with { Project = project }) != Written(deployed);
    }

    private string Written(Blueprint blueprint) => BlueprintWriter.Write(blueprint, cloud.Catalog);

    /// <summary>A fingerprint of a folder: number of files, total length, and last write. Repairs show, too.</summary>
    private static Sizes SizeOf(string path)
    {
        try
        {
            if (new DirectoryInfo(path) is not { Exists: true } found) return default;
            return found.EnumerateFiles().Aggregate(default(Sizes), (sum, file) =>
                new Sizes(sum.Files + 1, sum.Length + file.Length, Math.Max(sum.Written, file.LastWriteTimeUtc.Ticks)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Reading the journals reports the error.
            return default;
        }
    }

    private readonly record struct Sizes(int Files, long Length, long Written);

    /// <summary>The fingerprint of a project's files: the blueprint's stamp, and the sizes of journals and deployed blueprints.</summary>
    private readonly record struct Marks(FileStamp? Blueprint, Sizes Journals, Sizes Deployed);
}
