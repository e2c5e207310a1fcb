using Pockitect.Core.Inventory;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Web.Monitor.Queries;

/// <summary>A resource in the table. Values that every search compares are computed once.</summary>
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

    /// <summary>The Region shown for global resources such as roles. AWS stores them in us-east-1, which would be misleading.</summary>
    public const string Global = "global";

    public Observed Resource { get; }

    /// <summary>The unique key of the row.</summary>
    public string Key { get; }

    public string Name { get; }

    /// <summary>The short type name: <c>Instance</c>.</summary>
    public string Type { get; }

    public string Id => Resource.Id;

    /// <summary>The Region; <see cref="Global"/> for global types.</summary>
    public string Region { get; }

    public string State { get; }

    /// <summary>The project's slug; null without a project.</summary>
    public string? Project { get; }

    public DateTimeOffset? SeenAt { get; }

    /// <summary>The last scan could not read the resource; this is from an earlier one.</summary>
    public bool IsStale { get; }

    /// <summary>The text that plain words search, in lowercase. Excludes settings, which may contain scripts.</summary>
    public string Text { get; }

    public static MonitorRow Of(Observed resource, DateTimeOffset? seenAt, bool isStale = false, bool isGlobal = false) =>
        new(resource, seenAt, isStale, isGlobal);

    public static MonitorRow[] Of(InventoryEntry entry, bool isGlobal = false) =>
        [.. entry.Resources.Select(resource => Of(resource, entry.SeenAt, entry.IsStale, isGlobal))];

    private IEnumerable<string> Words(Observed resource) =>
    [
        Name, resource.Type, Id, Region, State, Project ?? "", resource.Arn ?? "",
        .. resource.Tags.Select(tag => $"{tag.Key}={tag.Value}"),
        .. resource.Outputs.Values,
    ];
}
