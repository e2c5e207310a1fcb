using Pockitect.Core.Inventory;

namespace Pockitect.Core.Commands.Bus;

/// <summary>
/// Scans of other processes, received over the bus. Rows are collected per attempt, so that a part that another worker restarted doesn't
/// mix with its first attempt. An attempt whose first chunk was missed is skipped. Not thread-safe.
/// </summary>
public sealed class RemoteScans(AccountInventory inventory, string accountId)
{
    private readonly Dictionary<string, Request> _requests = new(StringComparer.Ordinal);

    /// <summary>Processes a status of a scan.</summary>
    /// <returns>The Regions to save once the scan has ended; otherwise none.</returns>
    public IReadOnlyCollection<string> Receive(Envelope said)
    {
        // Workers accept a command before they start it: its scan starts no earlier than the first status.
        if (!_requests.TryGetValue(said.RequestId, out var request))
            _requests[said.RequestId] = request = new Request(inventory.NextOrder());
        if (said.Data is ScanRows rows && rows.Chunk.Place.AccountId == accountId) Receive(request, rows);
        if (said.Data is not Status { IsLast: true }) return [];
        _requests.Remove(said.RequestId);
        return request.Regions;
    }

    private void Receive(Request request, ScanRows rows)
    {
        var look = rows.Look ?? "";
        var key = (look, rows.Chunk.Place.Region, rows.Chunk.Type);
        var expected = request.Heard.GetValueOrDefault(key);
        request.Heard[key] = expected + 1;
        // An earlier chunk was missed, and its rows would look deleted.
        if (rows.Look is not null && rows.Number != expected)
        {
            request.Heard[key] = -1;
            return;
        }

        if (!request.Looks.TryGetValue(look, out var scan)) request.Looks[look] = scan = new InventoryScan(inventory, request.Order);
        scan.Receive(rows.Chunk);
        request.Regions.Add(rows.Chunk.Place.Region);
    }

    private sealed class Request(long order)
    {
        public long Order => order;

        public Dictionary<string, InventoryScan> Looks { get; } = new(StringComparer.Ordinal);

        /// <summary>The number of received chunks per attempt, Region and type; -1 if one is missing.</summary>
        public Dictionary<(string Look, string Region, string Type), int> Heard { get; } = [];

        public HashSet<string> Regions { get; } = new(StringComparer.Ordinal);
    }
}
