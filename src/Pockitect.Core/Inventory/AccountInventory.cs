using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Pockitect.Core.Files;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Inventory;

/// <summary>
/// The inventory of an account: the resources as of the last scan. Status, plans, deletes and tables read it; only scans write it, each
/// (Region, type) in one step. Stored as one file per Region, so that it opens immediately with its age.
/// </summary>
public sealed class AccountInventory
{
    private static readonly JsonSerializerOptions Json = new(SpecJson.Options)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The maximum size of a file: a Region with some 200,000 resources.</summary>
    private const int MaxBytes = 512 * 1024 * 1024;

    private readonly string _folder;
    private readonly Catalog _catalog;
    private readonly List<string> _problems = [];
    private readonly Lock _changing = new();
    private readonly Dictionary<string, int> _order;
    private readonly Dictionary<(string Region, string Type), InventoryEntry> _entries = [];
    private readonly Dictionary<(string Region, string Type), long> _orders = [];
    private long _scans;
    private IReadOnlyList<InventoryEntry>? _sorted;

    private AccountInventory(string folder, Catalog catalog)
    {
        _folder = folder;
        _catalog = catalog;
        _order = catalog.Types.Index().ToDictionary(type => type.Item.Name, type => type.Index, StringComparer.Ordinal);
    }

    /// <summary>All entries, in the order of Regions and of the catalog.</summary>
    public IReadOnlyList<InventoryEntry> Entries
    {
        get
        {
            lock (_changing)
            {
                return _sorted ??= [
                    .. _entries.Values.OrderBy(entry => entry.Place.Region, StringComparer.Ordinal)
                        .ThenBy(entry => _order.GetValueOrDefault(entry.Type, -1)),
                ];
            }
        }
    }

    /// <summary>Files that were unreadable when the inventory was opened: one sentence each with the file, the line and the fix.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>All rows.</summary>
    public IReadOnlyList<Observed> Resources => [.. Entries.SelectMany(entry => entry.Resources)];

    /// <summary>Creates an account's inventory, which is empty until it is loaded.</summary>
    public static AccountInventory Create(DataFolder folder, Catalog catalog, string accountId) =>
        new(Path.Combine(folder.Cache, accountId), catalog);

    /// <summary>Creates and loads an account's inventory.</summary>
    /// <inheritdoc cref="Load"/>
    public static AccountInventory Open(DataFolder folder, Catalog catalog, string accountId)
    {
        var inventory = Create(folder, catalog, accountId);
        inventory.Load();
        return inventory;
    }

    /// <summary>
    /// Reads the files of earlier scans. Unreadable ones are skipped and reported; the next scan of their Region replaces them.
    /// </summary>
    public void Load()
    {
        lock (_changing)
        {
            try
            {
                Directory.CreateDirectory(_folder);
                foreach (var entry in Directory.EnumerateFiles(_folder, "*.json").SelectMany(Read))
                    _entries[(entry.Place.Region, entry.Type)] = entry;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _problems.Add(
                    $"Can't read {_folder} ({DataFile.Reason(e)}), so earlier scans are missing. Make that folder readable and writable.");
            }

            _sorted = null;
        }
    }

    /// <summary>Starts receiving a scan.</summary>
    public InventoryScan BeginScan() => new(this, NextOrder());

    /// <summary>The sequence number of a new scan.</summary>
    internal long NextOrder() => Interlocked.Increment(ref _scans);

    /// <summary>Adds a scan's rows of one type in one Region, unless a later scan has already finished there.</summary>
    /// <param name="last">The last chunk, with the verdict.</param>
    internal void Take(long order, ScanChunk last, IReadOnlyList<Observed> rows)
    {
        lock (_changing)
        {
            var key = (last.Place.Region, last.Type);
            if (_orders.GetValueOrDefault(key) > order) return;
            _orders[key] = order;
            _sorted = null;
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

    private List<InventoryEntry> Read(string path)
    {
        try
        {
            // Not one tree of nodes: a large account would need ten times the file's size.
            using var document = JsonDocument.Parse(DataFile.ReadBytes(path, MaxBytes) ?? "[]"u8.ToArray());
            var texts = new HashSet<string>(StringComparer.Ordinal);
            return document.RootElement.ValueKind is JsonValueKind.Array
                ? [.. document.RootElement.EnumerateArray().Select(entry => Entry(entry, path, Shared)).OfType<InventoryEntry>()]
                : throw new JsonException("not a JSON list");

            string Shared(string text)
            {
                if (texts.TryGetValue(text, out var known)) return known;
                texts.Add(text);
                return text;
            }
        }
        catch (Exception e) when (DataFile.IsDamage(e))
        {
            // The inventory is only a cache of AWS.
            _problems.Add(DataFile.Damaged(path, e, "It was skipped; `pockitect scan` rebuilds it."));
            return [];
        }
    }

    /// <returns>Null for a type that this version doesn't know; a newer version may.</returns>
    private InventoryEntry? Entry(JsonElement entry, string path, Func<string, string> shared)
    {
        if (entry.ValueKind is not JsonValueKind.Object) throw new JsonException("an entry is not a JSON object");
        var place = new Place(shared(Text(entry, "account")), shared(Text(entry, "region")));
        if (place.Region != Path.GetFileNameWithoutExtension(path) || place.AccountId != Path.GetFileName(_folder))
            throw new JsonException($"it has resources of account {place.AccountId} in {place.Region}");
        var type = Text(entry, "type");
        if (_catalog.Find(type) is not { } known) return null;
        return new InventoryEntry(
            place,
            known.Name,
            entry.GetProperty("verdict").Deserialize<Verdict>(Json),
            entry.TryGetProperty("reason", out var reason) ? reason.GetString() : null,
            entry.GetProperty("looked_at").GetDateTimeOffset(),
            entry.TryGetProperty("seen_at", out var seen) && seen.ValueKind is not JsonValueKind.Null ? seen.GetDateTimeOffset() : null,
            [
                .. entry.GetProperty("resources")
                    .EnumerateArray()
                    .Select(
                        row => ObservedJson.Read(
                            JsonObject.Create(row) ?? throw new JsonException("a resource is not a JSON object"), _catalog, shared)),
            ]);
    }

    private static string Text(JsonElement node, string name) =>
        (node.TryGetProperty(name, out var text) ? text.GetString() : null) ?? throw new JsonException($"an entry has no {name}");
}
