using Pockitect.Aws.Topology;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Schema;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Validation;

/// <summary>A resource of a design, and the part of the blueprint that defines it.</summary>
/// <param name="Path">The section's entry, or <c>resources.ID</c>.</param>
internal sealed record Asked(string LogicalId, Spec Spec, string Path)
{
    /// <summary>Whether it is under <c>resources</c>, with its own properties.</summary>
    public bool IsWritten => Path.StartsWith("resources", StringComparison.Ordinal);

    /// <summary>Returns the path of a property in the blueprint.</summary>
    public string PathOf(string property) => IsWritten ? $"{Path}.properties.{property}" : SectionPaths.Of(Path, Spec, property);

    /// <summary>Returns the name of a property for messages.</summary>
    public string LabelOf(string property)
    {
        var keys = PathOf(property).Split('.', '[')[^1].TrimEnd(']').Trim('"');
        return keys.Length == 0 || char.IsAsciiDigit(keys[0]) ? property : keys;
    }

    public BlueprintProblem Error(string property, string message) => new(Severity.Error, 0, 0, PathOf(property), message);

    public BlueprintProblem Finding(string property, string message) => new(Severity.Finding, 0, 0, PathOf(property), message);
}

/// <summary>
/// Checks the resources of a blueprint. Sections create specs, to which the types' rules apply as for entries under <c>resources</c>.
/// </summary>
internal static class DesignCheck
{
    /// <summary>Returns all problems of the resources, without line and column.</summary>
    /// <param name="blueprint">The blueprint, which may have other errors.</param>
    /// <param name="catalog">The types, which know the names that AWS keeps unique.</param>
    public static IReadOnlyList<BlueprintProblem> Check(Blueprint blueprint, Catalog catalog)
    {
        // All zones that a Region may have: a plan asks AWS which exist.
        var design = BlueprintDesigner.Design(blueprint, [.. "abcdef".Select(letter => blueprint.Project.Region + letter)]);
        var asked =
            design.Resources.Select(resource => new Asked(resource.LogicalId, resource.Spec, design.Paths[resource.LogicalId])).ToList();
        return
        [
            .. asked.Where(resource => !resource.IsWritten).SelectMany(Values),
            .. asked.Where(resource => resource.IsWritten).SelectMany(WrittenChecks.Check),
            .. NameChecks.Check(asked, catalog),
            .. TagChecks.Check(asked, blueprint.Project),
        ];
    }

    /// <summary>Returns combinations that AWS doesn't offer. Only useful without other errors.</summary>
    public static IReadOnlyList<BlueprintProblem> Conflicts(Blueprint blueprint) =>
        BlueprintDesigner.Design(blueprint, [.. "abcdef".Select(letter => blueprint.Project.Region + letter)]).Problems;

    // Entries under resources were checked when they were read.
    private static IEnumerable<BlueprintProblem> Values(Asked resource) =>
        SpecConstraints.Check(resource.Spec)
            .Select(problem => resource.Error(problem.Path, $"'{resource.LabelOf(problem.Path)}' {problem.Needs}"));
}
