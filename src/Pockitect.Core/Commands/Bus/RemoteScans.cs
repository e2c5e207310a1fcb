using Pockitect.Core.Inventory;

namespace Pockitect.Core.Commands.Bus;

/// <summary>
/// The scans of other processes, as their rows are heard on the bus. Rows are taken in by look, so that a part that another worker began
/// again doesn't mix with its first attempt. A look that was not heard from its first chunk on is left out. For one thread at a time.
/// </summary>
public sealed class RemoteScans(AccountInventory inventory, string accountId)
{
    private readonly Dictionary<string, Request> _requests = new(StringComparer.Ordinal);

    /// <summary>Takes in what is said of a scan.</summary>
    /// <returns>The Regions to save, when the scan has ended; otherwise none.</returns>
    public IReadOnlyCollection<string> Receive(Envelope said)
    {
        // Workers accept a command before they start on it: its scan begins no earlier than what is heard first.
        if (!_requests.TryGetValue(said.RequestId, out var request)) _requests[said.RequestId] = request = new Request(inventory.NextOrder());
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
        // Something before it was not heard, and what is missing would be taken for gone.
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

        /// <summary>How many chunks of each look were heard, by Region and type; -1 where one is missing.</summary>
        public Dictionary<(string Look, string Region, string Type), int> Heard { get; } = [];

        public HashSet<string> Regions { get; } = new(StringComparer.Ordinal);
    }
}
