using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Planning;

/// <summary>Resolves references to existing resources: by tags, or to the account's default.</summary>
public static class ReferenceResolver
{
    /// <summary>The output by which a resource type marks the account's default.</summary>
    public const string IsDefault = "IsDefault";

    /// <summary>Replaces every lookup with the ID of its resource.</summary>
    /// <returns>The resources, and unresolved lookups as sentences.</returns>
    public static (IReadOnlyList<Desired> Resources, IReadOnlyList<string> Problems) Resolve(
        Catalog catalog, IReadOnlyList<Desired> desired, IReadOnlyList<Observed> living, string region)
    {
        var problems = new List<string>();
        var resolved = desired.Select(resource => resource with { Spec = SpecTree.Map(resource.Spec, Find) }).ToList();
        return (resolved, [.. problems.Distinct(StringComparer.Ordinal)]);

        RefTarget Find(RefTarget target, Type specType)
        {
            if (target is not (RefTarget.Tagged or RefTarget.AccountDefault)) return target;
            var type = catalog[specType];
            var candidates = living
                .Where(resource =>
                    resource.Type == type.Name && resource.Phase is not (Phase.Gone or Phase.Deleting) && IsMeant(resource, target))
                .Select(resource => resource.Id)
                .Distinct(StringComparer.Ordinal)
                .ToList();
            if (candidates is [var id]) return new RefTarget.Existing(id);

            problems.Add((target, candidates.Count) switch
            {
                (RefTarget.AccountDefault, _) =>
                    $"{region} has no default {type.ShortName}. Create one in the console (Actions, Create default VPC), or use a new "
                        + "network.",
                (_, 0) => $"No {type.ShortName} in {region} has the tags {target}. Deploy its project first, or fix the tags.",
                _ => $"{candidates.Count} {type.ShortName} resources in {region} have the tags {target}: "
                    + $"{string.Join(", ", candidates)}. Use an ID.",
            });
            return target;
        }
    }

    private static bool IsMeant(Observed resource, RefTarget target) => target switch
    {
        RefTarget.Tagged tagged => tagged.Tags.All(tag => resource.Tags.GetValueOrDefault(tag.Key) == tag.Value),
        RefTarget.AccountDefault => resource.Outputs.GetValueOrDefault(IsDefault) == "true",
        _ => false,
    };
}
