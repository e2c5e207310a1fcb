using Pockitect.Core.Accounts;
using Pockitect.Core.Inventory;
using Pockitect.Core.Journals;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Execution;

/// <summary>Scans an account into its inventory, and reads resources with all their settings.</summary>
public sealed class AccountScanner(Cloud cloud, AccountInventory inventory, TimeProvider time)
{
    private const int ReadsAtOnce = 8;

    private readonly ReadLag _lag = new(cloud, time);

    public Cloud Cloud => cloud;

    public AccountInventory Inventory => inventory;

    /// <summary>Scans, passes every chunk to the inventory and the callback, and saves the inventory.</summary>
    public async Task ScanAsync(ScanRequest request, Func<ScanChunk, Task> onChunk, CancellationToken ct)
    {
        var regions = new HashSet<string>(StringComparer.Ordinal);
        var scan = inventory.BeginScan();
        await foreach (var chunk in cloud.ScanAsync(request, ct))
        {
            scan.Receive(chunk);
            regions.Add(chunk.Place.Region);
            await onChunk(chunk);
        }

        await inventory.SaveAsync(regions, ct);
    }

    /// <summary>Scans, and passes every chunk to the inventory.</summary>
    public Task ScanAsync(ScanRequest request, CancellationToken ct) => ScanAsync(request, _ => Task.CompletedTask, ct);

    /// <summary>Scans these Regions and all others where a project was last seen.</summary>
    /// <param name="projectId">The ID in its resources' tags; null if it has none yet.</param>
    /// <returns>The scanned Regions. Global types are part of every scan.</returns>
    internal async Task<IReadOnlyList<string>> ScanProjectAsync(IEnumerable<string> regions, string? projectId, CancellationToken ct)
    {
        var known = inventory.Resources
            .Where(row => projectId is not null && row.Tags.GetValueOrDefault(OwnershipTags.ProjectId) == projectId)
            // The global pseudo-Region would be scanned completely, for types that every scan includes.
            .Where(row => !cloud.Catalog[row.Type].IsGlobal)
            .Select(row => row.Place.Region);
        List<string> all = [.. regions.Concat(known).Distinct(StringComparer.Ordinal)];
        await ScanAsync(new ScanRequest(all), ct);
        return all;
    }

    /// <summary>Returns types that a plan needs but the last scan couldn't read, as sentences.</summary>
    internal IReadOnlyList<string> Unread(string region, IEnumerable<ResourceType> types)
    {
        var entries = inventory.Entries.ToDictionary(entry => (entry.Place.Region, entry.Type));
        return
        [
            .. from type in types
               let place = cloud.PlaceOf(type, region)
               let entry = entries.GetValueOrDefault((place.Region, type.Name))
               where entry is not { Verdict: Verdict.Complete }
               let verdict = entry?.Verdict.ToString() ?? "not scanned"
               select $"Can't read {type.Name} in {place.Region} ({verdict}): {entry?.Reason ?? "no answer"}.",
        ];
    }

    /// <summary>Returns everything that the last scan found in these Regions, and all global resources.</summary>
    internal IReadOnlyList<Observed> Rows(IReadOnlyList<string> regions) =>
        [.. inventory.Resources.Where(row => regions.Contains(row.Place.Region) || cloud.Catalog[row.Type].IsGlobal)];

    /// <summary>Returns what the last scan found of a project.</summary>
    /// <remarks>Locked resources belong to others, such as an instance's root volume, and are never changed or deleted directly.</remarks>
    internal IReadOnlyList<Observed> Owned(string projectId) =>
    [
        .. inventory.Resources
            .Where(row => row.Tags.GetValueOrDefault(OwnershipTags.ProjectId) == projectId)
            .Where(row => row.Phase is not Phase.Gone && row.Locked is null && !row.IsKept),
    ];

    /// <summary>Reads what the last scan found of a project, with all settings.</summary>
    internal Task<IReadOnlyList<Observed>> ReadOwnedAsync(string projectId, CancellationToken ct) => ReadAsync(Owned(projectId), ct);

    /// <summary>Reads resources with all settings: lists don't have all of them.</summary>
    /// <returns>Those that still exist.</returns>
    internal async Task<IReadOnlyList<Observed>> ReadAsync(IReadOnlyList<Observed> rows, CancellationToken ct)
    {
        var whole = new Observed?[rows.Count];
        var width = new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = ct };
        await Parallel.ForAsync(0, rows.Count, width, async (index, token) =>
        {
            var row = rows[index];
            whole[index] = row.IsSummary ? await _lag.ReadAsync(row, token) : row;
        });
        // Deleted between the list and the read.
        return [.. whole.OfType<Observed>()];
    }

    /// <inheritdoc cref="ReadLag.WaitForAsync"/>
    internal Task WaitForAsync(IReadOnlyList<OperationRecord> operations, CancellationToken ct) =>
        _lag.WaitForAsync(operations, Owned, request => ScanAsync(request, ct), ct);
}
