using Pockitect.Core.Blueprints;

namespace Pockitect.Core.Execution;

/// <summary>What is needed to find a project's resources.</summary>
/// <param name="Slug">Its name.</param>
/// <param name="Id">The id that its resources carry.</param>
/// <param name="Regions">Where to look; the Regions where it was last seen are looked at too.</param>
public sealed record ProjectIdentity(string Slug, string Id, IReadOnlyList<string> Regions)
{
    /// <summary>The names of the resource types that it is on record to have had; null where nobody knows, and it may have any.</summary>
    public IReadOnlySet<string>? Types { get; init; }

    /// <summary>By a blueprint that has an id, as all have that were deployed.</summary>
    public static ProjectIdentity Of(Blueprint blueprint) => new(blueprint.Project.Name, blueprint.Project.Id!, [blueprint.Project.Region]); // As said.
}
