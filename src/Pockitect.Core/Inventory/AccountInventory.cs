using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Inventory;

/// <summary>
/// What an account was last seen to hold. The one inventory: status, plan, delete and the tables on screen read it, and only
/// scans write it, each (Region, type) in one step. Kept as one file for each Region, so that it opens at once with its age.
/// </summary>
public sealed class AccountInventory
{
    private static readonly JsonSerializerOptions Json = new(SpecJson.Options)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private readonly string _folder;
    private readonly Catalog _catalog;
    private readonly Lock _changing = new();
    private readonly Dictionary<(string Region, string Type), InventoryEntry> _entries = [];
    private readonly Dictionary<(string Region, string Type), long> _orders = [];
    private long _scans;

    private AccountInventory(string folder, Catalog catalog)
    {
        _folder = folder;
        _catalog = catalog;
    }

    /// <summary>Everything that is known, in the order of Regions and of the catalog.</summary>
    public IReadOnlyList<InventoryEntry> Entries
    {
        get
        {
            lock (_changing)
            {
                return
                [
                    .. _entries.Values.OrderBy(entry => entry.Place.Region, StringComparer.Ordinal)
                        .ThenBy(entry => _catalog.Types.ToList().FindIndex(type => type.Name == entry.Type)),
                ];
            }
        }
    }

    /// <summary>All rows.</summary>
    public IReadOnlyList<Observed> Resources => [.. Entries.SelectMany(entry => entry.Resources)];

    /// <summary>Opens what was kept of an account. A file that cannot be read is looked at again by the next scan.</summary>
    public static AccountInventory Open(DataFolder folder, Catalog catalog, string accountId)
    {
        var inventory = new AccountInventory(Directory.CreateDirectory(Path.Combine(folder.Cache, accountId)).FullName, catalog);
        foreach (var path in Directory.EnumerateFiles(inventory._folder, "*.json"))
        {
            foreach (var entry in inventory.Read(path)) inventory._entries[(entry.Place.Region, entry.Type)] = entry;
        }

        return inventory;
    }

    /// <summary>Begins to take in a scan.</summary>
    public InventoryScan BeginScan() => new(this, NextOrder());

    /// <summary>The place of a scan that begins now among all scans.</summary>
    internal long NextOrder() => Interlocked.Increment(ref _scans);

    /// <summary>Takes in everything that a scan saw of one type in one Region, unless a scan that began later has ended there already.</summary>
    /// <param name="last">The last chunk, with the verdict.</param>
    internal void Take(long order, ScanChunk last, IReadOnlyList<Observed> rows)
    {
        lock (_changing)
        {
            var key = (last.Place.Region, last.Type);
            if (_orders.GetValueOrDefault(key) > order) return;
            _orders[key] = order;
            _entries[key] = InventoryEntry.After(_entries.GetValueOrDefault(key), last.Place, last, rows);
        }
    }

    /// <summary>Writes the files of these Regions.</summary>
    public async Task SaveAsync(IEnumerable<string> regions, CancellationToken ct)
    {
        foreach (var region in regions.Distinct(StringComparer.Ordinal))
        {
            var rows = new JsonArray([.. Entries.Where(entry => entry.Place.Region == region).Select(Write)]);
            await AtomicFile.WriteAsync(Path.Combine(_folder, region + ".json"), rows.ToJsonString(Json), ct);
        }
    }

    private static JsonNode Write(InventoryEntry entry) => new JsonObject
    {
        ["account"] = entry.Place.AccountId,
        ["region"] = entry.Place.Region,
        ["type"] = entry.Type,
        ["verdict"] = JsonSerializer.SerializeToNode(entry.Verdict, Json),
        ["reason"] = entry.Reason,
        ["looked_at"] = entry.LookedAt,
        ["seen_at"] = entry.SeenAt,
        ["resources"] = new JsonArray([.. entry.Resources.Select(ObservedJson.Write)]),
    };

    private IEnumerable<InventoryEntry> Read(string path)
    {
        try
        {
            return
            [
                .. JsonNode.Parse(File.ReadAllText(path))!.AsArray().Select(node => node!.AsObject())
                    // A type that this version does not know is left to the version that does.
                    .Where(node => _catalog.Find(Text(node, "type")) is not null)
                    .Select(node => new InventoryEntry(
                        new Place(Text(node, "account"), Text(node, "region")),
                        Text(node, "type"),
                        node["verdict"].Deserialize<Verdict>(Json),
                        node["reason"]?.GetValue<string>(),
                        node["looked_at"].Deserialize<DateTimeOffset>(),
                        node["seen_at"].Deserialize<DateTimeOffset?>(),
                        [.. node["resources"]!.AsArray().Select(row => ObservedJson.Read(row!.AsObject(), _catalog))])),
            ];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException or KeyNotFoundException)
        {
            // A memory of AWS, not the truth: what cannot be read is looked at anew.
            return [];
        }
    }

    private static string Text(JsonObject node, string name) => node[name]!.GetValue<string>();
}
