using Pockitect.Aws.Ec2;
using Pockitect.Aws.Iam;
using Pockitect.Aws.Rds;
using Pockitect.Aws.S3;
using Pockitect.Aws.Ssm;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Validation;

/// <summary>Names that AWS keeps unique and that a blueprint gives twice.</summary>
internal static class NameChecks
{
    // A spec without a name gets this one, and so has none that could be taken.
    private static readonly Creation Unnamed = new("", new Dictionary<string, string>(), "");

    public static IEnumerable<BlueprintProblem> Check(IReadOnlyList<Asked> asked, Catalog catalog) =>
    [
        .. from same in asked.Select(resource => new Named(resource, NameOf(resource.Spec, catalog))).Where(named => named.Name.Length > 0)
               .GroupBy(named => $"{named.Asked.Spec.GetType().Name} {Folded(named)}", StringComparer.Ordinal)
           from named in same.Skip(1)
           let first = same.First()
           select named.Asked.Error(PropertyOf(named.Asked.Spec), Message(named, first)),
        .. from same in asked.Where(resource => resource.Spec is SecurityGroup { GroupName: not null })
               .GroupBy(resource => $"{((SecurityGroup)resource.Spec).Vpc} {((SecurityGroup)resource.Spec).GroupName}", StringComparer.Ordinal)
           from resource in same.Skip(1)
           select resource.Error(nameof(SecurityGroup.GroupName), $"'{same.First().LogicalId}' has the group name '{((SecurityGroup)resource.Spec).GroupName}' too, and a VPC takes a name once. Change one of them."),
    ];

    private static string NameOf(Spec spec, Catalog catalog) => catalog.Of(spec).NaturalKey(spec, Unnamed) ?? "";

    /// <summary>The name as its service compares it. Private keys are files, and not every disk tells upper from lower case.</summary>
    private static string Folded(Named named) => named.Asked.Spec is Parameter ? named.Name : named.Name.ToUpperInvariant();

    private static string Message(Named named, Named first)
    {
        var kind = named.Asked.Spec is KeyPair ? "key pair" : named.Asked.Spec is Bucket ? "bucket" : named.Asked.Spec.GetType().Name;
        var same = named.Name == first.Name ? $"has the name '{named.Name}' too" : $"has the name '{first.Name}', which differs from '{named.Name}' only in case";
        return $"The {kind} '{first.Asked.LogicalId}' {same}. AWS takes a name once: change one of them.";
    }

    private static string PropertyOf(Spec spec) => spec switch
    {
        KeyPair => nameof(KeyPair.KeyName),
        Role => nameof(Role.RoleName),
        InstanceProfile => nameof(InstanceProfile.InstanceProfileName),
        Bucket => nameof(Bucket.BucketName),
        Parameter => nameof(Parameter.Name),
        DBInstance => nameof(DBInstance.DBInstanceIdentifier),
        DBSubnetGroup => nameof(DBSubnetGroup.DBSubnetGroupName),
        _ => "",
    };

    private sealed record Named(Asked Asked, string Name);
}
