using Pockitect.Core.Accounts;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Inventory;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Projects;

/// <summary>
/// Computes a project's status from blueprint, journals and inventory, without calling AWS. The only writer of
/// <c>projects/&lt;name&gt;.status.yaml</c>. Only that file stores how long a state has lasted, and the result of the last drift check.
/// </summary>
public sealed class StatusProjector(ProjectRecords records, AccountInventory inventory, Cloud cloud, TimeProvider time)
{
    private const int MaxBytes = 16 * 1024 * 1024;

    private readonly LocalProjects _local = new(records, cloud);

    private DataFolder Folder => records.Folder;

    /// <summary>Returns a project's status, as far as known here.</summary>
    public ProjectStatus Of(string project) => Project(project, new InventoryByProject(inventory), null, null);

    /// <summary>Returns the status of several projects.</summary>
    public IReadOnlyList<ProjectStatus> Of(IEnumerable<string> all)
    {
        var seen = new InventoryByProject(inventory);
        return [.. all.Select(project => Project(project, seen, null, null))];
    }

    /// <summary>Returns the Region in a project's blueprint; null without a valid blueprint here.</summary>
    public string? RegionOf(string project) => _local.Of(project).Region;

    /// <summary>Updates a project's status.</summary>
    /// <param name="read">Its resources, if they were just read completely; null to use the inventory.</param>
    /// <param name="drift">Its drift, if it was just checked; null to use the last check.</param>
    public async Task<ProjectStatus> WriteAsync(string project, IReadOnlyList<Observed>? read, Drift? drift, CancellationToken ct)
    {
        var status = Project(project, new InventoryByProject(inventory), read, drift);
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
        var path = Folder.StatusOf(status.Project);
        var isThere = File.Exists(path);
        if (status.Resources.Count == 0)
        {
            // A draft has no status yet, and a deleted project no longer has one.
            if (!isThere) return false;
            if (!File.Exists(Folder.BlueprintOf(status.Project)))
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

    private ProjectStatus Project(string project, InventoryByProject seen, IReadOnlyList<Observed>? read, Drift? drift)
    {
        var files = _local.Of(project);
        // A file without an ID that was never deployed from here is a new project, whatever its name.
        var id = files.Id ?? (files.HasBlueprint ? null : seen.OnlyIdOf(project));
        var before = KeptStatus(project, id);
        // A comparison with an outdated deploy is not relevant.
        var compared = files.IsDeployed ? before : null;
        var rows = read ?? (id is null ? [] : seen.Of(id, project));
        var isCompared = files.IsDeployed && drift is { Blockers.Count: 0 };
        var resources = rows.Select(row => Resource(row, seen, before)).ToList();
        resources = [.. isCompared ? Marked(resources, drift!, before) : Carried(resources, compared)]; // It exists if it was compared.
        return new ProjectStatus(
            project,
            StateOf(project, files, rows),
            [
                .. resources.OrderBy(resource => resource.Name, StringComparer.Ordinal)
                    .ThenBy(resource => resource.Id, StringComparer.Ordinal),
            ])
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

    /// <summary>Returns the stored status; null if it belongs to another project or account.</summary>
    private ProjectStatus? KeptStatus(string project, string? id) =>
        ProjectNames.IsValid(project) && StatusFile.Read(Folder.StatusOf(project)) is { } kept
        && kept.AccountId == cloud.AccountId && kept.ProjectId == id
            ? kept
            : null;

    private ResourceStatus Resource(Observed row, InventoryByProject seen, ProjectStatus? before)
    {
        var name = DeletionSteps.LogicalIdOf(row);
        var state = row.State ?? row.Phase.ToString().ToLowerInvariant();
        var entry = seen.EntryOf(row);
        var known = before?.Resources.FirstOrDefault(resource => resource.Id == row.Id && resource.Type == row.Type);
        return new ResourceStatus(
            name, row.Type, row.Id, row.Place.Region, state, known?.State == state ? known.Since : entry?.SeenAt ?? time.GetUtcNow())
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
            yield return new ResourceStatus(
                gone.LogicalId,
                gone.Type.Name,
                null,
                known?.Region ?? "",
                "deleted",
                known is { Id: null } ? known.Since : time.GetUtcNow())
            {
                Drift = DriftKind.Deleted,
            };
        }
    }

    /// <summary>Adds each existing resource's result of the last drift check.</summary>
    private static IEnumerable<ResourceStatus> Carried(IReadOnlyList<ResourceStatus> resources, ProjectStatus? before) => resources
        .Select(resource => before?.Resources.FirstOrDefault(known => known.Id == resource.Id && known.Type == resource.Type) is { } known
            ? resource with { Drift = known.Drift, Changed = known.Changed }
            : resource)
        .Concat(before?.Resources.Where(
            known => known.Id is null && !resources.Any(resource => resource.Name == known.Name && resource.Type == known.Type))
            ?? []);

    /// <summary>Returns the state of the whole project. A running operation means "changing", however far it got.</summary>
    private string StateOf(string project, LocalProject files, IReadOnlyCollection<Observed> rows) =>
        files.Problem is not null ? ProjectStatus.Unknown
        : files.Unfinished is { Outcome: null } && records.History.IsHeld(project) ? "changing"
        : ProjectStatus.StateOf(rows, files.Unfinished);
}
