using System.Collections.Concurrent;
using Pockitect.Core.Accounts;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Inventory;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Projects;

/// <summary>
/// Computes a project's status from blueprint, journals and inventory, without calling AWS. The only writer of
/// <c>projects/&lt;name&gt;.status.yaml</c>. Only that file stores how long a state has lasted, and the result of the last drift check.
/// </summary>
public sealed class StatusProjector(
    DataFolder folder, ProjectStore projects, OperationHistory history, DeployedBlueprints deployed, AccountInventory inventory, Cloud cloud, TimeProvider time)
{
    private const int MaxBytes = 16 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, Files> _files = new(StringComparer.Ordinal);

    /// <summary>Returns a project's status, as far as known here.</summary>
    public ProjectStatus Of(string project) => Project(project, new Seen(inventory), null, null);

    /// <summary>Returns the status of several projects.</summary>
    public IReadOnlyList<ProjectStatus> Of(IEnumerable<string> all)
    {
        var seen = new Seen(inventory);
        return [.. all.Select(project => Project(project, seen, null, null))];
    }

    /// <summary>Returns the Region in a project's blueprint; null without a valid blueprint here.</summary>
    public string? RegionOf(string project) => FilesOf(project).Region;

    /// <summary>Updates a project's status.</summary>
    /// <param name="read">Its resources, if they were just read completely; null to use the inventory.</param>
    /// <param name="drift">Its drift, if it was just checked; null to use the last check.</param>
    public async Task<ProjectStatus> WriteAsync(string project, IReadOnlyList<Observed>? read, Drift? drift, CancellationToken ct)
    {
        var status = Project(project, new Seen(inventory), read, drift);
        await KeepAsync(status, ct);
        return status;
    }

    /// <summary>Updates several projects' statuses, and returns those that changed or whose file can't be written.</summary>
    public async Task<IReadOnlyList<ProjectStatus>> WriteAsync(IEnumerable<string> all, CancellationToken ct)
    {
        var changed = new List<ProjectStatus>();
        foreach (var status in Of(all))
        {
            try
            {
                if (await KeepAsync(status, ct)) changed.Add(status);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FaultException { Fault.Kind: FaultKind.LocalFile })
            {
                // One file must not block the other projects.
                changed.Add(status with { Problem = status.Problem ?? e.Message });
            }
        }

        return changed;
    }

    private async Task<bool> KeepAsync(ProjectStatus status, CancellationToken ct)
    {
        // Anyone can write tags, and not every name is a valid project name.
        if (!ProjectNames.IsValid(status.Project)) return false;
        var path = folder.StatusOf(status.Project);
        var isThere = File.Exists(path);
        if (status.Resources.Count == 0)
        {
            // A draft has no status yet, and a deleted project no longer has one.
            if (!isThere) return false;
            if (!File.Exists(folder.BlueprintOf(status.Project)))
            {
                File.Delete(path);
                return true;
            }
        }

        var text = StatusFile.Write(status);
        if (isThere && TextOf(path) == text) return false;
        await AtomicFile.WriteAsync(path, text, ct);
        return true;
    }

    private static string? TextOf(string path)
    {
        try
        {
            return DataFile.ReadText(path, MaxBytes);
        }
        catch (FaultException e) when (e.Fault.Kind is FaultKind.LocalFile)
        {
            // Whatever it is, it isn't this text; writing it reports the error.
            return null;
        }
    }

    private ProjectStatus Project(string project, Seen seen, IReadOnlyList<Observed>? read, Drift? drift)
    {
        var files = FilesOf(project);
        // A file without an ID that was never deployed from here is a new project, whatever its name.
        var id = files.Id ?? (files.HasBlueprint ? null : seen.OnlyIdOf(project));
        var before = ProjectNames.IsValid(project) && StatusFile.Read(folder.StatusOf(project)) is { } kept && kept.AccountId == cloud.AccountId && kept.ProjectId == id ? kept : null;
        // A comparison with an outdated deploy is not relevant.
        var compared = files.IsDeployed ? before : null;
        var rows = read ?? (id is null ? [] : seen.Of(id, project));
        var isCompared = files.IsDeployed && drift is { Blockers.Count: 0 };
        var resources = rows.Select(row => Resource(row, seen, before)).ToList();
        resources = [.. isCompared ? Marked(resources, drift!, before) : Carried(resources, compared)]; // It exists if it was compared.
        return new ProjectStatus(
            project,
            StateOf(project, files, rows),
            [.. resources.OrderBy(resource => resource.Name, StringComparer.Ordinal).ThenBy(resource => resource.Id, StringComparer.Ordinal)])
        {
            AccountId = cloud.AccountId,
            ProjectId = id,
            SeenAt = resources.Min(resource => resource.SeenAt),
            ComparedAt = isCompared ? time.GetUtcNow() : compared?.ComparedAt,
            IsEdited = files.IsEdited,
            LastOperation = files.Last,
            Problem = files.Problem,
        };
    }

    private ResourceStatus Resource(Observed row, Seen seen, ProjectStatus? before)
    {
        var name = DeletionSteps.LogicalIdOf(row);
        var state = row.State ?? row.Phase.ToString().ToLowerInvariant();
        var entry = seen.EntryOf(row);
        var known = before?.Resources.FirstOrDefault(resource => resource.Id == row.Id && resource.Type == row.Type);
        return new ResourceStatus(name, row.Type, row.Id, row.Place.Region, state, known?.State == state ? known.Since : entry?.SeenAt ?? time.GetUtcNow())
        {
            SeenAt = entry?.SeenAt,
            Unseen = entry is { Verdict: not Verdict.Complete } ? $"{entry.Verdict.Word}: {entry.Reason ?? "no reason given"}" : null,
            // A list may omit what a read has returned.
            Endpoint = cloud.Catalog[row.Type].EndpointOf(row) ?? (row.IsSummary && known?.State == state ? known.Endpoint : null),
        };
    }

    /// <summary>Adds each resource's drift, and deleted resources.</summary>
    private IEnumerable<ResourceStatus> Marked(IReadOnlyList<ResourceStatus> resources, Drift drift, ProjectStatus? before)
    {
        // Checked just now.
        var differing = drift.Resources.Where(drifted => drifted.Now is not null).ToLookup(drifted => (drifted.Type.Name, drifted.Now!.Id));
        foreach (var resource in resources)
        {
            yield return differing[(resource.Type, resource.Id!)].FirstOrDefault() is { } drifted // An existing resource has an ID.
                ? resource with { Drift = drifted.Kind, Changed = [.. drifted.Differences.Select(difference => difference.Path)] }
                : resource;
        }

        foreach (var gone in drift.Resources.Where(drifted => drifted.Kind is DriftKind.Deleted))
        {
            var known = before?.Resources.FirstOrDefault(resource => resource.Name == gone.LogicalId && resource.Type == gone.Type.Name);
            yield return new ResourceStatus(gone.LogicalId, gone.Type.Name, null, known?.Region ?? "", "deleted", known is { Id: null } ? known.Since : time.GetUtcNow()) { Drift = DriftKind.Deleted };
        }
    }

    /// <summary>Adds each existing resource's result of the last drift check.</summary>
    private static IEnumerable<ResourceStatus> Carried(IReadOnlyList<ResourceStatus> resources, ProjectStatus? before) => resources
        .Select(resource => before?.Resources.FirstOrDefault(known => known.Id == resource.Id && known.Type == resource.Type) is { } known
            ? resource with { Drift = known.Drift, Changed = known.Changed }
            : resource)
        .Concat(before?.Resources.Where(known => known.Id is null && !resources.Any(resource => resource.Name == known.Name && resource.Type == known.Type)) ?? []);

    /// <summary>The content of blueprint and journals. Cached until one of them changes, because pages ask many times a second.</summary>
    private Files FilesOf(string project)
    {
        if (!ProjectNames.IsValid(project)) return new Files(default);
        var marks = (FileStamp.Of(folder.BlueprintOf(project)), SizeOf(folder.JournalOf(project)), SizeOf(folder.DeployedOf(project)));
        if (_files.TryGetValue(project, out var known) && known.Marks == marks) return known;

        var blueprint = projects.Read(project)?.Blueprint;
        var files = new Files(marks) { Id = blueprint?.Project.Id, Region = blueprint?.Project.Region, HasBlueprint = blueprint is not null, Problem = history.Problem(project) };
        return _files[project] = files.Problem is null ? WithHistory(files, project, blueprint) : files;
    }

    private Files WithHistory(Files files, string project, Blueprint? blueprint)
    {
        var last = deployed.Latest(project);
        return files with
        {
            Id = files.Id ?? (blueprint is null ? null : deployed.KnownId(project, cloud.AccountId)),
            IsDeployed = last is not null,
            IsEdited = blueprint is not null && last is not null && IsEdited(blueprint, last.Blueprint),
            Last = history.Of(project).FirstOrDefault() is { } record ? StatusOf(record) : null,
            Unfinished = history.Unfinished(project) is { } unfinished ? StatusOf(unfinished) : null,
        };
    }

    private static OperationStatus StatusOf(OperationRecord record) =>
        new(record.Operation.Id, record.Operation.Kind, record.Outcome, record.BeganAt, record.EndedAt, record.IsUnfinished);

    /// <summary>Returns the state of the whole project. A running operation means "changing", however far it got.</summary>
    private string StateOf(string project, Files files, IReadOnlyCollection<Observed> rows) =>
        files.Problem is not null ? ProjectStatus.Unknown
        : files.Unfinished is { Outcome: null } && history.IsHeld(project) ? "changing"
        : ProjectStatus.StateOf(rows, files.Unfinished);

    /// <summary>Compares a file with what was deployed. A file without an ID isn't edited: the first deploy of a write-protected file can't add the ID.</summary>
    private bool IsEdited(Blueprint blueprint, Blueprint deployed) =>
        Written(blueprint with { Project = blueprint.Project with { Id = blueprint.Project.Id ?? deployed.Project.Id } }) != Written(deployed);

    private string Written(Blueprint blueprint) => BlueprintWriter.Write(blueprint, cloud.Catalog);

    /// <summary>A fingerprint of a folder: number of files, total length, and last write. Repairs show, too.</summary>
    private static Sizes SizeOf(string path)
    {
        try
        {
            return new DirectoryInfo(path) is { Exists: true } found
                ? found.EnumerateFiles().Aggregate(new Sizes(0, 0, 0), (sum, file) => new Sizes(sum.Files + 1, sum.Length + file.Length, Math.Max(sum.Written, file.LastWriteTimeUtc.Ticks)))
                : default;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Reading the journals reports the error.
            return default;
        }
    }

    private readonly record struct Sizes(int Files, long Length, long Written);

    /// <summary>The content of a project's files.</summary>
    /// <param name="Marks">Their fingerprint: the blueprint's stamp, and the sizes of journals and deployed blueprints.</param>
    private sealed record Files((FileStamp? Blueprint, Sizes Journals, Sizes Deployed) Marks)
    {
        /// <summary>Why its history is unknown; null if it is known.</summary>
        public string? Problem { get; init; }

        /// <summary>The ID in the blueprint, or with which this computer deployed it, or null.</summary>
        public string? Id { get; init; }

        public bool HasBlueprint { get; init; }

        /// <summary>The Region in the blueprint.</summary>
        public string? Region { get; init; }

        public bool IsDeployed { get; init; }

        public bool IsEdited { get; init; }

        public OperationStatus? Last { get; init; }

        /// <summary>The operation to resume, undo or keep; null if missing.</summary>
        public OperationStatus? Unfinished { get; init; }
    }

    /// <summary>The inventory, by project.</summary>
    private sealed class Seen
    {
        private readonly Dictionary<(Place Place, string Type), InventoryEntry> _entries;
        private readonly ILookup<string?, string?> _ids;

        public Seen(AccountInventory inventory)
        {
            _entries = inventory.Entries.ToDictionary(entry => (entry.Place, entry.Type));
            // Locked resources belong to others, such as an instance's root volume, and are not the project's own.
            var rows = _entries.Values.SelectMany(entry => entry.Resources).Where(row => row.IsTheirs && !row.IsKept && row.Tags.ContainsKey(OwnershipTags.ProjectId)).ToList();
            ById = rows.ToLookup(row => row.Tags[OwnershipTags.ProjectId], StringComparer.Ordinal);
            _ids = rows.ToLookup(row => row.Tags.GetValueOrDefault(OwnershipTags.Project), row => row.Tags.GetValueOrDefault(OwnershipTags.ProjectId));
        }

        private ILookup<string, Observed> ById { get; }

        /// <summary>
        /// Returns the resources with an ID; none if all of them have another project's name, of which the file is a copy.
        /// </summary>
        public IReadOnlyList<Observed> Of(string id, string project) =>
            ById[id].Any(row => row.Tags.GetValueOrDefault(OwnershipTags.Project) == project) ? [.. ById[id]] : [];

        /// <summary>Returns the account's ID for a project whose file has none; null if it has none or several.</summary>
        public string? OnlyIdOf(string project) => _ids[project].Distinct(StringComparer.Ordinal).ToList() is [var only] ? only : null;

        public InventoryEntry? EntryOf(Observed row) => _entries.GetValueOrDefault((row.Place, row.Type));
    }
}
