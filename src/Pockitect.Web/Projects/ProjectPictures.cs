using Pockitect.Aws;
using Pockitect.Aws.Topology;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;
using Pockitect.Web.Diagrams;
using Pockitect.Web.Projects.Listing;

namespace Pockitect.Web.Projects;

/// <summary>The diagrams of projects, redrawn only when the file or the inventory changed.</summary>
public sealed class ProjectPictures(AccountSession session)
{
    private readonly Dictionary<string, (DateTime Written, IReadOnlyList<Observed> Seen, Diagram Diagram)> _small = new(
        StringComparer.Ordinal);
    private (string Slug, DateTime Written, IReadOnlyList<Desired> Resources, string Region, string? Problem)? _designed;

    /// <summary>
    /// Returns a project's layout without calling AWS: its existing resources, otherwise the blueprint's with assumed zones.
    /// </summary>
    public Diagram SmallOf(ProjectRow row)
    {
        var written = Written(row);
        if (_small.TryGetValue(row.Slug, out var known)
            && known.Written == written
            && known.Seen.SequenceEqual(row.Resources, ReferenceEqualityComparer.Instance))
            return known.Diagram;
        var diagram = row.Resources.Count > 0 ? Diagram.Of(row.Resources, session.Cloud.Catalog)
            : row.HasBlueprint && session.Projects.Read(row.Slug)?.Blueprint is { } blueprint
                ? Diagram.Of(Supposed(blueprint), session.Cloud.Catalog, blueprint.Project.Region)
                : Diagram.Empty;
        _small[row.Slug] = (written, row.Resources, diagram);
        return diagram;
    }

    /// <summary>
    /// Returns the blueprint's resources with the states of existing ones; without a readable blueprint, only the existing ones.
    /// </summary>
    /// <returns>The diagram, and why it is incomplete: a sentence, or null.</returns>
    public async Task<(Diagram Diagram, string? Problem)> OfAsync(ProjectRow row, CancellationToken ct)
    {
        var written = Written(row);
        if (_designed is not { } known || known.Slug != row.Slug || known.Written != written)
        {
            var (designed, place, why) = await DesignAsync(row, ct);
            _designed = known = (row.Slug, written, designed, place, why);
        }

        var (_, _, resources, region, problem) = known;
        return (
            resources.Count > 0
                ? Diagram.Of(resources, session.Cloud.Catalog, region, row.Resources)
                : Diagram.Of(row.Resources, session.Cloud.Catalog),
            problem);
    }

    private async Task<(IReadOnlyList<Desired> Resources, string Region, string? Problem)> DesignAsync(ProjectRow row, CancellationToken ct)
    {
        if (!row.HasBlueprint) return ([], "", null);
        if (session.Projects.Read(row.Slug)?.Blueprint is not { } blueprint)
            return ([], "", "The blueprint has errors. This is what exists in AWS.");
        var region = blueprint.Project.Region;
        try
        {
            var design = await session.Cloud.DesignAsync(blueprint, ct);
            return (design.Resources, region, design.Problems is [var first, ..] ? first.Message : null);
        }
        // Error boundary: without AWS, only the zones are unknown.
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            return (Supposed(blueprint), region, $"Availability Zones are assumed: {session.Cloud.Explain(e).Message}");
        }
    }

    private static IReadOnlyList<Desired> Supposed(Blueprint blueprint) =>
        BlueprintDesigner.Design(blueprint, [.. "abc".Select(letter => blueprint.Project.Region + letter)]).Resources;

    // A project known only from tags has no file, and its name may be an invalid file name.
    private DateTime Written(ProjectRow row) => row.HasBlueprint ? File.GetLastWriteTimeUtc(session.Folder.BlueprintOf(row.Slug)) : default;
}
