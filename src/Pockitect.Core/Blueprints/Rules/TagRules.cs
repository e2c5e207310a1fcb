using System.Globalization;
using System.Text.RegularExpressions;
using Pockitect.Core.Resources;
using Pockitect.Core.Text;

namespace Pockitect.Core.Blueprints.Rules;

/// <summary>AWS's rules for tags.</summary>
/// <seealso href="https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html"/>
internal static partial class TagRules
{
    /// <summary>The maximum number of tags of a resource.</summary>
    private const int MaxTags = 50;

    /// <summary>The tags that Pockitect adds: four ownership tags, Name, Description and Owner.</summary>
    private const int OwnTags = 7;

    public static IReadOnlyList<Rule> All { get; } = [TagsAreAllowed, TagsAreFew];

    private static IEnumerable<Claim> TagsAreAllowed(Subject s) =>
        from map in Maps(s)
        from key in map.Entry.Keys
        let problem = Problem(key, map.Entry[key])
        where problem is not null
        select Claim.Error(BlueprintPath.Join(map.Path, key), problem);

    private static IEnumerable<Claim> TagsAreFew(Subject s)
    {
        var shared = s.Blueprint.Project.Tags;
        return from map in Maps(s)
               let count = map.Entry.Keys.Union(shared.Keys).Count()
               where count > MaxTags - OwnTags
               select Claim.Error(map.Path, string.Create(
                   CultureInfo.InvariantCulture,
                   $"{count} tags, including the project's; AWS allows {MaxTags} and Pockitect adds {OwnTags}. Remove "
                       + $"{count - (MaxTags - OwnTags)}."));
    }

    private static string? Problem(string key, string value) => key switch
    {
        "" => "Empty tag key; enter a name.",
        // Regardless of case, because IAM treats both as the same key.
        _ when key.StartsWith(OwnershipTags.Prefix, StringComparison.OrdinalIgnoreCase)
            || key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) =>
            $"Tags that start with '{key[..(key.IndexOf(':', StringComparison.Ordinal) + 1)]}' are reserved; choose another key.",
        { Length: > 128 } => FormattableString.Invariant($"A tag key can have at most 128 characters; this has {key.Length}."),
        _ when value.Length > 256 => FormattableString.Invariant($"A tag value can have at most 256 characters; this has {value.Length}."),
        _ when !AllowedPattern().IsMatch(key) =>
            $"The tag key '{MessageFormat.Value(key)}' can have only letters, digits, spaces and _ . : / = + - @.",
        _ when !AllowedPattern().IsMatch(value) =>
            $"The value of tag '{MessageFormat.Value(key)}' can have only letters, digits, spaces and _ . : / = + - @.",
        _ => null,
    };

    private static IEnumerable<Placed<IReadOnlyDictionary<string, string>>> Maps(Subject s) =>
    [
        Tags("project.tags", s.Blueprint.Project.Tags),
        .. s.Instances().Select(instance => Tags($"{instance.Path}.tags", instance.Entry.Tags)),
        .. s.Databases().Select(database => Tags($"{database.Path}.tags", database.Entry.Tags)),
        .. s.Buckets().Select(bucket => Tags($"{bucket.Path}.tags", bucket.Entry.Tags)),
        .. from id in s.Blueprint.Resources.Keys
           let tags = s.Blueprint.Resources[id].Tags
           where tags is not null
           select Tags($"{BlueprintPath.Join("resources", id)}.properties.Tags", tags),
    ];

    private static Placed<IReadOnlyDictionary<string, string>> Tags(string path, IReadOnlyDictionary<string, string> tags) =>
        new(path, tags);

    [GeneratedRegex(@"^[\p{L}\p{Z}\p{N}_.:/=+\-@]*\z")]
    private static partial Regex AllowedPattern();
}
