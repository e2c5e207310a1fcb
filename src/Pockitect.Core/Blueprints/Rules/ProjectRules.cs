using Pockitect.Core.Text;

namespace Pockitect.Core.Blueprints.Rules;

/// <summary>Rules for the project section.</summary>
public static class ProjectRules
{
    /// <summary>The partition whose ARNs and endpoints Pockitect supports.</summary>
    private const string Partition = "aws";

    internal static IReadOnlyList<Rule> All { get; } = [RegionExists];

    /// <summary>Returns what is wrong with a Region's name, as a sentence; null if it is usable, or if no Regions are known.</summary>
    public static string? RegionProblem(string region, IReadOnlyDictionary<string, string> regions)
    {
        if (regions.Count == 0) return null;
        if (regions.TryGetValue(region, out var partition))
        {
            return partition == Partition ? null
                : $"The Region {region} is in the partition {partition}, which Pockitect doesn't support. Use a Region of the partition "
                    + "aws, such as eu-west-1.";
        }

        var usable = regions.Where(known => known.Value == Partition).Select(known => known.Key).Order(StringComparer.Ordinal).ToList();
        var near = Spelling.Nearest(region, usable);
        var hint = near is null ? "Use one such as eu-west-1 or us-east-1." : $"Did you mean {near}?";
        return $"Unknown Region '{MessageFormat.Value(region)}'. {hint}";
    }

    private static IEnumerable<Claim> RegionExists(Subject s) =>
        RegionProblem(s.Blueprint.Project.Region, s.Context.Regions) is { } problem ? [Claim.Error("project.region", problem)] : [];
}
