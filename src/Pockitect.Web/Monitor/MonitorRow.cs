using Pockitect.Core.Inventory;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Web.Monitor;

/// <summary>One resource as the table shows and searches it: what is compared at every keystroke is made once.</summary>
public sealed class MonitorRow
{
    private MonitorRow(Observed resource, DateTimeOffset? seenAt, bool isStale, bool isGlobal)
    {
        Resource = resource;
        Key = ResourceGraph.NameOf(resource);
        Type = resource.Type[(resource.Type.LastIndexOf(':') + 1)..];
        State = resource.State ?? resource.Phase.ToString().ToLowerInvariant();
        Project = resource.Tags.GetValueOrDefault(OwnershipTags.Project);
        Name = resource.DisplayName;
        Region = isGlobal ? Global : resource.Place.Region;
        SeenAt = seenAt;
        IsStale = isStale;
        Text = string.Join('\n', Words(resource)).ToLowerInvariant();
    }

    /// <summary>The Region of what is in none, such as a role. AWS keeps it in us-east-1, where nobody would look for it.</summary>
    public const string Global = "global";

    public Observed Resource { get; }

    /// <summary>A name that no other row has.</summary>
    public string Key { get; }

    public string Name { get; }

    /// <summary>The short name of its type: <c>Instance</c>.</summary>
    public string Type { get; }

    public string Id => Resource.Id;

    /// <summary>Where it is; <see cref="Global"/> for types that know no Regions.</summary>
    public string Region { get; }

    public string State { get; }

    /// <summary>The project's slug; null for what belongs to none.</summary>
    public string? Project { get; }

    public DateTimeOffset? SeenAt { get; }

    /// <summary>The last look could not look; this is from one before.</summary>
    public bool IsStale { get; }

    /// <summary>All that free words are looked for in, in lower case. Settings are not among it: they may hold scripts.</summary>
    public string Text { get; }

    public static MonitorRow Of(Observed resource, DateTimeOffset? seenAt, bool isStale = false, bool isGlobal = false) => new(resource, seenAt, isStale, isGlobal);

    public static MonitorRow[] Of(InventoryEntry entry, bool isGlobal = false) => [.. entry.Resources.Select(resource => Of(resource, entry.SeenAt, entry.IsStale, isGlobal))];

    private IEnumerable<string> Words(Observed resource) =>
    [
        Name, resource.Type, Id, Region, State, Project ?? "", resource.Arn ?? "",
        .. resource.Tags.Select(tag => $"{tag.Key}={tag.Value}"),
        .. resource.Outputs.Values,
    ];
}
