using Pockitect.Core.Blueprints;

namespace Pockitect.Core.Execution;

/// <summary>How to find a project's resources.</summary>
/// <param name="Slug">The project's name.</param>
/// <param name="Id">The ID that its resources carry.</param>
/// <param name="Regions">The Regions to scan, in addition to those where it was last seen.</param>
public sealed record ProjectIdentity(string Slug, string Id, IReadOnlyList<string> Regions)
{
    /// <summary>The resource types that the project has had, according to the records; null if unknown, so that it may have any.</summary>
    public IReadOnlySet<string>? Types { get; init; }

    /// <summary>Identifies a project by its deployed blueprint, which always has an ID.</summary>
    // See the summary.
    public static ProjectIdentity Of(Blueprint blueprint) => new(blueprint.Project.Name, blueprint.Project.Id!, [blueprint.Project.Region]);
}
