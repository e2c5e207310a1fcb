using System.Globalization;
using Pockitect.Core.Blueprints.Policies;
using Pockitect.Core.Text;

namespace Pockitect.Core.Blueprints.Rules;

/// <summary>Rules for buckets.</summary>
internal static class BucketRules
{
    private static readonly string[] Prefixes = ["xn--", "sthree-", "amzn-s3-demo-"];
    private static readonly string[] Suffixes = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];
    private static readonly string[] Methods = ["GET", "PUT", "POST", "DELETE", "HEAD"];

    public static IReadOnlyList<Rule> All { get; } =
        [
            NameIsAllowed,
            NamesDiffer,
            LifecycleDoesSomething,
            MovesComeBeforeEnds,
            OldVersionsExist,
            MethodsAreKnown,
            PolicyIsOne,
            IsNotPublic,
        ];

    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    private static IEnumerable<Claim> NameIsAllowed(Subject s) =>
        from bucket in s.Buckets()
        let name = bucket.Entry.BucketName
        where name is not null
        let problem = name switch
        {
            _ when name.Contains("..", StringComparison.Ordinal) => "has two dots in a row",
            _ when name.Split('.') is { Length: 4 } parts && parts.All(part => part.All(char.IsAsciiDigit)) => "looks like an IP address",
            _ when Prefixes.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix =>
                $"starts with '{prefix}', which S3 reserves",
            _ when Suffixes.FirstOrDefault(suffix => name.EndsWith(suffix, StringComparison.Ordinal)) is { } suffix =>
                $"ends with '{suffix}', which S3 reserves",
            _ => null,
        }
        where problem is not null
        select Claim.Error($"{bucket.Path}.bucket_name", $"The bucket name '{name}' {problem}; choose another.");

    private static IEnumerable<Claim> NamesDiffer(Subject s) =>
        from same in s.Buckets().Where(bucket => bucket.Entry.BucketName is not null).GroupBy(bucket => bucket.Entry.BucketName)
        from bucket in same.Skip(1)
        select Claim.Error(
            $"{bucket.Path}.bucket_name", $"Two buckets have the name '{same.Key}', which must be globally unique; choose another.");

    private static IEnumerable<Claim> LifecycleDoesSomething(Subject s) =>
        from rule in Lifecycles(s)
        where rule.Entry is { ExpireDays: null, ExpireOldVersionsDays: null, AbortUploadsDays: null, MoveDays: null }
        select Claim.Error(
            rule.Path,
            $"Lifecycle rule '{rule.Entry.Name}' does nothing; set at least one of expire_days, expire_old_versions_days, "
                + "abort_uploads_days, move_days.");

    private static IEnumerable<Claim> MovesComeBeforeEnds(Subject s)
    {
        foreach (var (path, rule) in Lifecycles(s))
        {
            if (rule.MoveDays >= rule.ExpireDays)
            {
                yield return Claim.Error(
                    $"{path}.move_days",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Objects would move after {rule.MoveDays} days but are deleted after {rule.ExpireDays}; lower 'move_days' or "
                            + $"raise 'expire_days'."));
            }

            if (rule.MoveDays < 30 && rule.MoveTo is "STANDARD_IA" or "ONEZONE_IA")
            {
                yield return Claim.Error(
                    $"{path}.move_days",
                    FormattableString.Invariant($"S3 moves objects to {rule.MoveTo} after at least 30 days; got {rule.MoveDays}."));
            }
        }
    }

    private static IEnumerable<Claim> OldVersionsExist(Subject s) =>
        from bucket in s.Buckets()
        from rule in Entries.At($"{bucket.Path}.lifecycle", bucket.Entry.Lifecycle)
        where rule.Entry.ExpireOldVersionsDays is not null && !bucket.Entry.Versioning
        select Claim
            .Finding(
                $"{rule.Path}.expire_old_versions_days",
                $"Bucket '{bucket.Entry.Name}' doesn't keep older versions, so this has no effect; turn on 'versioning', or remove it.")
            .MendedBy(BlueprintFix.With("Turn on versioning", $"{bucket.Path}.versioning", true));

    private static IEnumerable<Claim> MethodsAreKnown(Subject s) =>
        from bucket in s.Buckets()
        from cors in Entries.At($"{bucket.Path}.cors", bucket.Entry.Cors)
        from method in Entries.At($"{cors.Path}.methods", cors.Entry.Methods)
        where !Methods.Contains(method.Entry)
        select Claim.Error(
            method.Path,
            $"S3 supports the methods {MessageFormat.List(Methods)}; got "
                + $"'{MessageFormat.Value(method.Entry)}'.{Spelling.Hint(method.Entry, Methods)}");

    private static IEnumerable<Claim> PolicyIsOne(Subject s) =>
        from bucket in s.Buckets()
        where bucket.Entry.Policy is not null
        // Filtered above.
        from problem in PolicyDocument.Check(bucket.Entry.Policy!, PolicyKind.Bucket, $"The policy of bucket '{bucket.Entry.Name}'")
        select Claim.Error($"{bucket.Path}.policy", problem);

    private static IEnumerable<Claim> IsNotPublic(Subject s) =>
        from bucket in s.Buckets()
        where !bucket.Entry.BlockPublicAccess
        select Claim
            .Finding(
                $"{bucket.Path}.block_public_access",
                "Objects in this bucket can be made public; remove the line unless it hosts a public website.")
            .MendedBy(BlueprintFix.Without("Block public access", $"{bucket.Path}.block_public_access"));

    private static IEnumerable<Placed<LifecycleEntry>> Lifecycles(Subject s) =>
        s.Buckets().SelectMany(bucket => Entries.At($"{bucket.Path}.lifecycle", bucket.Entry.Lifecycle));
}
