using Pockitect.Aws.Ec2;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Validation;

/// <summary>Finds names that must be unique in AWS and occur twice in a blueprint.</summary>
internal static class NameChecks
{
    // A spec without a name gets an empty one, which can't be taken.
    private static readonly Creation Unnamed = new("", new Dictionary<string, string>(), "");

    public static IEnumerable<BlueprintProblem> Check(IReadOnlyList<Asked> asked, Catalog catalog) =>
    [
        .. from same in asked
               .Select(resource => new Named(resource, catalog.Of(resource.Spec).NaturalKey(resource.Spec, Unnamed) ?? ""))
               .Where(named => named.Name.Length > 0)
               .GroupBy(named => $"{named.Asked.Spec.GetType().Name} {Folded(named)}", StringComparer.Ordinal)
           from named in same.Skip(1)
           let first = same.First()
           select named.Asked.Error(Property(named.Asked.Spec)?.Name ?? "", Message(named, first, catalog)),
        .. from same in asked.Where(resource => resource.Spec is SecurityGroup { GroupName: not null })
               .GroupBy(
                   resource => $"{((SecurityGroup)resource.Spec).Vpc} {((SecurityGroup)resource.Spec).GroupName}", StringComparer.Ordinal)
           from resource in same.Skip(1)
           select resource.Error(
               nameof(SecurityGroup.GroupName),
               $"'{same.First().LogicalId}' has the same group name '{((SecurityGroup)resource.Spec).GroupName}', which must be unique "
                   + "in a VPC. Change one of them."),
    ];

    /// <summary>The name as its service compares it. Private keys are files, and some disks ignore case.</summary>
    private static string Folded(Named named) =>
        Property(named.Asked.Spec) is { UniqueName.IsCaseSensitive: true } ? named.Name : named.Name.ToUpperInvariant();

    private static string Message(Named named, Named first, Catalog catalog)
    {
        var same = named.Name == first.Name
            ? $"has the same name '{named.Name}'"
            : $"has the name '{first.Name}', which differs from '{named.Name}' only in case";
        return $"The {catalog.Of(named.Asked.Spec).Noun} '{first.Asked.LogicalId}' {same}. Names must be unique: change one of them.";
    }

    private static PropertyShape? Property(Spec spec) =>
        Shape.Of(spec.GetType()).Properties.FirstOrDefault(property => property.UniqueName is not null);

    private sealed record Named(Asked Asked, string Name);
}
