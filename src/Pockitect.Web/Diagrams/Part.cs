using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Web.Diagrams;

/// <summary>A resource to draw, planned or existing.</summary>
internal sealed record Part
{
    /// <summary>The unique key.</summary>
    public required string Key { get; init; }

    public required string Name { get; init; }

    public required ResourceType Type { get; init; }

    public required string Region { get; init; }

    public required Spec Spec { get; init; }

    /// <summary>The names that references use: its logical ID, its AWS ID, or both.</summary>
    public required IReadOnlyList<string> Ids { get; init; }

    public Phase? Phase { get; init; }

    public string? State { get; init; }

    public static Part Of(Observed seen, Catalog catalog) => new()
    {
        Key = ResourceGraph.NameOf(seen),
        Name = seen.DisplayName,
        Type = catalog[seen.Type],
        Region = seen.Place.Region,
        Spec = seen.Spec,
        Ids = [seen.Id],
        Phase = seen.Phase,
        State = seen.State ?? seen.Phase.ToString().ToLowerInvariant(),
    };

    public static Part Of(Desired desired, Catalog catalog, string region) => new()
    {
        Key = desired.LogicalId,
        Name = desired.LogicalId,
        Type = catalog.Of(desired.Spec),
        Region = region,
        Spec = desired.Spec,
        Ids = [desired.LogicalId],
    };
}
