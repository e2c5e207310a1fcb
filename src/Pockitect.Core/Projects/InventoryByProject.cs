using Pockitect.Core.Inventory;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Projects;

/// <summary>The inventory of an account, by project, as it is now.</summary>
internal sealed class InventoryByProject
{
    private readonly Dictionary<(Place Place, string Type), InventoryEntry> _entries;
    private readonly ILookup<string?, string?> _ids;

    public InventoryByProject(AccountInventory inventory)
    {
        _entries = inventory.Entries.ToDictionary(entry => (entry.Place, entry.Type));
        // Locked resources belong to others, such as an instance's root volume, and are not the project's own.
        var rows = _entries.Values.SelectMany(entry => entry.Resources)
            .Where(row => row.IsTheirs && !row.IsKept && row.Tags.ContainsKey(OwnershipTags.ProjectId))
            .ToList();
        ById = rows.ToLookup(row => row.Tags[OwnershipTags.ProjectId], StringComparer.Ordinal);
        _ids = rows.ToLookup(
            row => row.Tags.GetValueOrDefault(OwnershipTags.Project), row => row.Tags.GetValueOrDefault(OwnershipTags.ProjectId));
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
